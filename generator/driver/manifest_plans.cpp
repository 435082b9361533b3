#include "generator/driver/manifest_plans.h"

#include "runtime/files/files.h"

#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace halenet::driver {

namespace {

struct ManifestPlan {
    std::string plan, from;
};

/// By the kernel's name; the settings are one of them.
std::map<std::string, ManifestPlan> read_plans(const nlohmann::json &manifest, const std::string &target) {
    std::map<std::string, ManifestPlan> plans;
    for (const nlohmann::json &entry : manifest.at("targets")) {
        if (entry.at("name") == target) {
            plans["settings"] = {entry.at("settings"), entry.at("settings_from")};
        }
    }
    for (const nlohmann::json &entry : manifest.at("kernels")) {
        if (entry.at("isa") == target) {
            plans[entry.at("name")] = {entry.at("plan"), entry.at("plan_from")};
        }
    }
    return plans;
}

} // namespace

PlanChooser chooser_from_manifest(const std::filesystem::path &manifest, const std::string &target) {
    const auto file = manifest.string();
    std::map<std::string, ManifestPlan> plans;
    try {
        plans = read_plans(nlohmann::json::parse(read_file(manifest)), target);
    } catch (const nlohmann::json::exception &error) {
        throw std::runtime_error(fmt::format("{}: is no manifest of this version ({})", file, error.what()));
    }
    return [=](Kernel &kernel) {
        const auto found = plans.find(kernel.name);
        if (found == plans.end()) {
            throw std::runtime_error(fmt::format("{}: tells no plan for {} on {}", file, kernel.name, target));
        }
        kernel.plan = from_text(kernel.space, found->second.plan);
        kernel.plan_from = found->second.from;
    };
}

} // namespace halenet::driver
