/// Whole libraries against the naive oracle: three models of different vocabulary, sizes and class counts, linked into
/// one program (so their symbols do not clash), from their descriptions through the driver to the C core.
#include "generator/description/json.h"
#include "runtime/reference/network.h"
#include "tests/library/comparison.h"
#include "tests/library/instance.h"
#include "tests/library/models.h"
#include "tests/reference/tolerance.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <cmath>
#include <xtensor/xadapt.hpp>

using namespace halenet;
using namespace halenet::testing;

TEST_CASE("a library computes what the oracle computes", "[library]") {
    const Model &model = GENERATE(from_range(all_models()));
    const int count = GENERATE(1, 2, 15, 16, 17, 33);
    const float smoothing = count % 2 == 0 ? 0.1f : 0.0f;
    CAPTURE(model.api->model->name, count, smoothing);

    Instance instance(*model.api, count);
    instance.initialize(7);
    const auto before = instance.parameters();
    const Images images = random_images(*model.api->model, count, 100 + static_cast<std::uint64_t>(count));
    const reference::Network oracle(model.description());
    const auto expected = oracle.step<double>(as_double(before), as_tensor(images, *model.api->model),
                                              xt::adapt(images.labels), smoothing);

    const auto probabilities = instance.predict(images.pixels, count);
    const xt::xtensor<double, 1> flat = xt::flatten(expected.probabilities);
    CHECK(relative_distance(probabilities, flat) < tolerance::network_output);

    const auto training = adam(1e-3f, smoothing);
    const halenet_metrics metrics = instance.train(images.batch(), training);
    CHECK(std::abs(metrics.loss / count - expected.loss) < tolerance::network_loss * expected.loss);
    CHECK(metrics.correct == xt::sum(expected.correct)());
    CHECK(metrics.images == count);
    CHECK(relative_distance(instance.gradients(), expected.gradients) < tolerance::network_gradient);

    // Adam divides by the gradient's size, so it is checked on the gradients that the library found.
    const auto after = instance.parameters(), gradients = instance.gradients();
    bool right = true;
    for (std::size_t k = 0; k < after.size(); ++k) {
        const double weight = static_cast<double>(before[k]);
        const double gradient = static_cast<double>(gradients[k]);
        const double step = 1e-3 * gradient / (std::abs(gradient) + 1e-8);
        const double difference = std::abs(static_cast<double>(after[k]) - (weight - step));
        right = right && difference <= tolerance::adam_weight(weight, std::abs(step));
    }
    CHECK(right);
}

TEST_CASE("evaluation agrees with prediction", "[library]") {
    const Model &model = GENERATE(from_range(all_models()));
    const int count = 37;
    CAPTURE(model.api->model->name);
    // The batch of the instance is smaller than the data: the core takes it in parts.
    Instance instance(*model.api, 16, Instance::Use::classify);
    instance.initialize(3);
    const Images images = random_images(*model.api->model, count, 5);
    const auto probabilities = instance.predict(images.pixels, count);
    const auto classes = static_cast<std::size_t>(model.api->model->classes);
    double loss = 0;
    int correct = 0;
    for (std::size_t n = 0; n < static_cast<std::size_t>(count); ++n) {
        const auto row = probabilities.begin() + static_cast<std::ptrdiff_t>(n * classes);
        loss -= std::log(static_cast<double>(*(row + images.labels[n])));
        correct += std::max_element(row, row + static_cast<std::ptrdiff_t>(classes)) - row == images.labels[n] ? 1 : 0;
    }
    const halenet_metrics metrics = instance.evaluate(images.batch());
    CHECK(std::abs(metrics.loss - loss) < tolerance::network_loss * loss);
    CHECK(metrics.correct == correct);
    CHECK(metrics.images == count);
}
