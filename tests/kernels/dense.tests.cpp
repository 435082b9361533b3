/// Dense layers on lanes against the naive oracle in double.
#include "runtime/reference/dense.h"
#include "schedules/dense.h"
#include "tests/kernels/comparison.h"
#include "tests/kernels/lanes.h"

#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <cmath>
#include <xtensor/xview.hpp>

using namespace halenet;
using namespace halenet::kernels;
using reference::Random;

namespace {

struct Layer {
    std::size_t inputs;
    std::size_t units;
    Activation activation; ///< of the layer in forward, of its source in backward
};

/// LeNet-5's three, and odd ones: 1, extents that no vector or register block divides, one more than a block.
const std::vector<Layer> layers = {{400, 120, Activation::relu},   {120, 84, Activation::relu},
                                   {84, 10, Activation::identity}, {1, 1, Activation::identity},
                                   {7, 5, Activation::relu},       {3, 17, Activation::tanh},
                                   {33, 7, Activation::tanh},      {65, 47, Activation::relu},
                                   {17, 1, Activation::relu},      {1, 16, Activation::tanh}};

std::string name_of(const Layer &layer) {
    return fmt::format("{} inputs, {} units, {}", layer.inputs, layer.units, description::to_string(layer.activation));
}

Parameters parameters_of(const Layer &layer) {
    return {{"inputs", std::to_string(layer.inputs)}, {"units", std::to_string(layer.units)}};
}

std::array<std::size_t, 2> rows_of(std::size_t images, std::size_t elements) {
    return {images, elements};
}

} // namespace

TEST_CASE("dense_forward is the oracle's", "[kernels][dense]") {
    const Layer layer = GENERATE(from_range(layers));
    const Draw draw = GENERATE(Draw::integers, Draw::fractions);
    INFO(name_of(layer) << (draw == Draw::integers ? ", whole numbers" : ", fractions"));
    Random random(31);
    const auto src = drawn(random, draw, rows_of(shard, layer.inputs));
    const auto weights = drawn(random, draw, rows_of(layer.units, layer.inputs));
    const auto bias = drawn(random, draw, std::array{layer.units});
    Memory<float> source = to_lanes(src);
    Memory<float> weights_memory(weights);
    Memory<float> bias_memory(bias);
    Memory<float> dst({shard, extent(layer.units)});
    Kernel("dense_forward", with(parameters_of(layer), parameter_of(layer.activation)))(source, weights_memory,
                                                                                        bias_memory, dst);
    check_activated(draw, layer.inputs + 1, layer.activation, transposed(reference::dense_forward(src, weights, bias)),
                    transposed(reference::dense_forward(magnitudes(src), magnitudes(weights), magnitudes(bias))), dst);
}

TEST_CASE("dense_rows has dense_forward's bits, whatever the number of images and in both forms", "[kernels][dense]") {
    const Layer layer = GENERATE(from_range(layers));
    INFO(name_of(layer));
    Random random(36);
    const auto src = drawn(random, Draw::fractions, rows_of(shard, layer.inputs));
    Memory<float> weights(drawn(random, Draw::fractions, rows_of(layer.units, layer.inputs)));
    Memory<float> bias(drawn(random, Draw::fractions, std::array{layer.units}));
    Memory<float> lanes = to_lanes(src);
    Memory<float> expected({shard, extent(layer.units)});
    Kernel("dense_forward", with(parameters_of(layer), parameter_of(layer.activation)))(lanes, weights, bias, expected);

    Memory<float> packed({schedules::padded_units(extent(layer.units)), extent(layer.inputs) + 1});
    Kernel("dense_pack_rows", parameters_of(layer))(weights, bias, packed);
    const Kernel to_rows("dense_rows", with(parameters_of(layer), parameter_of(layer.activation)));
    const Kernel to_lanes("dense_rows",
                          with(with(parameters_of(layer), parameter_of(layer.activation)), {{"to_lanes", "true"}}));
    for (const std::size_t images : shard_sizes) {
        Memory<float> source(xt::xtensor<double, 2>(xt::view(src, xt::range(0, images), xt::all())));
        Memory<float> rows({extent(layer.units), extent(images)});
        to_rows(source, packed, rows);
        Memory<float> side_by_side({shard, extent(layer.units)});
        auto transposed = side_by_side.buffer();
        transposed.transpose(0, 1);
        transposed.crop(1, 0, extent(images));
        to_lanes(source, packed, transposed);
        REQUIRE(side_by_side.guards_intact());
        for (std::size_t n = 0; n < images; ++n) {
            for (std::size_t u = 0; u < layer.units; ++u) {
                INFO("image " << n << " of " << images << ", unit " << u);
                REQUIRE(rows[n * layer.units + u] == expected[u * shard + n]);
                REQUIRE(side_by_side[u * shard + n] == expected[u * shard + n]);
            }
        }
    }
}

TEST_CASE("dense_forward: a weight that is no number makes its unit none in every image", "[kernels][dense]") {
    const Layer layer{
        .inputs = 17, .units = 7, .activation = GENERATE(Activation::identity, Activation::relu, Activation::tanh)};
    Random random(35);
    auto weights = drawn(random, Draw::fractions, rows_of(layer.units, layer.inputs));
    weights(3, 11) = std::numeric_limits<double>::quiet_NaN();
    Memory<float> source = to_lanes(drawn(random, Draw::fractions, rows_of(shard, layer.inputs)));
    Memory<float> weights_memory(weights);
    Memory<float> bias(drawn(random, Draw::fractions, std::array{layer.units}));
    Memory<float> dst({shard, extent(layer.units)});
    Kernel("dense_forward", with(parameters_of(layer), parameter_of(layer.activation)))(source, weights_memory, bias,
                                                                                        dst);
    for (std::size_t u = 0; u < layer.units; ++u) {
        for (std::size_t n = 0; n < shard; ++n) {
            INFO(name_of(layer) << ", unit " << u << ", image " << n);
            CHECK(std::isnan(dst[u * shard + n]) == (u == 3));
        }
    }
}

TEST_CASE("dense_backward_data is the oracle's, through the activation of the source", "[kernels][dense]") {
    const Layer layer = GENERATE(from_range(layers));
    const Draw draw = GENERATE(Draw::integers, Draw::fractions);
    INFO(name_of(layer) << (draw == Draw::integers ? ", whole numbers" : ", fractions"));
    Random random(32);
    const auto d_dst = drawn(random, draw, rows_of(shard, layer.units));
    const auto weights = drawn(random, draw, rows_of(layer.units, layer.inputs));
    auto src = drawn(random, draw, rows_of(shard, layer.inputs));
    src = reference::activate(src, layer.activation);
    for (double &value : src) {
        value = static_cast<float>(value);
    }
    Memory<float> gradient = to_lanes(d_dst);
    Memory<float> weights_memory(weights);
    Memory<float> source = to_lanes(src);
    Memory<float> d_src({shard, extent(layer.inputs)});
    Kernel("dense_backward_data",
           with(parameters_of(layer), {{"src_activation", std::string(description::to_string(layer.activation))}}))(
        gradient, weights_memory, source, d_src);
    // The factor of tanh, 1 - src^2, is one more product with two roundings of numbers up to 1.
    const bool tanh = layer.activation == Activation::tanh;
    check_sums(tanh ? Draw::fractions : draw, layer.units + (tanh ? 4 : 0),
               transposed(reference::activation_backward(reference::dense_backward_data(d_dst, weights), src,
                                                         layer.activation)),
               transposed(reference::dense_backward_data(magnitudes(d_dst), magnitudes(weights))), d_src);
}

TEST_CASE("dense_backward_weights sums the whole batch and nothing past it", "[kernels][dense]") {
    const Layer layer = GENERATE(from_range(layers));
    INFO(name_of(layer));
    const Kernel backward("dense_backward_weights", parameters_of(layer));
    for (const Draw draw : {Draw::integers, Draw::fractions}) {
        Random random(33);
        for (const std::size_t batch : {1U, 15U, 16U, 17U, 33U}) {
            INFO("batch of " << batch << (draw == Draw::integers ? ", whole numbers" : ", fractions"));
            const std::size_t shards = (batch + shard - 1) / shard;
            const auto src = drawn(random, draw, rows_of(batch, layer.inputs));
            const auto d_dst = drawn(random, draw, rows_of(batch, layer.units));
            // Rows past the batch hold what an earlier, larger batch left there: here poison.
            Memory<float> source(src, {extent(layer.inputs), shard, extent(shards)});
            Memory<float> gradient = to_shards_of_lanes(d_dst, shards);
            Memory<float> d_weights({extent(layer.inputs), extent(layer.units)});
            Memory<float> d_bias({extent(layer.units)});
            backward(source, gradient, extent(batch), d_weights, d_bias);
            const auto expected = reference::dense_backward_weights(src, d_dst);
            const auto magnitude = reference::dense_backward_weights(magnitudes(src), magnitudes(d_dst));
            check_sums(draw, batch, expected.weights, magnitude.weights, d_weights);
            check_sums(draw, batch, expected.bias, magnitude.bias, d_bias);
        }
    }
}

TEST_CASE("dense_backward_weights of a run of units has the bits of the whole", "[kernels][dense]") {
    const Layer layer{.inputs = 33, .units = 47, .activation = Activation::identity};
    const Kernel backward("dense_backward_weights", parameters_of(layer));
    Random random(34);
    constexpr std::size_t batch = 17;
    Memory<float> source(drawn(random, Draw::fractions, rows_of(batch, layer.inputs)),
                         {extent(layer.inputs), shard, 2});
    Memory<float> gradient = to_shards_of_lanes(drawn(random, Draw::fractions, rows_of(batch, layer.units)), 2);
    Memory<float> d_weights({extent(layer.inputs), extent(layer.units)});
    Memory<float> d_bias({extent(layer.units)});
    backward(source, gradient, extent(batch), d_weights, d_bias);
    for (const auto &[first, units] : std::vector<std::pair<int, int>>{{0, 24}, {24, 23}, {13, 25}}) {
        INFO(units << " units from " << first);
        const auto offset = static_cast<std::size_t>(first);
        Memory<float> run({extent(layer.inputs), units});
        Memory<float> run_bias({units});
        auto run_gradient = gradient.buffer();
        run_gradient.crop(1, first, units);
        run_gradient.set_min(0, 0, 0);
        backward(source, run_gradient, extent(batch), run, run_bias);
        CHECK(std::equal(run.data(), run.data() + run.size(), d_weights.data() + offset * layer.inputs));
        CHECK(std::equal(run_bias.data(), run_bias.data() + run_bias.size(), d_bias.data() + offset));
    }
}
