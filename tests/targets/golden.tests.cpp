/// What a library computes on its target, against PyTorch: outputs, losses, every gradient, and ten steps of Adam.
#include "tests/golden/golden.h"
#include "tests/reference/tolerance.h"
#include "tests/targets/inputs.h"
#include "tests/targets/tested_target.h"

#include <lenet5.h>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <span>

#include <fmt/format.h>

using namespace halenet;
using namespace halenet::targets;

namespace {

/// Calls `use` with each tensor of a golden file, its name, and the part of a canonical array that is the same tensor.
template <class Use>
void for_each_tensor(const std::string &file, const std::vector<float> &found, Use use) {
    const auto golden = golden::tensors(file);
    for (const halenet_tensor_info &tensor : std::span(lenet5_api.model->tensors, lenet5_api.model->tensor_count)) {
        if (const auto entry = golden.find(tensor.name); entry != golden.end()) {
            INFO(file << ": " << tensor.name);
            use(golden::distance(entry->second, std::span(found).subspan(tensor.offset, tensor.count)));
        }
    }
}

/// The greatest difference of a gradient, as a share of its tensor's largest value.
double check_gradients(const std::string &file, const std::vector<float> &found) {
    double worst = 0;
    for_each_tensor(file, found, [&](const golden::Distance &distance) {
        CHECK(distance.largest <= tolerance::golden_gradient * distance.scale);
        worst = std::max(worst, distance.largest / distance.scale);
    });
    return worst;
}

} // namespace

TEST_CASE("outputs, gradients and ten steps of training are PyTorch's", "[targets]") {
    const nlohmann::json record = golden::record(), plain = record["variants"]["plain"],
                         smoothed = record["variants"]["smoothed"];
    const Result found = run_tested("golden.c", tested_library(), golden_inputs());

    double worst_output = 0;
    for (const auto &[name, golden] : golden::tensors("outputs.safetensors")) {
        INFO(name);
        const golden::Distance distance = golden::distance(golden, found.values<float>(name));
        CHECK(distance.largest <= tolerance::golden_output * distance.scale);
        worst_output = std::max(worst_output, distance.largest / distance.scale);
    }

    const auto check_loss = [](double loss, const nlohmann::json &golden, double allowed) {
        CHECK(std::abs(loss - golden.get<double>()) <= allowed);
    };
    check_loss(found.values<double>("loss").at(0) / 33, plain["loss"], tolerance::golden_loss);
    check_loss(found.values<double>("smoothed loss").at(0) / 33, smoothed["loss"], tolerance::golden_loss);
    const double worst_gradient =
        std::max(check_gradients("gradients.safetensors", found.values<float>("gradients")),
                 check_gradients("gradients_smoothed.safetensors", found.values<float>("smoothed gradients")));

    const tolerance::TenSteps allowed = tolerance::ten_steps_on(tested_target().name);
    const auto losses = found.values<double>("losses");
    REQUIRE(losses.size() == plain["losses"].size());
    for (std::size_t step = 0; step < losses.size(); ++step) {
        INFO("step " << step);
        check_loss(losses[step], plain["losses"][step], allowed.loss);
    }
    for_each_tensor("weights_after_ten_steps.safetensors", found.values<float>("weights"),
                    [&](const golden::Distance &distance) {
                        CHECK(distance.rms <= allowed.weight_rms * distance.scale);
                        CHECK(distance.largest <= allowed.weight * record["adam"]["learning_rate"].get<double>());
                    });
    note("golden", fmt::format("{:.1f} and {:.1f} epsilon", worst_output / tolerance::epsilon,
                               worst_gradient / tolerance::epsilon));
}
