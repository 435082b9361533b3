/// Plans are plain data from target and shape: their properties hold for every shape, without running a kernel.
#include "schedules/convolution.h"
#include "schedules/dense.h"
#include "schedules/pool.h"
#include "tests/schedules/shapes.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace halenet::schedules;

TEST_CASE("a tile divides its extent or reaches the limit", "[plan]") {
    for (int extent = 1; extent <= 200; ++extent) {
        for (int limit = 1; limit <= 24; ++limit) {
            const int tile = tile_of(extent, limit);
            CAPTURE(extent, limit, tile);
            CHECK(tile >= 1);
            CHECK(tile <= std::min(extent, limit));
            CHECK((extent % tile == 0 || tile == std::min(extent, limit)));
        }
    }
}

TEST_CASE("the largest divisor divides and no larger one within the limit does", "[plan]") {
    for (int extent = 1; extent <= 60; ++extent) {
        for (int limit = 1; limit <= 30; ++limit) {
            const int divisor = largest_divisor(extent, limit);
            CAPTURE(extent, limit, divisor);
            REQUIRE((divisor >= 1 && divisor <= limit && extent % divisor == 0));
            for (int larger = divisor + 1; larger <= limit; ++larger) {
                CHECK(extent % larger != 0);
            }
        }
    }
}

TEST_CASE("a vector fits its extent and is a power of two", "[plan]") {
    for (int extent = 1; extent <= 40; ++extent) {
        const int vector = vector_of(extent, 8);
        CAPTURE(extent, vector);
        CHECK(vector <= extent);
        CHECK(8 % vector == 0);
        CHECK((2 * vector > extent || vector == 8));
    }
}

TEST_CASE("dense blocks fit the registers", "[plan]") {
    const Machine machine = *GENERATE(values(machines));
    for (int units = 1; units <= 300; ++units) {
        const auto lanes = plan_dense_lanes(machine, units, 400);
        CAPTURE(units, machine.vector_registers, machine.vector_floats);
        CHECK(lanes.outputs <= units);
        CHECK(lanes.outputs * (16 / lanes.vector) <= machine.accumulators());
        for (int inputs : {1, 7, 84, 400}) {
            const auto weights = plan_dense_backward_weights(machine, inputs, units);
            CHECK(weights.vectors * weights.vector <= inputs);
            CHECK(weights.units <= units);
            CHECK(weights.units * weights.vectors <= machine.accumulators());
        }
    }
}

TEST_CASE("convolution blocks fit the registers and the packed layouts", "[plan]") {
    const Machine machine = *GENERATE(values(machines));
    for_each_shape([&](const ConvolutionShape &shape) {
        CAPTURE(shape.channels, shape.filters, shape.kernel, shape.stride, shape.pool, shape.same,
                machine.vector_registers);
        const auto forward = plan_conv2d_forward(machine, shape);
        CHECK(shape.packed_filters() % (forward.vectors * forward.vector) == 0);
        CHECK(forward.columns <= shape.pool * shape.pooled_width());
        CHECK(forward.vectors * forward.columns * forward.rows <= machine.accumulators());
        CHECK(shape.pool % forward.rows == 0);
        CHECK(forward.store <= shape.filters);

        const auto image = plan_image_conv2d_forward(machine, shape);
        CHECK(image.filters <= shape.filters);
        CHECK(image.filters * shape.pool * shape.pool <= machine.accumulators());
        CHECK(image.store <= shape.pooled_width());

        const auto weights = plan_conv2d_backward_weights(machine, shape);
        CHECK(weights.vectors * weights.filters <= machine.accumulators());
        CHECK((weights.copies || shape.patch_row() % weights.vector == 0));
        CHECK(weights.filters <= shape.filters);
        CHECK((!weights.lists || weights.filters == 1));
        CHECK(weights.windows <= shape.pooled_elements());
        CHECK(weights.window_filters <= shape.filters);

        const auto image_weights = plan_image_conv2d_backward_weights(machine, shape);
        CHECK(shape.filter_row() % image_weights.columns == 0);
        CHECK(shape.kernel % image_weights.rows == 0);
        CHECK(image_weights.columns * image_weights.rows < machine.vector_registers);
        CHECK(image_weights.windows <= shape.pooled_width());

        const auto data = plan_conv2d_backward_data(machine, shape);
        CHECK(shape.reach() % data.rows == 0);
        CHECK(data.vectors * data.vector <= shape.patch_row());
        CHECK(shape.patch_row() % data.vector == 0);
        CHECK(data.vectors * data.rows <= machine.accumulators());
    });
}

TEST_CASE("the border of a strided convolution ends where its last position ends", "[shape]") {
    for_each_shape([&](const ConvolutionShape &shape) {
        CAPTURE(shape.kernel, shape.stride, shape.same);
        const int needed = (shape.convolved_width() - 1) * shape.stride + shape.kernel;
        if (shape.same) {
            CHECK(shape.convolved_width() == (shape.width + shape.stride - 1) / shape.stride);
            CHECK(shape.width + shape.border_columns() == std::max(needed, shape.width));
            CHECK((shape.border_columns() - shape.left() == shape.left() ||
                   shape.border_columns() - shape.left() == shape.left() + 1));
        } else {
            CHECK(shape.border_columns() == 0);
            CHECK((needed <= shape.width && needed + shape.stride > shape.width));
        }
    });
}

TEST_CASE("a pool's vectors fit what they run along", "[plan]") {
    const Machine machine = *GENERATE(values(machines));
    for (int channels = 1; channels <= 40; ++channels) {
        for (int size : {1, 2, 3, 15}) {
            for (int stride : {1, 2, 3, 15}) {
                const PoolShape shape{channels, 19, 17, size, stride};
                CAPTURE(channels, size, stride, machine.vector_floats);
                CHECK((shape.pooled_width() - 1) * stride + size <= shape.width);
                CHECK(shape.pooled_width() * stride + size > shape.width);
                const auto forward = plan_pool2d(machine, forward_loops(shape));
                CHECK(forward.vector <= (forward.along_channels ? channels : shape.pooled_width()));
                CHECK(forward.vector <= machine.vector_floats);
                const auto backward = plan_pool2d(machine, backward_data_loops(shape));
                CHECK(backward.vector <= (backward.along_channels ? channels : shape.width));
                CHECK(backward.unroll == (size <= 3 * stride));
            }
        }
    }
}

namespace {

/// The shipped plan, as the manifest tells it.
template <typename Plan, typename... Shape>
std::string shipped(const Plan &plan, const Machine &machine, const Shape &...shape) {
    const Space space = space_of(plan, machine, shape...);
    return to_text(space, space.shipped);
}

const ConvolutionShape c1{1, 28, 28, 6, 5, 1, true, 2}, c3{6, 14, 14, 16, 5, 1, false, 2};

} // namespace

TEST_CASE("LeNet-5's plans on AVX2 are those that were measured", "[plan]") {
    CHECK(shipped(plan_image_conv2d_forward(avx2, c1), avx2, c1) ==
          "vector 8, filters 2, unroll 5, store 8, interleave 1, filters_inside 0, whole_image 0, phases 1");
    CHECK(shipped(plan_conv2d_forward(avx2, c3), avx2, c3) ==
          "vector 8, vectors 2, columns 5, rows 1, unroll 3, store 8, filters_inside 0, whole_image 0");
    CHECK(shipped(plan_conv2d_backward_weights(avx2, c3), avx2, c3) ==
          "copies 1, lists 1, vector 8, vectors 10, filters 1, unroll 1, windows 8, window_filters 8, "
          "filters_inside 0");
    CHECK(shipped(plan_conv2d_backward_data(avx2, c3), avx2, c3) ==
          "vector 8, vectors 4, rows 3, windows 8, places 8, rows_inside 0");
    CHECK(shipped(plan_dense_lanes(avx2, 120, 400), avx2, 120, 400) == "vector 8, outputs 6, unroll 1");
}

TEST_CASE("LeNet-5's plans on Zen 5 are those that were measured", "[plan]") {
    CHECK(shipped(plan_image_conv2d_forward(wide_avx512, c1), wide_avx512, c1) ==
          "vector 16, filters 6, unroll 5, store 14, interleave 1, filters_inside 0, whole_image 0, phases 1");
    CHECK(shipped(plan_conv2d_forward(wide_avx512, c3), wide_avx512, c3) ==
          "vector 16, vectors 1, columns 10, rows 2, unroll 3, store 16, filters_inside 0, whole_image 0");
    CHECK(shipped(plan_image_conv2d_backward_weights(wide_avx512, c1), wide_avx512, c1) ==
          "copies 1, vector 16, columns 5, rows 5, unroll 1, windows 8, weights_inside 0");
    CHECK(shipped(plan_conv2d_backward_weights(wide_avx512, c3), wide_avx512, c3) ==
          "copies 1, lists 1, vector 16, vectors 10, filters 1, unroll 1, windows 16, window_filters 16, "
          "filters_inside 0");
    CHECK(shipped(plan_conv2d_backward_data(wide_avx512, c3), wide_avx512, c3) ==
          "vector 16, vectors 2, rows 6, windows 16, places 16, rows_inside 0");
    CHECK(shipped(plan_dense_lanes(wide_avx512, 120, 400), wide_avx512, 120, 400) == "vector 16, outputs 24, unroll 1");
}
