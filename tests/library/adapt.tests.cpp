/// Fine-tuning of the last layers on a few images: what it learns, that it never leaves a network worse, what it
/// touches.
#include "tests/library/guarded_region.h"
#include "tests/library/instance.h"
#include "tests/library/models.h"
#include "tests/library/training_data.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <cstring>
#include <lenet5.h>
#include <lenet5_checked.h>
#include <limits>
#include <mlp.h>
#include <numeric>
#include <random>

using namespace halenet::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

/// Images of a pattern for each class, with noise on it, so that there is something to learn.
Images patterns(const halenet_model_info &model, int count, std::uint64_t seed) {
    const Images ideal = random_images(model, model.classes, 77);
    const std::size_t elements = ideal.pixels.size() / static_cast<std::size_t>(model.classes);
    std::mt19937_64 random(seed);
    Images images;
    images.count = count;
    for (int k = 0; k < count; ++k) {
        const auto label = static_cast<std::size_t>(k % model.classes);
        images.labels.push_back(static_cast<std::uint8_t>(label));
        for (std::size_t e = 0; e < elements; ++e) {
            const int pixel = ideal.pixels[label * elements + e] + static_cast<int>(random() % 41) - 20;
            images.pixels.push_back(static_cast<std::uint8_t>(std::clamp(pixel, 0, 255)));
        }
    }
    return images;
}

/// The same images, each with the label of the next class.
Images mislabelled(const halenet_model_info &model, Images images) {
    for (std::uint8_t &label : images.labels) {
        label = static_cast<std::uint8_t>((label + 1) % model.classes);
    }
    return images;
}

halenet_adapted adapt(halenet_instance *instance, const halenet_api &api, const halenet_adaptation &adaptation) {
    GuardedRegion memory(api.model->adapt_bytes);
    halenet_adapted adapted{};
    check(api.adapt(instance, &adaptation, memory.data(), memory.size(), &adapted));
    CHECK(memory.untouched_before());
    return adapted;
}

std::vector<std::byte> bytes_of(const void *memory, std::size_t bytes) {
    std::vector<std::byte> copy(bytes);
    std::memcpy(copy.data(), memory, bytes);
    return copy;
}

std::vector<std::byte> weights_of(const halenet_instance &instance) {
    return bytes_of(instance.memory.weights, instance.memory.weights_bytes);
}

/// Floats before the parameters of the last two dense layers.
std::size_t kept_back(const halenet_model_info &model) {
    return model.tensors[model.tensor_count - 4].offset;
}

bool same_metrics(const halenet_metrics &a, const halenet_metrics &b) {
    return a.loss == b.loss && a.correct == b.correct && a.images == b.images;
}

} // namespace

TEST_CASE("adapting learns from the examples, in the last two dense layers alone", "[library][adapt]") {
    const halenet_api &api = *GENERATE(from_range(all_models())).api;
    CAPTURE(api.model->name);
    Instance instance(api, GENERATE(1, 40), GENERATE(Instance::Use::classify, Instance::Use::train));
    instance.initialize(5);
    const auto before = instance.parameters();
    const Images examples = patterns(*api.model, 50, 1), held_out = patterns(*api.model, 30, 2);
    const halenet_adapted adapted = adapt(instance.get(), api, {examples.batch(), held_out.batch(), 200, 3e-3f});
    CHECK(adapted.kept);
    CHECK(adapted.before.images == 30);
    CHECK(adapted.after.images == 30);
    CHECK(adapted.after.loss < adapted.before.loss);
    CHECK(adapted.after.correct > adapted.before.correct);

    const auto after = instance.parameters();
    const auto first = static_cast<std::ptrdiff_t>(kept_back(*api.model));
    CHECK(std::equal(before.begin(), before.begin() + first, after.begin()));
    for (std::size_t t = api.model->tensor_count - 4; t < api.model->tensor_count; ++t) {
        const halenet_tensor_info &tensor = api.model->tensors[t];
        CAPTURE(tensor.name);
        const auto begin = static_cast<std::ptrdiff_t>(tensor.offset),
                   count = static_cast<std::ptrdiff_t>(tensor.count);
        CHECK_FALSE(std::equal(before.begin() + begin, before.begin() + begin + count, after.begin() + begin));
    }

    // The kernels' own copies are up to date, those for few images too.
    Instance fresh(api, 40);
    fresh.load(after);
    CHECK(same_bits(instance.predict(held_out.pixels, 30), fresh.predict(held_out.pixels, 30)));
    CHECK(same_bits(instance.predict(held_out.pixels, 1), fresh.predict(held_out.pixels, 1)));
    CHECK(same_metrics(adapted.after, fresh.evaluate(held_out.batch())));
}

TEST_CASE("a network that became worse is put back, bit for bit", "[library][adapt]") {
    const halenet_api &api = *GENERATE(from_range(all_models())).api;
    CAPTURE(api.model->name);
    Instance instance(api, 1, Instance::Use::classify);
    instance.initialize(5);
    const Images examples = patterns(*api.model, 50, 1), held_out = patterns(*api.model, 30, 2);
    REQUIRE(adapt(instance.get(), api, {examples.batch(), held_out.batch(), 200, 3e-3f}).kept);
    const auto before = weights_of(*instance.get());
    const Images wrong = mislabelled(*api.model, examples);
    SECTION("by wrong labels") {
        const halenet_adapted adapted = adapt(instance.get(), api, {wrong.batch(), held_out.batch(), 200, 3e-3f});
        CHECK_FALSE(adapted.kept);
        CHECK(adapted.after.correct < adapted.before.correct);
    }
    SECTION("by steps that leave numbers behind") {
        CHECK_FALSE(adapt(instance.get(), api, {examples.batch(), held_out.batch(), 20, 3e38f}).kept);
    }
    CHECK(weights_of(*instance.get()) == before);
}

TEST_CASE("the first step of adapting is that of training", "[library][adapt][bits]") {
    const halenet_api &api = *GENERATE(from_range(all_models())).api;
    CAPTURE(api.model->name);
    Instance trained(api, 16), adapted(api, 16);
    trained.initialize(2);
    adapted.initialize(2);
    const Images images = patterns(*api.model, GENERATE(16, 11), 1);
    trained.train(images.batch(), adam(1e-4f));
    REQUIRE(adapt(adapted.get(), api, {images.batch(), images.batch(), 1, 1e-4f}).kept);
    const auto expected = trained.parameters(), found = adapted.parameters();
    const auto first = static_cast<std::ptrdiff_t>(kept_back(*api.model));
    CHECK(same_bits({found.begin() + first, found.end()}, {expected.begin() + first, expected.end()}));
}

// Of a model with two dense layers and nothing else all is adapted, so that training is an independent computation.
TEST_CASE("steps of adapting are steps of training through the examples, over and over", "[library][adapt][bits]") {
    Instance trained(mlp_api, 16), adapted(mlp_api, 16);
    trained.initialize(2);
    adapted.initialize(2);
    const Images images = patterns(*mlp_api.model, 40, 1);
    std::vector<std::uint32_t> backwards(40);
    std::iota(backwards.rbegin(), backwards.rend(), 0U);
    for (const auto &[first, count] : {std::pair{0, 16}, {16, 16}, {32, 8}, {0, 16}, {16, 16}, {32, 8}, {0, 16}}) {
        halenet_batch part = images.batch(backwards.data() + first);
        part.count = count;
        trained.train(part, adam(1e-3f));
    }
    REQUIRE(adapt(adapted.get(), mlp_api, {images.batch(backwards.data()), images.batch(), 7, 1e-3f}).kept);
    CHECK(same_bits(adapted.parameters(), trained.parameters()));
}

TEST_CASE("kernels that check see no wrong access of adapting", "[library][adapt][bits]") {
    Instance checked(lenet5_checked_api, 16), plain(lenet5_api, 16);
    const Images images = patterns(*lenet5_api.model, 20, 1);
    const halenet_adaptation adaptation{images.batch(), images.batch(), 5, 1e-3f};
    for (Instance *instance : {&checked, &plain}) {
        instance->initialize(1);
        REQUIRE(adapt(instance->get(), instance->api(), adaptation).kept);
    }
    CHECK(same_bits(checked.parameters(), plain.parameters()));
}

TEST_CASE("adapting leaves the optimizer's state and the caller's threads alone", "[library][adapt]") {
    const auto refuse_threads = [](void *, int32_t, halenet_task, void *) { FAIL("a task left the calling thread"); };
    Instance instance(lenet5_api, 40, Instance::Use::train, {refuse_threads, nullptr});
    instance.initialize(2);
    const Images images = patterns(*lenet5_api.model, 16, 1), held_out = patterns(*lenet5_api.model, 40, 2);
    const auto &memory = instance.get()->memory;
    const auto before = bytes_of(memory.state, memory.state_bytes);
    REQUIRE(adapt(instance.get(), lenet5_api, {images.batch(), held_out.batch(), 3, 1e-3f}).kept);
    CHECK(bytes_of(memory.state, memory.state_bytes) == before);
}

TEST_CASE("LeNet-5 learns inverted digits from a few of them", "[library][adapt]") {
    const halenet::Dataset &data = training_data();
    Instance instance(lenet5_api, 64);
    instance.initialize(1);
    const std::size_t pixels = std::size_t{28} * 28;
    for (int step = 0; step < 300; ++step) {
        const auto first = static_cast<std::size_t>(step) * 64;
        instance.train({data.images.data() + first * pixels, data.labels.data() + first, nullptr, 64}, adam(2e-3f));
    }
    const auto inverted = [&](std::size_t first, int count) {
        Images images;
        images.count = count;
        for (std::size_t k = first; k < first + static_cast<std::size_t>(count); ++k) {
            images.labels.push_back(data.labels[k]);
            for (std::size_t p = k * pixels; p < (k + 1) * pixels; ++p) {
                images.pixels.push_back(static_cast<std::uint8_t>(255 - data.images.data()[p]));
            }
        }
        return images;
    };
    const Images examples = inverted(40'000, 200), held_out = inverted(50'000, 500);
    const halenet_adapted adapted = adapt(instance.get(), lenet5_api, {examples.batch(), held_out.batch(), 300, 2e-3f});
    CHECK(adapted.kept);
    CHECK(adapted.after.correct > adapted.before.correct + 100);
}

TEST_CASE("an adaptation that makes no sense is refused and changes nothing", "[library][adapt]") {
    Instance instance(lenet5_api, 1, Instance::Use::classify);
    const Images images = patterns(*lenet5_api.model, 12, 1);
    halenet_adaptation adaptation{images.batch(), images.batch(), 10, 1e-3f};
    Region memory(lenet5_api.model->adapt_bytes + HALENET_ALIGNMENT);
    void *start = memory.data();
    std::size_t bytes = lenet5_api.model->adapt_bytes;
    halenet_adapted adapted{};
    const auto check_refused = [&](halenet_code code, const std::string &part) {
        const halenet_status status = lenet5_adapt(instance.get(), &adaptation, start, bytes, &adapted);
        CHECK(status.code == code);
        CHECK_THAT(std::string(status.sentence), ContainsSubstring(part));
    };
    check_refused(HALENET_WRONG_ORDER, "holds no weights");
    instance.initialize(1);
    const auto before = weights_of(*instance.get());
    SECTION("small memory") {
        --bytes;
        check_refused(HALENET_REGION_TOO_SMALL, "has " + std::to_string(bytes) + " bytes; the model needs " +
                                                    std::to_string(lenet5_api.model->adapt_bytes));
    }
    SECTION("misaligned memory") {
        start = memory.data() + 4;
        check_refused(HALENET_INVALID_ARGUMENT, "aligned to 64 bytes");
    }
    SECTION("no memory") {
        start = nullptr;
        check_refused(HALENET_INVALID_ARGUMENT, "null");
    }
    SECTION("no examples") {
        adaptation.examples.count = 0;
        check_refused(HALENET_INVALID_ARGUMENT, "no examples");
    }
    SECTION("no held-out images") {
        adaptation.held_out.count = -3;
        check_refused(HALENET_INVALID_ARGUMENT, "no held-out images");
    }
    SECTION("no labels") {
        adaptation.held_out.labels = nullptr;
        check_refused(HALENET_INVALID_ARGUMENT, "held-out images need pixels and labels");
    }
    SECTION("a label that is no class") {
        Images wrong = images;
        wrong.labels[11] = 10;
        adaptation.examples = wrong.batch();
        check_refused(HALENET_BAD_LABEL, "a label is 10; the model's classes are 0 to 9");
    }
    SECTION("no steps") {
        adaptation.steps = 0;
        check_refused(HALENET_INVALID_ARGUMENT, "the steps are 0; they must be 1 to 100000");
    }
    SECTION("steps without end") {
        adaptation.steps = std::numeric_limits<int32_t>::max();
        check_refused(HALENET_INVALID_ARGUMENT, "must be 1 to 100000");
    }
    SECTION("a learning rate that is no number") {
        adaptation.learning_rate = std::numeric_limits<float>::quiet_NaN();
        check_refused(HALENET_INVALID_ARGUMENT, "learning rate");
    }
    SECTION("a negative learning rate") {
        adaptation.learning_rate = -1e-3f;
        check_refused(HALENET_INVALID_ARGUMENT, "learning rate");
    }
    SECTION("nothing at all") {
        const halenet_status status = lenet5_adapt(nullptr, nullptr, nullptr, 0, nullptr);
        CHECK(status.code == HALENET_INVALID_ARGUMENT);
    }
    CHECK(weights_of(*instance.get()) == before);
}

TEST_CASE("a diverged network is not adapted", "[library][adapt]") {
    Instance instance(lenet5_api, 16);
    instance.initialize(1);
    const Images images = patterns(*lenet5_api.model, 16, 1);
    for (int step = 0; step < 4; ++step) {
        instance.train(images.batch(), adam(3e38f));
    }
    GuardedRegion memory(lenet5_api.model->adapt_bytes);
    const halenet_adaptation adaptation{images.batch(), images.batch(), 1, 1e-3f};
    halenet_adapted adapted{};
    CHECK(lenet5_adapt(instance.get(), &adaptation, memory.data(), memory.size(), &adapted).code == HALENET_NOT_FINITE);
}
