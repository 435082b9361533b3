/// Softmax and cross-entropy against the naive oracle in double.
#include "runtime/reference/loss.h"
#include "tests/kernels/comparison.h"
#include "tests/kernels/lanes.h"

#include <catch2/generators/catch_generators.hpp>

#include <cmath>

using namespace halenet;
using namespace halenet::kernels;
using reference::Random;

namespace {

Parameters classes_of(std::size_t classes) {
    return {{"classes", std::to_string(classes)}};
}

/// Logits whose size varies from image to image, up to `bound`; exact in float.
xt::xtensor<double, 2> drawn_logits(Random &random, std::size_t classes, double bound) {
    return reference::uniform<double>(random, std::array<std::size_t, 2>{shard, classes}, bound);
}

xt::xtensor<std::uint8_t, 1> drawn_labels(Random &random, std::size_t images, std::size_t classes) {
    return reference::filled<std::uint8_t>(std::array{images}, [&] { return random.below(extent(classes)); });
}

struct LossOutputs {
    Memory<float> d_logits;
    Memory<float> loss;
    Memory<std::uint8_t> correct;
};

LossOutputs run_loss(const Kernel &kernel, const xt::xtensor<double, 2> &logits, Memory<std::uint8_t> labels, int batch,
                     float smoothing) {
    LossOutputs outputs{Memory<float>({shard, extent(logits.shape(1))}), Memory<float>({shard}),
                        Memory<std::uint8_t>({shard})};
    Memory<float> lanes = to_lanes(logits);
    for (std::size_t u = 0; u < logits.shape(1); ++u) { // what stands in unused lanes must not matter
        std::fill(lanes.data() + u * shard + labels.size(), lanes.data() + (u + 1) * shard, poison<float>());
    }
    kernel(lanes, labels, extent(labels.size()), batch, smoothing, outputs.d_logits, outputs.loss, outputs.correct);
    return outputs;
}

double greatest(const xt::xtensor<double, 2> &logits, std::size_t n) {
    double result = logits(n, 0);
    for (std::size_t u = 1; u < logits.shape(1); ++u) {
        result = std::max(result, logits(n, u));
    }
    return result;
}

} // namespace

TEST_CASE("softmax is the oracle's for logits of any size", "[kernels][loss]") {
    const std::size_t classes = GENERATE(2U, 3U, 10U, 17U, 47U);
    const double bound = GENERATE(1.0, 16.0, 8192.0, 0x1p120);
    INFO(classes << " classes, logits up to " << bound);
    const Kernel softmax("softmax", classes_of(classes));
    Random random(51);
    const auto logits = drawn_logits(random, classes, bound);
    const auto expected = reference::softmax(logits);
    for (const std::size_t images : {1U, 2U, 15U, 16U}) {
        INFO(images << " images");
        Memory<float> lanes = to_lanes(logits);
        Memory<float> probabilities({extent(classes), extent(images)});
        softmax(lanes, probabilities);
        for (std::size_t n = 0; n < images; ++n) {
            for (std::size_t u = 0; u < classes; ++u) {
                INFO("image " << n << ", class " << u);
                const double below = greatest(logits, n) - logits(n, u);
                CHECK(std::abs(probabilities[n * classes + u] - expected(n, u)) <=
                      tolerance::probability(classes, below, expected(n, u)));
            }
        }
    }
}

TEST_CASE("softmax_cross_entropy is the oracle's", "[kernels][loss]") {
    const std::size_t classes = GENERATE(2U, 3U, 10U, 17U, 47U);
    INFO(classes << " classes");
    const Kernel kernel("softmax_cross_entropy", classes_of(classes));
    Random random(52);
    for (const double bound : {1.0, 16.0, 8192.0}) {
        for (const float smoothing : {0.0F, 0.1F}) {
            for (const std::size_t images : {1U, 2U, 15U, 16U}) {
                INFO("logits up to " << bound << ", smoothing " << smoothing << ", " << images << " images");
                const auto logits = drawn_logits(random, classes, bound);
                const auto labels = drawn_labels(random, images, classes);
                constexpr int batch = 33; // the shard is a part of it
                const auto found = run_loss(kernel, logits, Memory<std::uint8_t>(labels), batch, smoothing);

                auto used = xt::xtensor<double, 2>::from_shape({images, classes});
                std::copy_n(logits.begin(), used.size(), used.begin());
                const auto expected = reference::softmax_cross_entropy(used, labels, smoothing);
                for (std::size_t n = 0; n < images; ++n) {
                    INFO("image " << n);
                    double magnitude = 0;
                    for (std::size_t u = 0; u < classes; ++u) {
                        const double below = greatest(logits, n) - logits(n, u);
                        const double target = (u == labels(n) ? 1.0 - smoothing : 0.0) +
                                              static_cast<double>(smoothing) / static_cast<double>(classes);
                        magnitude += target * below;
                        const double d_logit = expected.d_logits(n, u) * static_cast<double>(images) / batch;
                        const double probability = d_logit * batch + target;
                        INFO("class " << u);
                        CHECK(std::abs(found.d_logits[u * shard + n] - d_logit) <=
                              tolerance::probability_difference(classes, below, probability, target) / batch);
                    }
                    CHECK(std::abs(found.loss[n] - expected.losses(n)) <= tolerance::loss(classes, magnitude));
                    CHECK(found.correct[n] == expected.correct(n));
                }
                for (std::size_t u = 0; u < classes; ++u) {
                    for (std::size_t n = images; n < shard; ++n) {
                        REQUIRE(found.d_logits[u * shard + n] == 0.0F);
                    }
                }
            }
        }
    }
}

TEST_CASE("softmax_cross_entropy: of equal logits the first class is the answer", "[kernels][loss]") {
    const Kernel kernel("softmax_cross_entropy", classes_of(3));
    xt::xtensor<double, 2> logits(std::array<std::size_t, 2>{shard, 3}, 0.5);
    logits(1, 0) = 0.25; // image 1: classes 1 and 2 are equal
    const auto first = run_loss(kernel, logits, Memory<std::uint8_t>(xt::xtensor<std::uint8_t, 1>{0, 1}), 2, 0.0F);
    CHECK(first.correct[0] == 1);
    CHECK(first.correct[1] == 1);
    const auto second = run_loss(kernel, logits, Memory<std::uint8_t>(xt::xtensor<std::uint8_t, 1>{1, 2}), 2, 0.0F);
    CHECK(second.correct[0] == 0);
    CHECK(second.correct[1] == 0);
}

TEST_CASE("a logit that is no number makes its image's loss none, and touches no other", "[kernels][loss]") {
    const std::size_t place = GENERATE(0U, 4U, 9U);
    const double bad = GENERATE(std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity());
    const float smoothing = GENERATE(0.0F, 0.1F);
    INFO("class " << place << " is " << bad << ", smoothing " << smoothing);
    const Kernel kernel("softmax_cross_entropy", classes_of(10));
    Random random(53);
    auto logits = drawn_logits(random, 10, 4.0);
    logits(1, place) = bad;
    const auto found =
        run_loss(kernel, logits, Memory<std::uint8_t>(drawn_labels(random, shard, 10)), shard, smoothing);
    for (std::size_t n = 0; n < shard; ++n) {
        INFO("image " << n);
        CHECK(std::isfinite(found.loss[n]) == (n != 1));
        for (std::size_t u = 0; u < 10; ++u) {
            CHECK((n == 1 || std::isfinite(found.d_logits[u * shard + n])));
        }
    }
}
