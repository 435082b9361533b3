/// The oracle's own gradients, layer by layer, against central differences in double, away from every kink and tie.
#include "runtime/reference/activation.h"
#include "runtime/reference/convolution.h"
#include "runtime/reference/dense.h"
#include "runtime/reference/dropout.h"
#include "runtime/reference/loss.h"
#include "runtime/reference/pool.h"
#include "tests/reference/finite_differences.h"
#include "tests/reference/random.h"

#include <catch2/generators/catch_generators.hpp>

#include <algorithm>

using namespace halenet;
using namespace halenet::reference;

namespace {

constexpr std::size_t images = 2;

/// Values that no two are closer than `clear_of_kinks`, in random places.
xt::xtensor<double, 4> spread(Random &random, const std::array<std::size_t, 4> &shape) {
    auto values = uniform<double>(random, shape, 0.001);
    double next = -static_cast<double>(values.size()) * clear_of_kinks;
    for (double &value : values) {
        value += next;
        next += 4 * clear_of_kinks;
    }
    for (std::size_t k = values.size(); k-- > 1;) {
        std::swap(values.flat(k), values.flat(static_cast<std::size_t>(random.below(static_cast<int>(k + 1)))));
    }
    return values;
}

} // namespace

TEST_CASE("finite differences: convolution", "[reference]") {
    const auto shape = GENERATE(
        Convolution{.channels = 1, .width = 7, .height = 6, .filters = 2, .kernel = 3, .same = true},
        Convolution{.channels = 3, .width = 5, .height = 7, .filters = 2, .kernel = 2, .same = true},
        Convolution{.channels = 2, .width = 6, .height = 6, .filters = 2, .kernel = 5, .same = false},
        Convolution{.channels = 3, .width = 4, .height = 5, .filters = 1, .kernel = 1, .same = false},
        Convolution{.channels = 2, .width = 8, .height = 7, .filters = 3, .kernel = 3, .stride = 2},
        Convolution{.channels = 1, .width = 9, .height = 8, .filters = 2, .kernel = 4, .stride = 3, .same = true},
        Convolution{.channels = 2, .width = 7, .height = 4, .filters = 2, .kernel = 1, .stride = 2, .same = true});
    CAPTURE(shape.channels, shape.kernel, shape.stride, shape.same);
    Random random(1);
    const auto src = uniform<double>(random, shape.src_shape(images));
    const auto weights = uniform<double>(random, shape.weights_shape());
    const auto bias = uniform<double>(random, std::array{shape.filters});
    const auto d_dst = uniform<double>(random, shape.dst_shape(images));
    const auto gradients = convolution_backward_weights(shape, src, d_dst);
    check_gradient(src, convolution_backward_data(shape, d_dst, weights),
                   [&](const auto &moved) { return weighted_sum(convolve(shape, moved, weights, bias), d_dst); });
    check_gradient(weights, gradients.weights,
                   [&](const auto &moved) { return weighted_sum(convolve(shape, src, moved, bias), d_dst); });
    check_gradient(bias, gradients.bias,
                   [&](const auto &moved) { return weighted_sum(convolve(shape, src, weights, moved), d_dst); });
}

TEST_CASE("finite differences: pooling", "[reference]") {
    const auto shape = GENERATE(Pool{.channels = 1, .width = 6, .height = 4, .size = 2, .stride = 2},
                                Pool{.channels = 3, .width = 7, .height = 8, .size = 3, .stride = 2},
                                Pool{.channels = 2, .width = 5, .height = 6, .size = 3, .stride = 1},
                                Pool{.channels = 2, .width = 8, .height = 7, .size = 2, .stride = 3});
    CAPTURE(shape.channels, shape.size, shape.stride);
    Random random(5);
    const auto src = spread(random, shape.src_shape(images));
    REQUIRE(distance_to_tie(shape, src) > clear_of_kinks);
    const auto d_dst = uniform<double>(random, shape.dst_shape(images));
    check_gradient(src, max_pool_backward(shape, d_dst, max_pool(shape, src).argmax),
                   [&](const auto &moved) { return weighted_sum(max_pool(shape, moved).dst, d_dst); });
    check_gradient(src, average_pool_backward(shape, d_dst),
                   [&](const auto &moved) { return weighted_sum(average_pool(shape, moved), d_dst); });
}

TEST_CASE("finite differences: activations", "[reference]") {
    const auto activation = GENERATE(Activation::identity, Activation::relu, Activation::tanh);
    Random random(6);
    auto src = uniform<double>(random, std::array<std::size_t, 2>{3, 40}, 4.0);
    for (double &value : src) {
        value = std::abs(value) < clear_of_kinks ? 0.5 : value;
    }
    const auto d_dst = uniform<double>(random, src.shape());
    check_gradient(src, activation_backward(d_dst, activate(src, activation), activation),
                   [&](const auto &moved) { return weighted_sum(activate(moved, activation), d_dst); });
}

TEST_CASE("finite differences: dropout", "[reference]") {
    const double rate = GENERATE(0.0, 0.25, 0.9);
    Random random(7);
    const Key key{.low = 12, .high = 34};
    const auto src = uniform<double>(random, std::array<std::size_t, 2>{3, 17});
    const auto d_dst = uniform<double>(random, src.shape());
    check_gradient(src, dropout(d_dst, rate, 1, key),
                   [&](const auto &moved) { return weighted_sum(dropout(moved, rate, 1, key), d_dst); });
}

TEST_CASE("finite differences: dense layers", "[reference]") {
    Random random(2);
    const auto src = uniform<double>(random, std::array<std::size_t, 2>{3, 7});
    const auto weights = uniform<double>(random, std::array<std::size_t, 2>{5, 7});
    const auto bias = uniform<double>(random, std::array<std::size_t, 1>{5});
    const auto d_dst = uniform<double>(random, std::array<std::size_t, 2>{3, 5});
    const auto gradients = dense_backward_weights(src, d_dst);
    check_gradient(src, dense_backward_data(d_dst, weights),
                   [&](const auto &moved) { return weighted_sum(dense_forward(moved, weights, bias), d_dst); });
    check_gradient(weights, gradients.weights,
                   [&](const auto &moved) { return weighted_sum(dense_forward(src, moved, bias), d_dst); });
    check_gradient(bias, gradients.bias,
                   [&](const auto &moved) { return weighted_sum(dense_forward(src, weights, moved), d_dst); });
}

TEST_CASE("finite differences: softmax cross-entropy", "[reference]") {
    const double smoothing = GENERATE(0.0, 0.1, 0.5);
    Random random(3);
    const auto logits = uniform<double>(random, std::array<std::size_t, 2>{5, 4}, 4.0);
    const xt::xtensor<std::uint8_t, 1> labels = {0, 3, 1, 2, 3};
    const auto loss = softmax_cross_entropy(logits, labels, smoothing);
    check_gradient(logits, loss.d_logits,
                   [&](const auto &moved) { return softmax_cross_entropy(moved, labels, smoothing).mean(); });
}
