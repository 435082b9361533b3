/// Plans as text and as spaces: what a file or a search may ask for, and what it may not.
#include "schedules/augment.h"
#include "schedules/convolution.h"
#include "schedules/dense.h"
#include "schedules/elementwise.h"
#include "schedules/loss.h"
#include "schedules/pool.h"
#include "tests/schedules/shapes.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>

#include <random>
#include <set>

using namespace halenet::schedules;
using Catch::Matchers::Message;

namespace {

struct ToyPlan {
    int width = 4;
    bool swapped = false;
    int apart = 7; ///< no knob
};

Knobs knobs_of(ToyPlan &plan, const Machine & /*machine*/, int extent) {
    return {{"width", &plan.width, divisor_values(extent, extent)}, {"swapped", &plan.swapped, flag_values()}};
}

std::string refusal_of(const ToyPlan &plan, const Machine & /*machine*/, int extent) {
    return plan.swapped && plan.width == extent ? "there is nothing to swap" : "";
}

const Space toys = space_of(ToyPlan(), sse, 12);

/// Some plans of a space: from the shipped one on, knobs turned one at a time, so that what binds knobs together does
/// not refuse nearly all.
std::vector<Values> walk(const Space &space, int steps) {
    std::mt19937 random(7);
    const auto below = [&](std::size_t count) { return random() % count; };
    std::vector<Values> plans{space.shipped};
    for (int step = 0; step < steps; ++step) {
        Values turned = plans.back();
        const std::size_t knob = below(turned.size());
        turned[knob] = space.values[knob][below(space.values[knob].size())];
        if (why_not(space, turned).empty()) {
            plans.push_back(turned);
        }
    }
    return plans;
}

/// What the search relies on, whatever the plan and its shape. `block`: vectors of sums that a plan holds at once.
template <typename Plan, typename... Shape>
void check_space(int (*block)(const Plan &), const Plan &shipped, const Machine &machine, const Shape &...shape) {
    const Space space = space_of(shipped, machine, shape...);
    INFO("shipped: " << to_text(space, space.shipped));
    REQUIRE(std::set<std::string>(space.names.begin(), space.names.end()).size() == space.names.size());
    for (std::size_t k = 0; k < space.names.size(); ++k) {
        INFO(space.names[k]);
        REQUIRE(!space.values[k].empty());
        REQUIRE(std::adjacent_find(space.values[k].begin(), space.values[k].end(), std::greater_equal<>()) ==
                space.values[k].end());
    }
    REQUIRE(why_not(space, space.shipped).empty());
    REQUIRE(why_not(space, space.portable()).empty());
    for (const Values &values : walk(space, 12)) {
        Plan plan = shipped;
        set_values(knobs_of(plan, machine, shape...), values);
        INFO(to_text(space, values));
        REQUIRE(values_of(knobs_of(plan, machine, shape...)) == values);
        REQUIRE(block(plan) <= machine.vector_registers + 4);
    }
}

} // namespace

TEST_CASE("a plan's text reads back as the same plan", "[knobs]") {
    CHECK(to_text(toys, toys.shipped) == "width 4, swapped 0");
    for (const Values &values : walk(toys, 20)) {
        CHECK(from_text(toys, to_text(toys, values)) == values);
    }
    CHECK(from_text(toys, "swapped 1,width 6") == Values{6, 1}); // in any order
    CHECK(from_text(Space(), "").empty());
}

TEST_CASE("a text that is no plan is refused with a sentence", "[knobs]") {
    CHECK_THROWS_MATCHES(from_text(toys, "width 4, swopped 0"), std::runtime_error,
                         Message("knob \"swopped\" is not known, expected width, swapped"));
    CHECK_THROWS_MATCHES(from_text(toys, "width 4"), std::runtime_error,
                         Message("plan \"width 4\": knob swapped is missing"));
    CHECK_THROWS_MATCHES(from_text(toys, "width 5, swapped 0"), std::runtime_error,
                         Message("plan \"width 5, swapped 0\": width is 5, expected one of 1, 2, 3, 4, 6, 12"));
    CHECK_THROWS_MATCHES(from_text(toys, "width 12, swapped 1"), std::runtime_error,
                         Message("plan \"width 12, swapped 1\": there is nothing to swap"));
    CHECK_THROWS_MATCHES(from_text(toys, "width 4 5, swapped 1"), std::runtime_error,
                         Message("plan \"width 4 5, swapped 1\": found \"width 4 5\", expected a knob and its value"));
    CHECK_THROWS_MATCHES(from_text(Space(), "width 4"), std::runtime_error,
                         Message("knob \"width\" is not known, expected none"));
}

TEST_CASE("knobs set fields of both kinds, and nothing else", "[knobs]") {
    const ToyPlan chosen = chosen_plan("width 6, swapped 1", ToyPlan{.apart = 9}, sse, 12);
    CHECK(chosen.width == 6);
    CHECK(chosen.swapped);
    CHECK(chosen.apart == 9);
    const ToyPlan shipped = chosen_plan("", ToyPlan{.width = 3}, sse, 12);
    CHECK(shipped.width == 3);
    CHECK(!shipped.swapped);
}

TEST_CASE("values for knobs are those that their comments tell", "[knobs]") {
    CHECK(vector_values(avx512, 100) == std::vector{4, 8, 16});
    CHECK(vector_values(avx2, 100) == std::vector{4, 8});
    CHECK(vector_values(avx512, 9) == std::vector{4, 8});
    CHECK(vector_values(avx512, 3) == std::vector{2});
    CHECK(count_values(0) == std::vector{1});
    CHECK(count_values(5) == std::vector{1, 2, 3, 4, 5});
    CHECK(count_values(13) == std::vector{1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 13});
    CHECK(divisor_values(12, 5) == std::vector{1, 2, 3, 4});
    CHECK(divisor_values(7, 0) == std::vector{1});
    CHECK(tile_values(22, 12) == std::vector{1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12});
    CHECK(flag_values(false) == std::vector{0});
}

TEST_CASE("spaces of convolutions hold their shipped and portable plans, and only blocks that fit", "[knobs]") {
    const Machine machine = *GENERATE(values(machines));
    for_each_shape([&](const ConvolutionShape &s) {
        CAPTURE(s.channels, s.filters, s.kernel, s.stride, s.pool, s.same, machine.vector_registers,
                machine.widest_vector);
        check_space<ConvolutionForwardPlan>([](const auto &p) { return p.vectors * p.columns * p.rows; },
                                            plan_conv2d_forward(machine, s), machine, s);
        check_space<ConvolutionWeightsPlan>([](const auto &p) { return p.vectors * p.filters; },
                                            plan_conv2d_backward_weights(machine, s), machine, s);
        check_space<ConvolutionDataPlan>([](const auto &p) { return p.vectors * p.rows; },
                                         plan_conv2d_backward_data(machine, s), machine, s);
        check_space<ImageForwardPlan>([](const auto &p) { return p.filters; }, plan_image_conv2d_forward(machine, s),
                                      machine, s);
        check_space<ImageWeightsPlan>([](const auto &p) { return p.columns * p.rows; },
                                      plan_image_conv2d_backward_weights(machine, s), machine, s);
    });
}

TEST_CASE("spaces of dense layers hold their shipped and portable plans, and only blocks that fit", "[knobs]") {
    const Machine machine = *GENERATE(values(machines));
    for (int units = 1; units <= 130; ++units) {
        for (int inputs : {1, 3, 7, 16, 33, 84, 400}) {
            CAPTURE(inputs, units, machine.vector_registers, machine.widest_vector);
            check_space<DenseLanesPlan>([](const auto &p) { return p.outputs * (16 / p.vector); },
                                        plan_dense_lanes(machine, units, inputs), machine, units, inputs);
            check_space<DenseWeightsPlan>([](const auto &p) { return p.vectors * p.units; },
                                          plan_dense_backward_weights(machine, inputs, units), machine, inputs, units);
            check_space<DenseRowsPlan>([](const auto &p) { return p.vectors; }, plan_dense_rows(machine, inputs, units),
                                       machine, inputs, units);
        }
    }
}

TEST_CASE("spaces of the small kernels hold their shipped and portable plans", "[knobs]") {
    const Machine machine = *GENERATE(values(machines));
    for (int extent = 1; extent <= 130; ++extent) {
        CAPTURE(extent, machine.widest_vector);
        check_space<ElementwisePlan>([](const auto &p) { return p.unroll; }, plan_elementwise(machine, extent), machine,
                                     extent);
        check_space<LanesPlan>([](const auto &p) { return p.elements; }, plan_to_lanes(machine, extent), machine,
                               extent);
        check_space<RowsPlan>([](const auto &p) { return p.elements; }, plan_to_rows(machine, extent), machine, extent);
        check_space<LossPlan>([](const auto &) { return 1; }, plan_loss(machine, extent), machine, extent);
        check_space<AugmentPlan>([](const auto &) { return 1; }, plan_augment(machine, extent), machine, extent);
        for (int size : {1, 2, 3, 15}) {
            for (int stride : {1, 2, 15}) {
                const PoolShape shape{extent, 19, 17, size, stride};
                for (const PoolLoops &loops : {forward_loops(shape), backward_data_loops(shape)}) {
                    check_space<PoolPlan>([](const auto &) { return 1; }, plan_pool2d(machine, loops), machine, loops);
                }
            }
        }
    }
    check_space<ElementwisePlan>([](const auto &p) { return p.unroll; }, plan_elementwise(machine, 0), machine, 0);
}

TEST_CASE("knobs that only together make no plan are refused with a sentence", "[knobs]") {
    const ConvolutionShape c3{6, 14, 14, 16, 5, 1, false, 2};
    const Space forward = space_of(plan_conv2d_forward(avx2, c3), avx2, c3);
    CHECK(why_not(forward, {8, 4, 5, 1, 3, 8, 0, 0}) == "4 vectors of 8 do not divide 16 filters, padded to 16");
    CHECK(why_not(forward, {8, 2, 10, 2, 3, 8, 0, 0}) == "a block of 40 vectors is too large for 16 registers");
    CHECK(why_not(forward, {8, 2, 5, 1, 3, 8, 1, 0}) == "filters_inside is set, but one block holds all filters");
    const Space weights = space_of(plan_conv2d_backward_weights(avx2, c3), avx2, c3);
    CHECK(why_not(weights, {1, 1, 8, 10, 2, 1, 8, 8, 0}) ==
          "lists differ in length, so that neither their filters nor their windows run together");
    const Space rows = space_of(plan_dense_rows(wide_avx512, 120, 84), wide_avx512, 120, 84);
    CHECK(why_not(rows, {16, 4, 1, 16}) == "4 vectors of 16 do not divide 84 units, padded to 96");
}
