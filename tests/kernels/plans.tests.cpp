/// The kernels of convolutions and dense layers give the same bits by any plan.
#include "schedules/convolution.h"
#include "schedules/dense.h"
#include "schedules/elementwise.h"
#include "tests/kernels/convolution_memory.h"
#include "tests/kernels/lanes.h"
#include "tests/kernels/plan_case.h"

#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

using namespace halenet;
using namespace halenet::kernels;
using reference::Random;
using schedules::space_of;

namespace {

constexpr std::size_t images = 3;

/// The forward kernels unroll their sums by every plan (Machine::fuses).
void skip_where_sums_have_no_order() {
    if (!machine().fuses) {
        SKIP("without fused multiply-adds LLVM orders the sums of this kernel by the block that they are in");
    }
}

/// Of convolution_shapes: one filter and several vectors of them; one window, few, many; strides; pools of 1, 4 and 9
/// places; kernels of 1 too.
const std::vector<std::size_t> shapes_on_rows{1, 2, 5, 9, 11, 16};
const std::vector<std::size_t> shapes_on_pixels{0, 2, 8, 15};
const Parameters normalization{{"mean", "0.1307"}, {"deviation", "0.3081"}};

} // namespace

TEST_CASE("conv2d_forward by any plan", "[kernels][plan]") {
    skip_where_sums_have_no_order();
    const FusedConvolution s = convolution_shapes[GENERATE(from_range(shapes_on_rows))];
    INFO(name_of(s));
    const auto shape = schedule_shape(s);
    Random random(91);
    Memory<float> source(drawn(random, Draw::fractions, s.src_shape(images)), source_rows(s, images));
    Memory<float> packed = packed_forward(s, drawn(random, Draw::fractions, s.weights_shape()),
                                          drawn(random, Draw::fractions, std::array{s.filters}));
    check_plans("conv2d_forward", with(parameters_of(s), parameter_of(s.activation)),
                space_of(schedules::plan_conv2d_forward(machine(), shape), machine(), shape),
                [&](const Kernel &kernel) {
                    Memory<float> dst(pooled_extents(s, images));
                    Memory<std::uint8_t> argmax(pooled_extents(s, images));
                    kernel(source, packed, dst, argmax);
                    return bits_of(dst, argmax);
                });
}

TEST_CASE("conv2d_backward_weights by any plan", "[kernels][plan]") {
    const FusedConvolution s = convolution_shapes[GENERATE(from_range(shapes_on_rows))];
    INFO(name_of(s));
    const auto shape = schedule_shape(s);
    Random random(92);
    const auto argmax = drawn_argmax(random, s, images);
    Memory<float> source(drawn(random, Draw::fractions, s.src_shape(images)), source_rows(s, images));
    Memory<float> gradient = pooled_gradient(s, drawn(random, Draw::fractions, s.dst_shape(images)), argmax);
    Memory<std::uint8_t> places(argmax, pooled_rows(s, images));
    check_plans("conv2d_backward_weights", parameters_of(s),
                space_of(schedules::plan_conv2d_backward_weights(machine(), shape), machine(), shape),
                [&](const Kernel &kernel) {
                    Memory<float> d_weights(filter_extents(s));
                    Memory<float> d_bias({extent(s.filters)});
                    kernel(source, gradient, places, d_weights, d_bias);
                    return bits_of(d_weights, d_bias);
                });
}

TEST_CASE("conv2d_backward_data by any plan", "[kernels][plan]") {
    const FusedConvolution s = convolution_shapes[GENERATE(from_range(shapes_on_rows))];
    INFO(name_of(s));
    const auto shape = schedule_shape(s);
    Random random(93);
    const auto argmax = drawn_argmax(random, s, images);
    Memory<float> gradient = pooled_gradient(s, drawn(random, Draw::fractions, s.dst_shape(images)), argmax);
    Memory<std::uint8_t> places(argmax, pooled_rows(s, images));
    Memory<float> packed = packed_backward(s, drawn(random, Draw::fractions, s.weights_shape()));
    auto shifted = flat(packed);
    check_plans("conv2d_backward_data", parameters_of(s),
                space_of(schedules::plan_conv2d_backward_data(machine(), shape), machine(), shape),
                [&](const Kernel &kernel) {
                    Memory<float> d_src(source_rows(s, images));
                    kernel(gradient, places, shifted, d_src);
                    return bits_of(d_src);
                });
}

TEST_CASE("image_conv2d_forward by any plan", "[kernels][plan]") {
    skip_where_sums_have_no_order();
    const FusedConvolution s = convolution_shapes[GENERATE(from_range(shapes_on_pixels))];
    INFO(name_of(s));
    const auto shape = schedule_shape(s);
    Random random(94);
    Memory<std::uint8_t> source(reference::filled<std::uint8_t>(s.src_shape(images), [&] { return random.below(256); }),
                                source_rows(s, images));
    Memory<float> weights(drawn(random, Draw::fractions, s.weights_shape()));
    Memory<float> bias(drawn(random, Draw::fractions, std::array{s.filters}));
    check_plans("image_conv2d_forward", with(with(parameters_of(s), parameter_of(s.activation)), normalization),
                space_of(schedules::plan_image_conv2d_forward(machine(), shape), machine(), shape),
                [&](const Kernel &kernel) {
                    Memory<float> dst(pooled_extents(s, images));
                    PlanarArgmax argmax(s, images);
                    auto places = argmax.output();
                    kernel(source, weights, bias, dst, places);
                    return bits_of(dst, argmax.dense());
                });
}

TEST_CASE("image_conv2d_backward_weights by any plan", "[kernels][plan]") {
    const FusedConvolution s = convolution_shapes[GENERATE(from_range(shapes_on_pixels))];
    INFO(name_of(s));
    const auto shape = schedule_shape(s);
    Random random(101);
    Memory<std::uint8_t> source(reference::filled<std::uint8_t>(s.src_shape(images), [&] { return random.below(256); }),
                                source_rows(s, images));
    const auto drawn_places = drawn_argmax(random, s, images);
    PlanarArgmax argmax(s, drawn_places);
    Memory<float> gradient = pooled_gradient(s, drawn(random, Draw::fractions, s.dst_shape(images)), drawn_places);
    check_plans("image_conv2d_backward_weights", with(parameters_of(s), normalization),
                space_of(schedules::plan_image_conv2d_backward_weights(machine(), shape), machine(), shape),
                [&](const Kernel &kernel) {
                    Memory<float> d_weights(filter_extents(s));
                    Memory<float> d_bias({extent(s.filters)});
                    kernel(source, gradient, argmax.input(), d_weights, d_bias);
                    return bits_of(d_weights, d_bias);
                });
}

TEST_CASE("the dense kernels by any plan", "[kernels][plan]") {
    const auto [inputs, units] = GENERATE(table<int, int>({{84, 10}, {33, 47}, {7, 5}, {120, 84}}));
    INFO(inputs << " inputs, " << units << " units");
    const auto columns = static_cast<std::size_t>(inputs), rows = static_cast<std::size_t>(units);
    const Parameters parameters{{"inputs", std::to_string(inputs)}, {"units", std::to_string(units)}};
    Random random(95);
    const auto src = drawn(random, Draw::fractions, matrix_of(shard, columns));
    const auto d_dst = drawn(random, Draw::fractions, matrix_of(shard, rows));
    Memory<float> source = to_lanes(src), gradient = to_lanes(d_dst);
    Memory<float> weights(drawn(random, Draw::fractions, matrix_of(rows, columns)));
    Memory<float> bias(drawn(random, Draw::fractions, std::array{rows}));
    check_plans("dense_forward", parameters,
                space_of(schedules::plan_dense_lanes(machine(), units, inputs), machine(), units, inputs),
                [&](const Kernel &kernel) {
                    Memory<float> dst({shard, units});
                    kernel(source, weights, bias, dst);
                    return bits_of(dst);
                });
    check_plans("dense_backward_data", with(parameters, {{"src_activation", "tanh"}}),
                space_of(schedules::plan_dense_lanes(machine(), inputs, units), machine(), inputs, units),
                [&](const Kernel &kernel) {
                    Memory<float> d_src({shard, inputs});
                    kernel(gradient, weights, source, d_src);
                    return bits_of(d_src);
                });

    constexpr int batch = 17;
    constexpr std::size_t two_shards = 2UL * shard;
    Memory<float> sources(drawn(random, Draw::fractions, matrix_of(two_shards, columns)), {inputs, shard, 2});
    Memory<float> gradients = to_shards_of_lanes(drawn(random, Draw::fractions, matrix_of(two_shards, rows)), 2);
    check_plans("dense_backward_weights", parameters,
                space_of(schedules::plan_dense_backward_weights(machine(), inputs, units), machine(), inputs, units),
                [&](const Kernel &kernel) {
                    Memory<float> d_weights({inputs, units});
                    Memory<float> d_bias({units});
                    kernel(sources, gradients, batch, d_weights, d_bias);
                    return bits_of(d_weights, d_bias);
                });

    const int padded = schedules::padded_units(units);
    Memory<float> packed({padded, inputs + 1});
    check_plans("dense_pack_rows", parameters,
                space_of(schedules::plan_elementwise(machine(), padded), machine(), padded), [&](const Kernel &kernel) {
                    kernel(weights, bias, packed);
                    return bits_of(packed);
                });
    Memory<float> source_rows(src);
    check_plans("dense_rows", with(parameters, {{"activation", "tanh"}}),
                space_of(schedules::plan_dense_rows(machine(), inputs, units), machine(), inputs, units),
                [&](const Kernel &kernel) {
                    Memory<float> dst({units, shard});
                    kernel(source_rows, packed, dst);
                    return bits_of(dst);
                });
}
