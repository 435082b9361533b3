/// A library for several instruction sets, in C++.
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <tiny_x86.h>

#include <halenet/error.h>
#include <halenet/network.h>

#include "tests/runtime/environment_variable.h"
#include "tests/runtime/error_of.h"

using Catch::Matchers::ContainsSubstring;
using halenet::Network;

namespace {

/// A network with the instruction set that the environment names; nothing where this processor lacks it.
std::optional<Network> network_with(const std::string &isa) {
    const EnvironmentVariable wanted("HALENET_ISA", isa);
    try {
        return Network(tiny_x86_api, {.batch = 2, .threads = 1});
    } catch (const halenet::Error &error) {
        CHECK_THAT(std::string(error.what()), ContainsSubstring(isa + " needs "));
        return std::nullopt;
    }
}

std::vector<float> steps_with(Network &network) {
    halenet::Dataset data{.images = xt::zeros<std::uint8_t>(
                              std::array<std::size_t, 4>{2, TINY_X86_HEIGHT, TINY_X86_WIDTH, TINY_X86_CHANNELS}),
                          .labels = xt::zeros<std::uint8_t>(std::array<std::size_t, 1>{2})};
    data.labels(1) = 1;
    for (std::size_t pixel = 0; pixel < data.images.size(); ++pixel)
        data.images.flat(pixel) = static_cast<std::uint8_t>(pixel * 37 % 251);
    network.initialize(5);
    halenet_training training{};
    training.optimizer = HALENET_SGD;
    training.learning_rate = 0.01F;
    const std::array<std::uint32_t, 2> both{0, 1};
    network.train_step(data, both, training);
    return network.parameters();
}

} // namespace

TEST_CASE("HALENET_ISA chooses the instruction set, and else the best that the processor has is taken") {
    std::string best;
    std::vector<std::vector<float>> parameters;
    for (const char *name : {"x86-64-v3", "x86-64-v1"}) {
        std::optional<Network> network = network_with(name);
        if (!network) {
            WARN("this processor has no " << name << ", so it was only refused");
            continue;
        }
        CHECK(network->isa() == name);
        CHECK_THAT(network->target(), ContainsSubstring("x86-64-linux"));
        best = best.empty() ? name : best;
        parameters.push_back(steps_with(*network));
    }
    const EnvironmentVariable unset("HALENET_ISA", std::nullopt);
    CHECK(Network(tiny_x86_api, {.batch = 2, .threads = 1}).isa() == best);
    for (std::size_t k = 0; k < parameters.front().size(); ++k)
        CHECK(std::abs(parameters.front()[k] - parameters.back()[k]) <= 1e-5F);
}

TEST_CASE("an instruction set that the library has not is refused") {
    const EnvironmentVariable wanted("HALENET_ISA", "x86-64-v9");
    CHECK_THAT(error_of([] { return Network(tiny_x86_api); }), ContainsSubstring("no kernels for x86-64-v9"));
}
