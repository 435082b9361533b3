/// What a network says of images: probabilities, logits and the best classes are one answer in three forms, the same
/// bits for every size of instance.
#include "tests/library/instance.h"
#include "tests/library/models.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <cmath>
#include <lenet5.h>
#include <limits>
#include <numeric>

using namespace halenet::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

struct Labelled {
    int label;
    float probability;
    bool operator==(const Labelled &) const = default;
};

std::vector<float> logits_of(Instance &instance, const Images &images) {
    std::vector<float> logits(static_cast<std::size_t>(images.count * instance.api().model->classes));
    check(instance.api().logits(instance.get(), images.pixels.data(), images.count, logits.data()));
    return logits;
}

/// In an array of exactly the size that is needed.
std::vector<Labelled> answers_of(Instance &instance, const Images &images, int top, float reject_below = 0.0f) {
    std::vector<halenet_answer> answers(static_cast<std::size_t>(images.count * top));
    check(
        instance.api().classify(instance.get(), images.pixels.data(), images.count, top, reject_below, answers.data()));
    std::vector<Labelled> result;
    for (const halenet_answer &answer : answers)
        result.push_back({answer.label, answer.probability});
    return result;
}

/// The best classes of each image by sorting its probabilities.
std::vector<Labelled> sorted_answers(const std::vector<float> &probabilities, int classes, int top) {
    std::vector<Labelled> answers;
    for (auto row = probabilities.begin(); row != probabilities.end(); row += classes) {
        std::vector<int> labels(static_cast<std::size_t>(classes));
        std::iota(labels.begin(), labels.end(), 0);
        std::sort(labels.begin(), labels.end(),
                  [&](int a, int b) { return row[a] > row[b] || (row[a] == row[b] && a < b); });
        for (int k = 0; k < top; ++k)
            answers.push_back({labels[static_cast<std::size_t>(k)], row[labels[static_cast<std::size_t>(k)]]});
    }
    return answers;
}

/// Largest difference of the softmax of logits, in double, from probabilities.
double distance_from_softmax(const std::vector<float> &logits, const std::vector<float> &probabilities, int classes) {
    double distance = 0;
    for (std::size_t first = 0; first < logits.size(); first += static_cast<std::size_t>(classes)) {
        const auto row = logits.begin() + static_cast<std::ptrdiff_t>(first);
        const auto largest = static_cast<double>(*std::max_element(row, row + classes));
        const auto power = [&](int c) { return std::exp(static_cast<double>(row[c]) - largest); };
        double sum = 0;
        for (int c = 0; c < classes; ++c)
            sum += power(c);
        for (int c = 0; c < classes; ++c) {
            const auto found = static_cast<double>(probabilities[first + static_cast<std::size_t>(c)]);
            distance = std::max(distance, std::abs(power(c) / sum - found));
        }
    }
    return distance;
}

void check_refused(const halenet_status &status, halenet_code code, const std::string &part) {
    CHECK(status.code == code);
    CHECK_THAT(std::string(status.sentence), ContainsSubstring(part));
}

} // namespace

TEST_CASE("probabilities, logits and best classes are one answer", "[library][classify]") {
    const Model &model = GENERATE(from_range(all_models()));
    const int classes = model.api->model->classes;
    const int count = GENERATE(1, 2, 5, 16, 17, 33);
    CAPTURE(model.api->model->name, count);
    Instance instance(*model.api, 16, Instance::Use::classify);
    instance.initialize(3);
    const Images images = random_images(*model.api->model, count, 5);
    const auto probabilities = instance.predict(images.pixels, count);
    constexpr double rounding = 8 * static_cast<double>(std::numeric_limits<float>::epsilon()); // of exp, sum, division
    CHECK(distance_from_softmax(logits_of(instance, images), probabilities, classes) < rounding);
    for (const int top : {1, 2, classes}) {
        CAPTURE(top);
        CHECK(answers_of(instance, images, top) == sorted_answers(probabilities, classes, top));
    }
}

TEST_CASE("an instance for one image, for many and for training give the same bits", "[library][classify][bits]") {
    const Model &model = GENERATE(from_range(all_models()));
    const halenet_model_info &info = *model.api->model;
    CAPTURE(info.name);
    const Images images = random_images(info, 20, 8);
    Instance many(*model.api, 20);
    many.initialize(6);
    const auto probabilities = many.predict(images.pixels, images.count);
    const auto logits = logits_of(many, images);
    const auto answers = answers_of(many, images, 2);
    for (const auto use : {Instance::Use::classify, Instance::Use::train}) {
        Instance one(*model.api, 1, use);
        one.load(many.parameters());
        CHECK(same_bits(one.predict(images.pixels, images.count), probabilities));
        CHECK(same_bits(logits_of(one, images), logits));
        CHECK(answers_of(one, images, 2) == answers);
        for (std::size_t layer = 0; layer < info.layer_count; ++layer) {
            if (info.layers[layer].visible) {
                CAPTURE(info.layers[layer].name);
                const int index = static_cast<int>(layer);
                CHECK(same_bits(one.layer_output(images.pixels.data(), index),
                                many.layer_output(images.pixels.data(), index)));
            }
        }
    }
}

TEST_CASE("of equally probable classes the lower label comes first", "[library][classify]") {
    const Model &model = GENERATE(from_range(all_models()));
    const int classes = model.api->model->classes;
    CAPTURE(model.api->model->name);
    Instance instance(*model.api, 4, Instance::Use::classify);
    instance.load(std::vector<float>(model.api->model->parameters, 0.0f)); // all logits are 0
    const auto answers = answers_of(instance, random_images(*model.api->model, 3, 1), classes);
    for (std::size_t k = 0; k < answers.size(); ++k) {
        CHECK(answers[k].label == static_cast<int>(k) % classes);
        CHECK(std::abs(answers[k].probability - 1.0f / static_cast<float>(classes)) < 1e-6f);
    }
}

TEST_CASE("an image whose best probability is below the bound is rejected, and nothing else changes",
          "[library][classify]") {
    Instance instance(lenet5_api, 16, Instance::Use::classify);
    instance.initialize(3);
    const Images images = random_images(*lenet5_api.model, 20, 5);
    const auto plain = answers_of(instance, images, 3);
    const float bound = plain[21].probability; // exactly that of image 7, which stays
    auto expected = plain;
    int rejected = 0;
    for (std::size_t image = 0; image < 20; ++image) {
        if (plain[3 * image].probability < bound) {
            expected[3 * image].label = -1;
            ++rejected;
        }
    }
    REQUIRE(rejected > 0);
    REQUIRE(rejected < 20);
    CHECK(answers_of(instance, images, 3, bound) == expected);
    const auto all = answers_of(instance, images, 1, 1.0f);
    CHECK(std::all_of(all.begin(), all.end(), [](const Labelled &answer) { return answer.label == -1; }));
}

TEST_CASE("a diverged network rejects all and still gives each class once", "[library][classify]") {
    Instance instance(lenet5_api, 16);
    instance.initialize(1);
    const Images images = random_images(*lenet5_api.model, 16, 1);
    for (int step = 0; step < 4; ++step)
        instance.train(images.batch(), adam(3e38f));
    const auto answers = answers_of(instance, images, 10);
    REQUIRE(std::isnan(answers.front().probability));
    for (std::size_t image = 0; image < 16; ++image) {
        CHECK(answers[10 * image].label == -1);
        for (std::size_t k = 1; k < 10; ++k)
            CHECK(answers[10 * image + k].label == static_cast<int>(k));
    }
}

TEST_CASE("an instance for one image says when the training has left it behind", "[library][classify]") {
    Instance trainer(lenet5_api, 16);
    trainer.initialize(4);
    const Images images = random_images(*lenet5_api.model, 16, 1);
    Region workspace(lenet5_classify_workspace_bytes(1));
    halenet_memory memory = trainer.get()->memory;
    memory.state = nullptr;
    memory.workspace = workspace.data();
    memory.workspace_bytes = workspace.size();
    const halenet_options options{1, nullptr, nullptr, nullptr};
    halenet_instance one;
    check(lenet5_create(&one, &memory, &options));
    std::vector<float> probabilities(10);
    const auto predict = [&] { return lenet5_predict(&one, images.pixels.data(), 1, probabilities.data()); };
    check(predict());
    trainer.train(images.batch(), adam(1e-2f));
    check_refused(predict(), HALENET_WRONG_ORDER, "a prediction by the instance that trains");
    const auto expected = trainer.predict(images.pixels, 1);
    check(predict());
    CHECK(same_bits(probabilities, expected));
}

TEST_CASE("mistakes in a classification are refused and nothing is written", "[core][classify]") {
    Instance instance(lenet5_api, 16, Instance::Use::classify);
    const Images images = random_images(*lenet5_api.model, 1, 1);
    std::vector<halenet_answer> answers(10, {-7, -7.0f});
    const auto classify = [&](int count, int top, float reject_below) {
        return lenet5_classify(instance.get(), images.pixels.data(), count, top, reject_below, answers.data());
    };
    check_refused(classify(1, 1, 0.0f), HALENET_WRONG_ORDER, "holds no weights");
    instance.initialize(1);
    check_refused(classify(0, 1, 0.0f), HALENET_INVALID_ARGUMENT, "holds 0 images");
    check_refused(classify(-5, 1, 0.0f), HALENET_INVALID_ARGUMENT, "holds -5 images");
    check_refused(classify(1, 0, 0.0f), HALENET_INVALID_ARGUMENT,
                  "0 answers an image were asked for; there can be 1 to 10");
    check_refused(classify(1, 11, 0.0f), HALENET_INVALID_ARGUMENT, "11 answers an image");
    for (const float bound : {-0.001f, 1.001f, std::numeric_limits<float>::quiet_NaN()})
        check_refused(classify(1, 1, bound), HALENET_INVALID_ARGUMENT, "must be a number from 0 to 1");
    CHECK(std::all_of(answers.begin(), answers.end(), [](const halenet_answer &answer) { return answer.label == -7; }));
    check_refused(lenet5_classify(instance.get(), images.pixels.data(), 1, 1, 0.0f, nullptr), HALENET_INVALID_ARGUMENT,
                  "the answers is null");
    check_refused(lenet5_logits(instance.get(), images.pixels.data(), 1, nullptr), HALENET_INVALID_ARGUMENT,
                  "the logits is null");
    check_refused(lenet5_predict(instance.get(), nullptr, 1, nullptr), HALENET_INVALID_ARGUMENT, "null");
}
