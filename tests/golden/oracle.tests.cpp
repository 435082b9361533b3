/// The oracle against PyTorch's float64 run. Whatever the kernels are compared with is thereby right.
#include "tests/golden/golden.h"

#include "runtime/reference/network.h"
#include "runtime/reference/optimizer.h"
#include "tests/reference/tolerance.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>
#include <xtensor/xview.hpp>

#include <algorithm>
#include <cmath>

using namespace halenet;

namespace {

/// The largest difference, as a share of the golden tensor's largest value.
double relative_distance(const std::vector<float> &golden, const double *found) {
    double largest = 0;
    double distance = 0;
    for (std::size_t k = 0; k < golden.size(); ++k) {
        const double difference = std::abs(golden[k] - found[k]);
        largest = std::max(largest, std::abs(static_cast<double>(golden[k])));
        distance = difference <= distance ? distance : difference; // not std::max, which would drop a NaN
    }
    return distance / largest;
}

void check_tensors(const reference::Network &network, const std::string &file, const xt::xtensor<double, 1> &found) {
    for (const auto &[name, golden] : golden::tensors(file)) {
        INFO(file << ": " << name);
        const reference::Tensor &tensor = network.tensor(name);
        REQUIRE(golden.size() == tensor.count);
        CHECK(relative_distance(golden, found.data() + tensor.offset) <= tolerance::rounded_to_float);
    }
}

} // namespace

TEST_CASE("the oracle's outputs, loss and gradients are PyTorch's", "[golden]") {
    const reference::Network network(golden::lenet5());
    const nlohmann::json record = golden::record();
    const xt::xtensor<double, 1> parameters = golden::initial_parameters();
    REQUIRE(network.parameters() == parameters.size());

    const auto plain = network.step(parameters, golden::images(), golden::labels(), 0.0);
    const auto outputs = golden::tensors("outputs.safetensors");
    CHECK(relative_distance(outputs.at("logits"), plain.logits.data()) <= tolerance::rounded_to_float);
    CHECK(relative_distance(outputs.at("probabilities"), plain.probabilities.data()) <= tolerance::rounded_to_float);
    CHECK(std::abs(plain.loss - record["variants"]["plain"]["loss"].get<double>()) <= tolerance::both_double);
    check_tensors(network, "gradients.safetensors", plain.gradients);

    const nlohmann::json variant = record["variants"]["smoothed"];
    const auto smoothed =
        network.step(parameters, golden::images(), golden::labels(), variant["label_smoothing"].get<double>());
    CHECK(std::abs(smoothed.loss - variant["loss"].get<double>()) <= tolerance::both_double);
    check_tensors(network, "gradients_smoothed.safetensors", smoothed.gradients);
}

TEST_CASE("ten Adam steps of the oracle are PyTorch's", "[golden]") {
    const reference::Network network(golden::lenet5());
    const nlohmann::json record = golden::record();
    const auto images = golden::images();
    const auto labels = golden::labels();
    const auto batch = record["batch"].get<std::size_t>();
    const reference::AdamOptions options{.learning_rate = record["adam"]["learning_rate"],
                                         .beta1 = record["adam"]["beta1"],
                                         .beta2 = record["adam"]["beta2"],
                                         .epsilon = record["adam"]["epsilon"]};
    for (const std::string name : {"plain", "smoothed"}) {
        const nlohmann::json variant = record["variants"][name];
        xt::xtensor<double, 1> parameters = golden::initial_parameters();
        reference::AdamState<double> state(parameters.size());
        for (std::size_t t = 0; t < variant["losses"].size(); ++t) {
            INFO(name << ", step " << t);
            const std::size_t begin = t % 2 == 0 ? 0 : batch;
            const std::size_t end = t % 2 == 0 ? batch : images.shape(0);
            const auto step =
                network.step<double>(parameters, xt::view(images, xt::range(begin, end)),
                                     xt::view(labels, xt::range(begin, end)), variant["label_smoothing"].get<double>());
            CHECK(std::abs(step.loss - variant["losses"][t].get<double>()) <= tolerance::both_double);
            reference::adam_step(options, step.gradients, state, parameters);
        }
        if (name == "plain") {
            check_tensors(network, "weights_after_ten_steps.safetensors", parameters);
        }
    }
}
