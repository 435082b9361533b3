#include "runtime/cli/verify_bundle.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <halenet/error.h>

#include "runtime/bundle/manifest.h"
#include "runtime/bundle/runner.h"
#include "runtime/bundle/selftest.h"
#include "runtime/files/files.h"
#include "runtime/terminal/stop_signal.h"
#include "runtime/terminal/text_table.h"

namespace halenet::cli {
namespace {

namespace fs = std::filesystem;

Manifest manifest_of(const fs::path &bundle) {
    const fs::path file = bundle / "manifest.json";
    if (!fs::is_regular_file(file))
        throw Error(fmt::format("{}: has no manifest.json, a folder that `halenet generate` wrote was expected",
                                bundle.string()));
    return parse_manifest(read_file(file), file.string());
}

/// Each way of running programs that some target asks for, once.
std::vector<Runner> runners_of(const Manifest &manifest) {
    std::vector<Runner> runners;
    for (const Manifest::Target &target : manifest.targets) {
        const Runner runner = runner_for(target.halide, target.vector_bits, machine_architecture());
        if (std::ranges::find(runners, runner) == runners.end())
            runners.push_back(runner);
    }
    return runners;
}

bool is_within(const SelftestResult::Kernel &kernel) {
    return kernel.error <= kernel.allowed;
}

void print_kernels(const SelftestResult &result) {
    std::vector<std::vector<std::string>> rows{{"kernel", "error", "allowed", ""}};
    for (const SelftestResult::Kernel &kernel : result.kernels)
        rows.push_back({kernel.name, fmt::format("{:.1e}", kernel.error), fmt::format("{:.1e}", kernel.allowed),
                        is_within(kernel) ? "ok" : "WRONG"});
    fmt::print("{}", text_table(rows, "<>>"));
}

struct Tested {
    SelftestResult result;
    std::string told; ///< how it was run
};

bool is_supported(const Tested &tested) {
    return tested.result.code != HALENET_UNSUPPORTED_CPU;
}

/// One result for each instruction set, by the first way of running it that can.
std::vector<Tested> test(const fs::path &bundle, const Manifest &manifest) {
    std::vector<Tested> all;
    for (const Runner &runner : runners_of(manifest))
        for (SelftestResult &result : run_selftest(bundle, manifest.library, runner)) {
            Tested tested{std::move(result), runner.told};
            const auto earlier =
                std::ranges::find(all, tested.result.isa, [](const Tested &other) { return other.result.isa; });
            if (earlier == all.end())
                all.push_back(std::move(tested));
            else if (!is_supported(*earlier))
                *earlier = std::move(tested);
        }
    return all;
}

/// Prints what was found with an instruction set; whether all of it is right.
bool tell(const Tested &tested, const std::string &promised, bool per_layer) {
    const SelftestResult &result = tested.result;
    std::string fault = result.code == HALENET_OK ? "" : result.sentence;
    if (fault.empty() && !promised.empty() && result.digest != promised)
        fault = fmt::format("the digest differs from the promised one, {}", promised);
    fmt::print("{} {}: {} kernels", result.isa, tested.told, result.kernels.size());
    if (!result.kernels.empty()) {
        const SelftestResult::Kernel &worst = worst_kernel(result);
        fmt::print(", greatest error {:.1e} of allowed {:.1e} ({})", worst.error, worst.allowed, worst.name);
    }
    fmt::print(", digest {}{}\n", result.digest, promised.empty() || !fault.empty() ? "" : ", as promised");
    if (per_layer)
        print_kernels(result);
    if (!fault.empty())
        fmt::print("{} is WRONG: {}\n", result.isa, fault);
    return fault.empty();
}

} // namespace

int verify_bundle(const fs::path &bundle, bool per_layer) {
    const Manifest manifest = manifest_of(bundle);
    const StopSignal listening;
    const std::vector<Tested> all = test(bundle, manifest);
    if (const int signal = StopSignal::caught(); signal != 0)
        return 128 + signal;
    if (std::ranges::none_of(all, is_supported))
        throw Error(fmt::format("{}: cannot be verified {}: {}", bundle.string(), all.front().told,
                                all.front().result.sentence));
    bool right = true;
    for (const Tested &tested : all)
        if (is_supported(tested))
            right = tell(tested, manifest.digest, per_layer) && right;
        else
            fmt::print("{} was not tested: {}\n", tested.result.isa, tested.result.sentence);
    return right ? 0 : 1;
}

} // namespace halenet::cli
