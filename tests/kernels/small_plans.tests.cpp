/// The kernels that touch each element a few times give the same bits by any plan.
#include "schedules/augment.h"
#include "schedules/elementwise.h"
#include "schedules/loss.h"
#include "schedules/pool.h"
#include "tests/kernels/lanes.h"
#include "tests/kernels/plan_case.h"

#include <catch2/generators/catch_generators.hpp>

using namespace halenet;
using namespace halenet::kernels;
using reference::Random;
using schedules::space_of;

TEST_CASE("softmax and the loss by any plan", "[kernels][plan]") {
    const int classes = GENERATE(2, 10, 17);
    INFO(classes << " classes");
    const Parameters parameters{{"classes", std::to_string(classes)}};
    const auto space = space_of(schedules::plan_loss(machine(), classes), machine(), classes);
    Random random(96);
    Memory<float> logits =
        to_lanes(reference::uniform<double>(random, matrix_of(shard, static_cast<std::size_t>(classes)), 16.0));
    Memory<std::uint8_t> labels(
        reference::filled<std::uint8_t>(std::array<std::size_t, 1>{shard}, [&] { return random.below(classes); }));
    check_plans("softmax", parameters, space, [&](const Kernel &kernel) {
        Memory<float> probabilities({classes, shard});
        kernel(logits, probabilities);
        return bits_of(probabilities);
    });
    check_plans("softmax_cross_entropy", parameters, space, [&](const Kernel &kernel) {
        Memory<float> d_logits({shard, classes}), loss({shard});
        Memory<std::uint8_t> correct({shard});
        kernel(logits, labels, shard, shard, 0.1F, d_logits, loss, correct);
        return bits_of(d_logits, loss, correct);
    });
}

TEST_CASE("the optimizers and the sum over shards by any plan", "[kernels][plan]") {
    const int count = GENERATE(1, 7, 156, 517);
    INFO(count << " parameters");
    const auto size = static_cast<std::size_t>(count);
    const auto space = space_of(schedules::plan_elementwise(machine(), 0), machine(), 0);
    Random random(97);
    const auto weights = reference::uniform<float>(random, std::array{size});
    const auto first = reference::uniform<float>(random, std::array{size});
    const auto second = magnitudes(reference::uniform<float>(random, std::array{size}));
    Memory<float> gradient(reference::uniform<float>(random, std::array{size}));
    Memory<float> rates(xt::xtensor<float, 1>{0.9F, 0.1F, 0.999F, 0.001F, 3e-3F, 1.5F, 0.9999F});
    Memory<float> shards(reference::uniform<float>(random, matrix_of(3, size)));
    check_plans("adam", {}, space, [&](const Kernel &kernel) {
        Memory<float> updated(weights), moment1(first), moment2(second);
        kernel(updated, gradient, moment1, moment2, rates, 1e-7F, updated, moment1, moment2); // in place
        return bits_of(updated, moment1, moment2);
    });
    check_plans("sgd", {}, space, [&](const Kernel &kernel) {
        Memory<float> updated(weights), velocity(first);
        kernel(updated, gradient, velocity, 0.01F, 0.9F, 1e-4F, updated, velocity); // in place
        return bits_of(updated, velocity);
    });
    check_plans("sum_shards", {}, space, [&](const Kernel &kernel) {
        Memory<float> sum({count});
        kernel(shards, sum);
        return bits_of(sum);
    });
}

TEST_CASE("changes of an activation's form by any plan", "[kernels][plan]") {
    const int elements = GENERATE(1, 10, 33, 84);
    INFO(elements << " elements");
    const Parameters parameters{{"elements", std::to_string(elements)}};
    Random random(98);
    const auto drawn_rows = drawn(random, Draw::fractions, matrix_of(shard, static_cast<std::size_t>(elements)));
    Memory<float> rows(drawn_rows), lanes = to_lanes(drawn_rows);
    check_plans("rows_to_lanes", parameters,
                space_of(schedules::plan_to_lanes(machine(), elements), machine(), elements),
                [&](const Kernel &kernel) {
                    Memory<float> dst({shard, elements});
                    kernel(rows, shard, dst);
                    return bits_of(dst);
                });
    check_plans("lanes_to_rows", parameters,
                space_of(schedules::plan_to_rows(machine(), elements), machine(), elements), [&](const Kernel &kernel) {
                    Memory<float> dst({elements, 5});
                    kernel(lanes, dst);
                    return bits_of(dst);
                });
    const auto space = space_of(schedules::plan_elementwise(machine(), elements), machine(), elements);
    check_plans("activation_backward", with(parameters, {{"activation", "tanh"}}), space, [&](const Kernel &kernel) {
        Memory<float> d(drawn_rows);
        kernel(d, rows, d); // in place
        return bits_of(d);
    });
    check_plans("dropout", with(parameters, {{"rate", "0.5"}}), space, [&](const Kernel &kernel) {
        Memory<float> dst(drawn_rows);
        kernel(dst, 0, 1U, 2U, dst); // in place
        return bits_of(dst);
    });
}

TEST_CASE("pooling by any plan", "[kernels][plan]") {
    const schedules::PoolShape s = GENERATE(schedules::PoolShape{6, 14, 13, 2, 2}, schedules::PoolShape{17, 8, 8, 4, 3},
                                            schedules::PoolShape{1, 28, 28, 3, 1});
    INFO(s.width << "x" << s.height << "x" << s.channels << ", windows of " << s.size << ", stride " << s.stride);
    const Parameters parameters{{"channels", std::to_string(s.channels)},
                                {"width", std::to_string(s.width)},
                                {"height", std::to_string(s.height)},
                                {"size", std::to_string(s.size)},
                                {"stride", std::to_string(s.stride)}};
    const auto forward = forward_loops(s), backward = backward_data_loops(s);
    const auto forward_space = space_of(schedules::plan_pool2d(machine(), forward), machine(), forward);
    const auto backward_space = space_of(schedules::plan_pool2d(machine(), backward), machine(), backward);
    constexpr int images = 2;
    const std::vector<int> pooled{s.channels, s.pooled_width(), s.pooled_height(), images};
    const auto rows = [](int elements) { return matrix_of(images, static_cast<std::size_t>(elements)); };
    Random random(99);
    Memory<float> source(drawn(random, Draw::integers, rows(s.source_elements()))); // ties abound
    Memory<float> gradient(drawn(random, Draw::fractions, rows(s.pooled_elements())));
    Memory<std::uint8_t> places(
        reference::filled<std::uint8_t>(rows(s.pooled_elements()), [&] { return random.below(s.places()); }));
    check_plans("max_pool2d_forward", parameters, forward_space, [&](const Kernel &kernel) {
        Memory<float> dst(pooled);
        Memory<std::uint8_t> argmax(pooled);
        kernel(source, dst, argmax);
        return bits_of(dst, argmax);
    });
    check_plans("average_pool2d_forward", parameters, forward_space, [&](const Kernel &kernel) {
        Memory<float> dst(pooled);
        kernel(source, dst);
        return bits_of(dst);
    });
    check_plans("max_pool2d_backward_data", parameters, backward_space, [&](const Kernel &kernel) {
        Memory<float> d_src({s.channels, s.width, s.height, images});
        kernel(gradient, places, d_src);
        return bits_of(d_src);
    });
    check_plans("average_pool2d_backward_data", parameters, backward_space, [&](const Kernel &kernel) {
        Memory<float> d_src({s.channels, s.width, s.height, images});
        kernel(gradient, d_src);
        return bits_of(d_src);
    });
}

TEST_CASE("augment by any plan", "[kernels][plan]") {
    const int width = GENERATE(28, 9);
    constexpr int channels = 3, height = 11;
    INFO(width << " columns");
    const int row = channels * width;
    const auto elements = static_cast<std::size_t>(row * height);
    Random random(100);
    Memory<std::uint8_t> source(
        reference::filled<std::uint8_t>(matrix_of(2, elements), [&] { return random.below(256); }));
    check_plans(
        "augment",
        {{"channels", std::to_string(channels)}, {"width", std::to_string(width)}, {"height", std::to_string(height)}},
        space_of(schedules::plan_augment(machine(), row), machine(), row), [&](const Kernel &kernel) {
            Memory<std::uint8_t> dst({row * height, 2});
            kernel(source, 2.0F, 10.0F, 0, 1U, 2U, dst);
            return bits_of(dst);
        });
}
