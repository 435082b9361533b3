/// The gradient kernels against Halide's own differentiation of a plain forward definition, at small sizes.
///
/// All numbers are whole or half, so every sum is exact in float and the two must be equal; a bias of k + 1/2 keeps
/// each convolution off the kink of ReLU, while ties within a window abound: the select chain gives the first all of
/// the gradient.
#include "tests/kernels/comparison.h"
#include "tests/kernels/convolution_memory.h"
#include "tests/kernels/lanes.h"

#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

using namespace halenet;
using namespace halenet::kernels;
using Halide::Expr;
using Halide::Func;
using Halide::RDom;
using Halide::Var;
using reference::Random;

namespace {

/// A Halide image over a tensor's numbers.
Halide::Buffer<float> image(Memory<float> &memory) {
    return Halide::Buffer<float>(memory.buffer());
}

Expr relu(const Expr &x) {
    return Halide::select(x < 0.0f, 0.0f, x);
}

/// An adjoint, computed stage by stage: inlined, an unscheduled gradient would be recomputed for each of its uses.
template <std::size_t Rank>
xt::xtensor<double, Rank> realized(Func adjoint, const std::array<std::size_t, Rank> &shape) {
    for (auto &[name, function] : Halide::Internal::find_transitive_calls(adjoint.function())) {
        Func(function).compute_root();
    }
    Halide::Buffer<float> buffer = adjoint.realize(std::vector<int>(shape.rbegin(), shape.rend()));
    auto result = xt::xtensor<double, Rank>::from_shape(shape);
    std::copy(buffer.begin(), buffer.end(), result.begin());
    return result;
}

template <std::size_t Rank>
void check_equal(const xt::xtensor<double, Rank> &expected, const Memory<float> &found) {
    check_sums(Draw::integers, 0, expected, expected, found);
}

const std::vector<FusedConvolution> shapes = {
    {.channels = 1,
     .width = 9,
     .height = 8,
     .filters = 3,
     .kernel = 3,
     .same = true,
     .pool = 2,
     .activation = Activation::relu},
    {.channels = 3, .width = 7, .height = 9, .filters = 5, .kernel = 2, .pool = 3, .activation = Activation::relu},
    {.channels = 2,
     .width = 6,
     .height = 5,
     .filters = 8,
     .kernel = 2,
     .same = true,
     .pool = 1,
     .activation = Activation::relu},
    {.channels = 3, .width = 8, .height = 7, .filters = 2, .kernel = 5, .pool = 2},
    {.channels = 2,
     .width = 11,
     .height = 12,
     .filters = 3,
     .kernel = 3,
     .stride = 2,
     .same = true,
     .pool = 2,
     .activation = Activation::relu},
    {.channels = 1, .width = 10, .height = 9, .filters = 3, .kernel = 4, .stride = 3},
};

} // namespace

TEST_CASE("autodiff: the convolution's gradients", "[kernels][autodiff]") {
    const FusedConvolution s = GENERATE(from_range(shapes));
    INFO(name_of(s));
    constexpr std::size_t images = 2;
    Random random(71);
    const auto src = drawn(random, Draw::integers, s.src_shape(images));
    const auto weights = drawn(random, Draw::integers, s.weights_shape());
    auto bias = drawn(random, Draw::integers, std::array{s.filters});
    for (double &value : bias) {
        value += 0.5;
    }
    const auto d_dst = drawn(random, Draw::integers, s.dst_shape(images));
    Memory<float> src_memory(src);
    Memory<float> weights_memory(weights);
    Memory<float> bias_memory(bias);
    Memory<float> d_dst_memory(d_dst);

    // The plain definition: bordered source, convolution, ReLU, a select chain over the window.
    Var c("c"), x("x"), y("y"), n("n"), f("f");
    const Halide::Buffer<float> source = image(src_memory);
    const Halide::Buffer<float> filters = image(weights_memory);
    const Halide::Buffer<float> biases = image(bias_memory);
    const Func bordered = Halide::BoundaryConditions::constant_exterior(source, 0.0f);
    const int stride = extent(s.stride);
    const int left = extent(s.convolution().before(s.width));
    const int above = extent(s.convolution().before(s.height));
    RDom r(0, extent(s.channels), 0, extent(s.kernel), 0, extent(s.kernel));
    Func convolved("convolved"), pooled("pooled");
    convolved(f, x, y, n) = biases(f);
    convolved(f, x, y, n) +=
        bordered(r.x, stride * x + r.y - left, stride * y + r.z - above, n) * filters(r.x, r.y, r.z, f);
    const int pool = extent(s.pool);
    Expr greatest;
    for (int place = 0; place < pool * pool; ++place) {
        const Expr before_relu = convolved(f, pool * x + place % pool, pool * y + place / pool, n);
        const Expr value = s.activation == Activation::relu ? relu(before_relu) : before_relu;
        greatest = place == 0 ? value : Halide::select(value > greatest, value, greatest);
    }
    pooled(f, x, y, n) = greatest;
    const Halide::Derivative derivative = Halide::propagate_adjoints(pooled, image(d_dst_memory));

    const auto argmax = activate_and_pool(s, reference::convolve(s.convolution(), src, weights, bias)).argmax;
    Memory<float> rows(src, source_rows(s, images));
    Memory<float> gradient = pooled_gradient(s, d_dst, argmax);
    Memory<std::uint8_t> places(argmax, pooled_rows(s, images));
    Memory<float> d_weights(filter_extents(s));
    Memory<float> d_bias({extent(s.filters)});
    Kernel("conv2d_backward_weights", parameters_of(s))(rows, gradient, places, d_weights, d_bias);
    check_equal(realized(derivative(filters), s.weights_shape()), d_weights);
    check_equal(realized(derivative(biases), std::array{s.filters}), d_bias);

    Memory<float> d_src(source_rows(s, images));
    Memory<float> packed = packed_backward(s, weights);
    auto shifted = flat(packed);
    Kernel("conv2d_backward_data", parameters_of(s))(gradient, places, shifted, d_src);
    check_equal(realized(derivative(source), s.src_shape(images)), d_src);
}

TEST_CASE("autodiff: the gradients of pooling layers", "[kernels][autodiff]") {
    const reference::Pool s = GENERATE(reference::Pool{.channels = 5, .width = 9, .height = 8, .size = 2, .stride = 2},
                                       reference::Pool{.channels = 3, .width = 8, .height = 7, .size = 2, .stride = 1},
                                       reference::Pool{.channels = 9, .width = 8, .height = 9, .size = 2, .stride = 3});
    INFO(s.channels << " channels, windows " << s.size << ", stride " << s.stride);
    constexpr std::size_t images = 2;
    Random random(74);
    const auto src = drawn(random, Draw::integers, s.src_shape(images)); // with many ties
    const auto d_dst = drawn(random, Draw::integers, s.dst_shape(images));
    Memory<float> src_memory(src);
    Memory<float> d_dst_memory(d_dst);

    // The plain definitions: a select chain and a mean over the window.
    Var c("c"), x("x"), y("y"), n("n");
    const Halide::Buffer<float> source = image(src_memory);
    const int size = extent(s.size);
    const int stride = extent(s.stride);
    Func greatest("greatest"), mean("mean");
    Expr chain, sum = 0.0f;
    for (int place = 0; place < size * size; ++place) {
        const Expr value = source(c, stride * x + place % size, stride * y + place / size, n);
        chain = place == 0 ? value : Halide::select(value > chain, value, chain);
        sum += value;
    }
    greatest(c, x, y, n) = chain;
    mean(c, x, y, n) = sum / static_cast<float>(size * size);

    const auto pooled = reference::max_pool(s, src);
    Memory<float> gradient(d_dst, {extent(d_dst.size() / images), images});
    Memory<std::uint8_t> places(pooled.argmax, {extent(d_dst.size() / images), images});
    Memory<float> d_src(src); // for its extents
    const Parameters parameters = {{"channels", std::to_string(s.channels)},
                                   {"width", std::to_string(s.width)},
                                   {"height", std::to_string(s.height)},
                                   {"size", std::to_string(s.size)},
                                   {"stride", std::to_string(s.stride)}};
    Kernel("max_pool2d_backward_data", parameters)(gradient, places, d_src);
    check_equal(realized(Halide::propagate_adjoints(greatest, image(d_dst_memory))(source), s.src_shape(images)),
                d_src);
    Kernel("average_pool2d_backward_data", parameters)(gradient, d_src);
    check_equal(realized(Halide::propagate_adjoints(mean, image(d_dst_memory))(source), s.src_shape(images)), d_src);
}

TEST_CASE("autodiff: the dense layer's gradients", "[kernels][autodiff]") {
    constexpr std::size_t inputs = 11;
    constexpr std::size_t units = 7;
    const Parameters parameters = {{"inputs", std::to_string(inputs)}, {"units", std::to_string(units)}};
    Random random(72);
    auto pre = drawn(random, Draw::integers, std::array<std::size_t, 2>{shard, inputs});
    for (double &value : pre) {
        value += 0.5; // off the kink
    }
    const auto src = reference::activate(pre, Activation::relu);
    const auto weights = drawn(random, Draw::integers, std::array{units, inputs});
    const auto d_dst = drawn(random, Draw::integers, std::array<std::size_t, 2>{shard, units});
    Memory<float> pre_memory(pre);
    Memory<float> weights_memory(weights);
    Memory<float> bias_memory(drawn(random, Draw::integers, std::array{units}));
    Memory<float> d_dst_memory(d_dst);

    // The plain definition, in rows: the ReLU of the layer before, then the layer.
    Var i("i"), n("n"), u("u");
    const Halide::Buffer<float> before = image(pre_memory);
    const Halide::Buffer<float> matrix = image(weights_memory);
    const Halide::Buffer<float> biases = image(bias_memory);
    RDom r(0, extent(inputs));
    Func activation("activation"), dst("dst");
    activation(i, n) = relu(before(i, n));
    dst(u, n) = biases(u);
    dst(u, n) += activation(r, n) * matrix(r, u);
    const Halide::Derivative derivative = Halide::propagate_adjoints(dst, image(d_dst_memory));

    Memory<float> rows(src, {extent(inputs), shard, 1});
    Memory<float> gradient = to_shards_of_lanes(d_dst, 1);
    Memory<float> d_weights({extent(inputs), extent(units)});
    Memory<float> d_bias({extent(units)});
    Kernel("dense_backward_weights", parameters)(rows, gradient, shard, d_weights, d_bias);
    check_equal(realized(derivative(matrix), std::array{units, inputs}), d_weights);
    check_equal(realized(derivative(biases), std::array{units}), d_bias);

    Memory<float> lanes = to_lanes(src);
    Memory<float> gradient_lanes = to_lanes(d_dst);
    Memory<float> d_src({shard, extent(inputs)});
    Kernel("dense_backward_data", with(parameters, {{"src_activation", "relu"}}))(gradient_lanes, weights_memory, lanes,
                                                                                  d_src);
    check_equal(transposed(realized(derivative(before), std::array<std::size_t, 2>{shard, inputs})), d_src);
}

TEST_CASE("autodiff: the gradient of softmax cross-entropy", "[kernels][autodiff]") {
    constexpr std::size_t classes = 7;
    const float smoothing = GENERATE(0.0F, 0.1F);
    Random random(73);
    const auto logits = drawn(random, Draw::fractions, std::array<std::size_t, 2>{shard, classes});
    const auto labels = reference::filled<std::uint8_t>(std::array<std::size_t, 1>{shard},
                                                        [&] { return random.below(extent(classes)); });
    Memory<float> logits_memory(logits);
    Memory<std::uint8_t> labels_memory(labels);

    // The plain definition, for small logits: log of the sum of exponentials minus the expected logit.
    Var u("u"), n("n");
    const Halide::Buffer<float> values = image(logits_memory);
    const Halide::Buffer<std::uint8_t> classes_of_images(labels_memory.buffer());
    RDom r(0, extent(classes)), images(0, shard);
    Func total("total"), expected_logit("expected_logit"), loss("loss");
    total(n) = 0.0f;
    total(n) += Halide::exp(values(r, n));
    const Expr target = Halide::select(r == Halide::cast<int>(classes_of_images(n)), 1.0f - smoothing, 0.0f) +
                        smoothing / static_cast<float>(classes);
    expected_logit(n) = 0.0f;
    expected_logit(n) += target * values(r, n);
    loss() = 0.0f;
    loss() += (Halide::log(total(images)) - expected_logit(images)) / static_cast<float>(shard);
    const auto expected =
        realized(Halide::propagate_adjoints(loss)(values), std::array<std::size_t, 2>{shard, classes});

    Memory<float> lanes = to_lanes(logits);
    Memory<float> d_logits({shard, extent(classes)});
    Memory<float> losses({shard});
    Memory<std::uint8_t> correct({shard});
    Kernel("softmax_cross_entropy", {{"classes", std::to_string(classes)}})(lanes, labels_memory, shard, shard,
                                                                            smoothing, d_logits, losses, correct);
    for (std::size_t k = 0; k < shard; ++k) {
        for (std::size_t c = 0; c < classes; ++c) {
            INFO("image " << k << ", class " << c);
            CHECK(std::abs(expected(k, c) - d_logits[c * shard + k]) <=
                  2 * tolerance::probability_difference(classes, 2.0, 1.0, 1.0) / shard);
        }
    }
}
