/// What the manifest says that a kernel costs.
#include "generator/driver/kernel_cost.h"
#include "generator/description/cost.h"
#include "tests/driver/descriptions.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <map>
#include <string>

using namespace halenet::driver;
using namespace halenet::testing;

namespace {

std::map<std::string, std::int64_t> costs_of(const halenet::description::ModelDescription &model) {
    std::map<std::string, std::int64_t> costs;
    for (const Kernel &kernel : plan_program(model, {}).kernels)
        costs[kernel.name] = multiply_adds(kernel);
    return costs;
}

} // namespace

TEST_CASE("the multiplications of LeNet-5's forward kernels", "[driver]") {
    const auto costs = costs_of(read_description("generated/lenet5/model.json"));
    CHECK(costs.at("c1_forward") == 117'600);
    CHECK(costs.at("c3_forward") == 240'000);
    CHECK(costs.at("c5_forward") == 48'000);
    CHECK(costs.at("f6_forward") == 10'080);
    CHECK(costs.at("output_forward") == 840);
}

TEST_CASE("a kernel multiplies as often as its layer, in each direction, or never", "[driver]") {
    const auto model = read_description(GENERATE("generated/lenet5/model.json", "generated/lenet5_1998/model.json"));
    const auto costs = costs_of(model);
    for (std::size_t k = 0; k < model.layers.size(); ++k) {
        const std::string &layer = model.layers[k].name;
        if (model.layers[k].parameters == 0)
            continue;
        for (const char *direction : {"_forward", "_backward_data", "_backward_weights", "_pack_forward"}) {
            const auto found = costs.find(layer + direction);
            if (found == costs.end())
                continue; // the first layer has no gradient of its source, and not every layer has a packed copy
            CAPTURE(found->first);
            CHECK(found->second ==
                  (found->first == layer + "_pack_forward" ? 0 : halenet::description::multiply_adds(model, k)));
        }
    }
}

TEST_CASE("copies, and what goes element by element, multiply nothing", "[driver]") {
    CHECK(multiply_adds({.name = "adam", .generator = "adam", .parameters = {}}) == 0);
    CHECK(multiply_adds({
              .name = "pool",
              .generator = "max_pool2d_forward",
              .parameters = {{"channels", "6"}, {"width", "28"}, {"height", "28"}, {"size", "2"}},
          }) == 0);
}
