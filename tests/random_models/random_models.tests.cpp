/// Models drawn from the whole vocabulary, from their headers through reader, driver, kernels and core, against the
/// naive oracle. HALENET_RANDOM_MODELS=100-199 in the environment tries other seeds than the usual ones.
#include "runtime/reference/network.h"
#include "runtime/reference/optimizer.h"
#include "tests/library/comparison.h"
#include "tests/library/instance.h"
#include "tests/random_models/generated_model.h"
#include "tests/random_models/random_model.h"
#include "tests/reference/tolerance.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <fmt/format.h>
#include <xtensor/xview.hpp>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>

using namespace halenet;
using namespace halenet::testing;

namespace {

using Images4 = xt::xtensor<std::uint8_t, 4>;

constexpr std::uint64_t training_seed = 77;
constexpr std::uint64_t training_step = 5;

std::pair<int, int> seeds() {
    int first = 0, last = 11;
    if (const char *wanted = std::getenv("HALENET_RANDOM_MODELS"); wanted != nullptr)
        REQUIRE(std::sscanf(wanted, "%d-%d", &first, &last) == 2);
    return {first, last};
}

/// Images on which no value lies so near to a kink that float could see it on the other side than double.
struct Batch {
    Images images;
    reference::Step<double> expected;
};

Batch batch_without_kinks(const halenet_model_info &info, const reference::Network &oracle,
                          const xt::xtensor<double, 1> &parameters, int count) {
    for (std::uint64_t seed = 1; seed < 200; ++seed) {
        Images images = random_images(info, count, seed);
        auto expected = oracle.step<double>(parameters, as_tensor(images, info), xt::adapt(images.labels), 0.1,
                                            reference::key_of(training_seed, training_step));
        if (expected.distance_to_kink > 2e-6)
            return {std::move(images), std::move(expected)};
    }
    throw std::runtime_error("no batch without kinks");
}

halenet_training with_draws(halenet_training training) {
    training.label_smoothing = 0.1f;
    training.seed = training_seed;
    training.step = training_step;
    return training;
}

/// One step from the same weights by library and oracle, on the gradients that the library found.
void check_step(Instance &instance, const Batch &batch, const std::vector<float> &before, halenet_optimizer optimizer) {
    CAPTURE(static_cast<int>(optimizer));
    halenet_training training = with_draws(optimizer == HALENET_ADAM ? adam(1e-3f) : sgd(1e-1f, 0.9f));
    training.weight_decay = 0.1f;
    instance.load(before);
    const halenet_metrics metrics = instance.train(batch.images.batch(), training);
    CHECK(std::abs(metrics.loss / batch.images.count - batch.expected.loss) <
          tolerance::random_model_loss * std::max(1.0, batch.expected.loss));
    CHECK(metrics.correct == xt::sum(batch.expected.correct)());
    CHECK(relative_distance(instance.gradients(), batch.expected.gradients) < tolerance::random_model_gradient);

    xt::xtensor<double, 1> weights = as_double(before);
    const xt::xtensor<double, 1> gradients = as_double(instance.gradients());
    if (optimizer == HALENET_ADAM) {
        reference::AdamState<double> state(weights.size());
        reference::adam_step({.learning_rate = 1e-3, .weight_decay = 0.1}, gradients, state, weights);
    } else {
        xt::xtensor<double, 1> velocity = xt::zeros_like(weights);
        reference::sgd_step({.learning_rate = 1e-1, .momentum = 0.9, .weight_decay = 0.1}, gradients, velocity,
                            weights);
    }
    CHECK(relative_distance(instance.parameters(), weights) < tolerance::random_model_weight);
}

/// An instance for single images, against one for a batch: the same bits.
void check_one(Instance &instance, const Images &images) {
    Instance one(instance.api(), 1, Instance::Use::classify);
    one.load(instance.parameters());
    CHECK(same_bits(one.predict(images.pixels, images.count), instance.predict(images.pixels, images.count)));
}

/// The library finds its kernels in order itself.
void check_selftest(const halenet_api &api) {
    const Region memory(api.model->selftest_bytes);
    halenet_selftest_report report{};
    const halenet_status status = api.selftest(memory.data(), memory.size(), nullptr, &report);
    INFO(status.sentence);
    CHECK(status.code == HALENET_OK);
}

halenet_adapted adapt(Instance &instance, const halenet_adaptation &adaptation) {
    const Region memory(instance.api().model->adapt_bytes);
    halenet_adapted adapted{};
    check(instance.api().adapt(instance.get(), &adaptation, memory.data(), memory.size(), &adapted));
    return adapted;
}

bool drops(const description::ModelDescription &model) {
    return std::any_of(model.layers.begin(), model.layers.end(), [](const description::Layer &layer) {
        return std::holds_alternative<description::Dropout>(layer.operation);
    });
}

/// Of the parameters: those of the last two dense layers, or of the only one.
std::size_t first_adapted(const description::ModelDescription &model, const halenet_model_info &info) {
    const auto dense = std::count_if(model.layers.begin(), model.layers.end(), [](const description::Layer &layer) {
        return std::holds_alternative<description::Dense>(layer.operation);
    });
    return info.tensors[info.tensor_count - (dense > 1 ? 4 : 2)].offset;
}

/// One step of adapting, against one step of training: the same bits in the last two dense layers. Of a model without
/// Dropout, which only training has.
void check_adapt(const description::ModelDescription &model, const halenet_api &api, const Images &images,
                 const std::vector<float> &before) {
    halenet_batch batch = images.batch();
    batch.count = std::min<int>(batch.count, HALENET_SHARD_IMAGES);
    Instance trained(api, batch.count), adapted(api, batch.count);
    trained.load(before);
    adapted.load(before);
    trained.train(batch, adam(1e-4f));
    const bool kept = adapt(adapted, {batch, batch, 1, 1e-4f}).kept;
    const std::vector<float> expected = kept ? trained.parameters() : before, found = adapted.parameters();
    const auto first = static_cast<std::ptrdiff_t>(first_adapted(model, *api.model));
    CHECK(same_bits({found.begin() + first, found.end()}, {expected.begin() + first, expected.end()}));
}

} // namespace

TEST_CASE("random models compute, differentiate and train as the oracle does", "[random]") {
    const auto [first, last] = seeds();
    const int seed = GENERATE_COPY(range(first, last + 1));
    const description::ModelDescription model = random_model(static_cast<std::uint64_t>(seed));
    const std::string header = header_of(model);
    INFO(header);

    const GeneratedModel generated = generate(header, fmt::format("random{}", seed));
    REQUIRE(generated.description == model);
    const halenet_model_info &info = *generated.api().model;
    const reference::Network oracle(model);

    const int count = seed % 3 == 0 ? 1 : seed % 3 == 1 ? 16 : 19;
    Instance instance(generated.api(), count);
    instance.initialize(static_cast<std::uint64_t>(seed));
    const std::vector<float> before = instance.parameters();
    const xt::xtensor<double, 1> parameters = as_double(before);
    const Batch batch = batch_without_kinks(info, oracle, parameters, count);
    const Images4 images = as_tensor(batch.images, info);

    // Forward: the probabilities of all images, and each layer of the first.
    const std::size_t last_layer = model.layers.size() - 1;
    CHECK(relative_distance(instance.predict(batch.images.pixels, count),
                            xt::flatten(oracle.layer_output(parameters, images, last_layer))) <
          tolerance::random_model_output);
    for (std::size_t layer = 0; layer <= last_layer; ++layer) {
        if (!info.layers[layer].visible)
            continue;
        CAPTURE(model.layers[layer].name);
        const xt::xtensor<double, 2> expected = oracle.layer_output(parameters, images, layer);
        CHECK(relative_distance(instance.layer_output(batch.images.pixels.data(), static_cast<int>(layer)),
                                xt::view(expected, 0, xt::all()),
                                tolerance::usual_activation) < tolerance::random_model_output);
    }

    check_step(instance, batch, before, HALENET_ADAM);
    check_step(instance, batch, before, HALENET_SGD);
    check_one(instance, batch.images);
    check_selftest(generated.api());
    if (!drops(model))
        check_adapt(model, generated.api(), batch.images, before);
}

TEST_CASE("adapting passes over Dropout", "[random]") {
    const auto header = [](const char *dropout) {
        return fmt::format(R"(#include "layers.h"
struct Dense3 : halenet::Model {{
    using enum halenet::Activation;
    halenet::Input<halenet::Height<6>, halenet::Width<5>, halenet::Channels<1>> image;
    halenet::Flatten flatten;
    halenet::Dense<halenet::Units<20>, relu> first;
    halenet::Dense<halenet::Units<12>, tanh> second;
    {}halenet::Dense<halenet::Units<4>, softmax> output;
}};
)",
                           dropout);
    };
    const GeneratedModel with = generate(header("halenet::Dropout<0.5> dropped;\n    "), "with_dropout"),
                         without = generate(header(""), "without_dropout");
    Instance dropping(with.api(), 16), plain(without.api(), 16);
    dropping.initialize(1);
    plain.initialize(1);
    const Images images = random_images(*with.api().model, 40, 1);
    const halenet_adaptation adaptation{images.batch(), images.batch(), 20, 1e-3f};
    REQUIRE(adapt(dropping, adaptation).kept);
    REQUIRE(adapt(plain, adaptation).kept);
    CHECK(same_bits(dropping.parameters(), plain.parameters()));
}

TEST_CASE("the largest intermediates lie in the workspace", "[random]") {
    // Many times what a stack frame may hold: the library links although no kernel may allocate.
    const GeneratedModel generated = generate(R"(#include "layers.h"
struct Large : halenet::Model {
    using enum halenet::Activation;
    halenet::Input<halenet::Height<40>, halenet::Width<40>, halenet::Channels<3>> image;
    halenet::Conv2D<halenet::Filters<24>, halenet::Kernel<3>, halenet::Padding::same, tanh> c1;
    halenet::Conv2D<halenet::Filters<32>, halenet::Kernel<3>, halenet::Padding::same, tanh> c2;
    halenet::MaxPool2D<2> s2;
    halenet::Conv2D<halenet::Filters<16>, halenet::Kernel<3>, halenet::Stride<2>, tanh> c3;
    halenet::AveragePool2D<3, halenet::Stride<2>> s4;
    halenet::Flatten flatten;
    halenet::Dense<halenet::Units<10>, softmax> output;
};
)",
                                              "large");
    const halenet_model_info &info = *generated.api().model;
    const reference::Network oracle(generated.description);
    Instance instance(generated.api(), 2);
    instance.initialize(1);
    const std::vector<float> before = instance.parameters();
    const Batch batch = batch_without_kinks(info, oracle, as_double(before), 2);
    check_step(instance, batch, before, HALENET_ADAM);
}
