/// What a caller can get wrong: each mistake is refused with a sentence, and nothing is touched.
#include "tests/library/instance.h"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <cmath>
#include <cstring>
#include <lenet5.h>
#include <limits>

using namespace halenet::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

struct Regions {
    Region weights{LENET5_WEIGHTS_BYTES}, state{LENET5_STATE_BYTES}, workspace{LENET5_TRAIN_WORKSPACE_BYTES(20)};
    halenet_memory memory{weights.data(), weights.size(),   state.data(),
                          state.size(),   workspace.data(), workspace.size()};
    halenet_options options{20, nullptr, nullptr, nullptr};

    halenet_status create() {
        halenet_instance instance;
        return lenet5_create(&instance, &memory, &options);
    }
};

void check_refused(const halenet_status &status, halenet_code code, const std::string &part) {
    CHECK(status.code == code);
    CHECK_THAT(std::string(status.sentence), ContainsSubstring(part));
    CHECK(std::strlen(status.sentence) < HALENET_SENTENCE_BYTES);
}

} // namespace

TEST_CASE("the macros and the functions give the same sizes", "[core]") {
    for (int batch : {1, 15, 16, 17, 128, 65536}) {
        CHECK(lenet5_train_workspace_bytes(batch) == LENET5_TRAIN_WORKSPACE_BYTES(batch));
        CHECK(lenet5_classify_workspace_bytes(batch) == LENET5_CLASSIFY_WORKSPACE_BYTES(batch));
    }
    CHECK(lenet5_train_workspace_bytes(0) == 0);
    CHECK(lenet5_train_workspace_bytes(65537) == 0);
    CHECK(lenet5_api.model->weights_bytes == LENET5_WEIGHTS_BYTES);
    CHECK(lenet5_api.model->state_bytes == LENET5_STATE_BYTES);
    CHECK(lenet5_api.model->parameters == 61706);
}

TEST_CASE("create refuses memory that does not fit", "[core]") {
    Regions regions;
    REQUIRE(regions.create().code == HALENET_OK);
    SECTION("small weights") {
        --regions.memory.weights_bytes;
        check_refused(regions.create(), HALENET_REGION_TOO_SMALL,
                      "weights region has " + std::to_string(LENET5_WEIGHTS_BYTES - 1) + " bytes");
    }
    SECTION("small state") {
        regions.memory.state_bytes = 0;
        check_refused(regions.create(), HALENET_REGION_TOO_SMALL, "state region has 0 bytes");
    }
    SECTION("small workspace") {
        regions.options.batch = 33;
        check_refused(regions.create(), HALENET_REGION_TOO_SMALL, "this batch needs");
    }
    SECTION("misaligned weights") {
        regions.memory.weights = regions.weights.data() + 4;
        check_refused(regions.create(), HALENET_INVALID_ARGUMENT, "aligned to 64 bytes");
    }
    SECTION("no workspace") {
        regions.memory.workspace = nullptr;
        check_refused(regions.create(), HALENET_INVALID_ARGUMENT, "must not be null");
    }
    SECTION("no batch") {
        regions.options.batch = 0;
        check_refused(regions.create(), HALENET_INVALID_ARGUMENT, "the batch is 0 images; it must be 1 to 65536");
    }
    SECTION("a negative batch") {
        regions.options.batch = std::numeric_limits<int32_t>::min();
        check_refused(regions.create(), HALENET_INVALID_ARGUMENT, "the batch is -2147483648 images");
    }
    SECTION("an unknown instruction set") {
        regions.options.isa = "vax";
        check_refused(regions.create(), HALENET_UNSUPPORTED_CPU, "no kernels for vax");
    }
    SECTION("a name longer than a sentence") {
        const std::string name(1000, 'x');
        regions.options.isa = name.c_str();
        check_refused(regions.create(), HALENET_UNSUPPORTED_CPU, "no kernels for xxx");
    }
    SECTION("nothing at all") {
        check_refused(lenet5_create(nullptr, nullptr, nullptr), HALENET_INVALID_ARGUMENT, "null");
    }
}

TEST_CASE("weights that are no weights are refused", "[core]") {
    Instance instance(lenet5_api, 16);
    instance.initialize(1);
    const auto before = instance.parameters();
    auto weights = before;
    check_refused(lenet5_load_weights(instance.get(), weights.data(), 61705), HALENET_INVALID_ARGUMENT,
                  "holds 61705 values; the model has 61706");
    weights[200] = std::numeric_limits<float>::quiet_NaN();
    check_refused(lenet5_load_weights(instance.get(), weights.data(), weights.size()), HALENET_NOT_FINITE,
                  "c3.weights");
    weights[200] = -std::numeric_limits<float>::infinity();
    check_refused(lenet5_load_weights(instance.get(), weights.data(), weights.size()), HALENET_NOT_FINITE,
                  "c3.weights");
    CHECK(same_bits(instance.parameters(), before));
}

TEST_CASE("batches and settings out of range are refused", "[core]") {
    Instance instance(lenet5_api, 16);
    instance.initialize(1);
    const auto before = instance.parameters();
    Images images = random_images(*lenet5_api.model, 17, 1);
    halenet_metrics metrics{-1, -1, -1};
    const auto step = [&](halenet_batch batch, halenet_training training) {
        return lenet5_train_step(instance.get(), &batch, &training, &metrics);
    };
    halenet_batch batch = images.batch();
    check_refused(step(batch, adam(1e-3f)), HALENET_INVALID_ARGUMENT,
                  "has 17 images; the instance was created for at most 16");
    batch.count = 0;
    check_refused(step(batch, adam(1e-3f)), HALENET_INVALID_ARGUMENT, "holds 0 images");
    batch.count = 16;
    const float nan = std::numeric_limits<float>::quiet_NaN();
    check_refused(step(batch, adam(nan)), HALENET_INVALID_ARGUMENT, "learning rate");
    check_refused(step(batch, adam(-1.0f)), HALENET_INVALID_ARGUMENT, "learning rate");
    check_refused(step(batch, adam(1e-3f, 1.0f)), HALENET_INVALID_ARGUMENT, "label smoothing");
    halenet_training training = adam(1e-3f);
    training.beta2 = 1.0;
    check_refused(step(batch, training), HALENET_INVALID_ARGUMENT, "betas");
    training = adam(1e-3f);
    training.epsilon = 0.0f;
    check_refused(step(batch, training), HALENET_INVALID_ARGUMENT, "epsilon");
    training = sgd(1e-3f, 1.0f);
    check_refused(step(batch, training), HALENET_INVALID_ARGUMENT, "momentum");
    training = sgd(1.0f, 0.0f, 1.0f);
    check_refused(step(batch, training), HALENET_INVALID_ARGUMENT, "weight decay");
    training = sgd(1e-3f, 0.0f, nan);
    check_refused(step(batch, training), HALENET_INVALID_ARGUMENT, "weight decay");
    training = sgd(1e-3f);
    training.augment_pixels = 17.0f;
    check_refused(step(batch, training), HALENET_INVALID_ARGUMENT, "0 to 16 pixels");
    training = sgd(1e-3f);
    training.augment_degrees = -1.0f;
    check_refused(step(batch, training), HALENET_INVALID_ARGUMENT, "0 to 45 degrees");
    training = sgd(1e-3f);
    const int unknown = 2; // what C could pass and C++ could not
    std::memcpy(&training.optimizer, &unknown, sizeof unknown);
    check_refused(step(batch, training), HALENET_INVALID_ARGUMENT, "HALENET_ADAM or HALENET_SGD");
    images.labels[3] = 10;
    check_refused(step(batch, adam(1e-3f)), HALENET_BAD_LABEL, "a label is 10; the model's classes are 0 to 9");
    check_refused(lenet5_evaluate(instance.get(), &batch, &metrics), HALENET_BAD_LABEL, "a label is 10");
    CHECK(same_bits(instance.parameters(), before));
    CHECK(metrics.images == -1);
}

TEST_CASE("only the output of a layer that exists in memory is given", "[core]") {
    Instance instance(lenet5_api, 16, Instance::Use::classify);
    instance.initialize(1);
    const Images images = random_images(*lenet5_api.model, 1, 1);
    std::vector<float> values(std::size_t{28} * 28 * 6, -1.0f);
    const auto output = [&](int layer) {
        return lenet5_layer_output(instance.get(), images.pixels.data(), layer, values.data());
    };
    check_refused(output(-1), HALENET_INVALID_ARGUMENT, "the layer is -1; it must be 0 to 8");
    check_refused(output(9), HALENET_INVALID_ARGUMENT, "the layer is 9; it must be 0 to 8");
    check_refused(output(1), HALENET_INVALID_ARGUMENT, "the output of layer c1 never exists in memory");
    check_refused(lenet5_layer_output(instance.get(), nullptr, 2, values.data()), HALENET_INVALID_ARGUMENT, "null");
    CHECK(std::all_of(values.begin(), values.end(), [](float value) { return value == -1.0f; }));
}

TEST_CASE("an instance without state does not train", "[core]") {
    Instance instance(lenet5_api, 16, Instance::Use::classify);
    instance.initialize(1);
    const Images images = random_images(*lenet5_api.model, 16, 1);
    const halenet_batch batch = images.batch();
    const halenet_training training = adam(1e-3f);
    halenet_metrics metrics;
    check_refused(lenet5_train_step(instance.get(), &batch, &training, &metrics), HALENET_INVALID_ARGUMENT,
                  "without a state");
}

TEST_CASE("a diverged training is seen", "[core]") {
    Instance instance(lenet5_api, 16);
    instance.initialize(1);
    const Images images = random_images(*lenet5_api.model, 16, 1);
    for (int step = 0; step < 4; ++step) {
        instance.train(images.batch(), adam(3e38f));
    }
    CHECK(lenet5_check_weights(instance.get()).code == HALENET_NOT_FINITE);
    CHECK(!std::isfinite(instance.evaluate(images.batch()).loss));
}

TEST_CASE("any number of classifiers share one copy of the weights", "[core]") {
    Instance owner(lenet5_api, 16);
    owner.initialize(4);
    const Images images = random_images(*lenet5_api.model, 5, 1);
    const auto expected = owner.predict(images.pixels, 5);
    Region first(LENET5_CLASSIFY_WORKSPACE_BYTES(1)), second(LENET5_CLASSIFY_WORKSPACE_BYTES(5));
    for (Region *workspace : {&first, &second}) {
        const halenet_memory memory{owner.get()->memory.weights, LENET5_WEIGHTS_BYTES, nullptr, 0,
                                    workspace->data(),           workspace->size()};
        const halenet_options options{workspace == &first ? 1 : 5, nullptr, nullptr, nullptr};
        halenet_instance classifier;
        check(lenet5_create(&classifier, &memory, &options));
        std::vector<float> probabilities(50);
        check(lenet5_predict(&classifier, images.pixels.data(), 5, probabilities.data()));
        CHECK(same_bits(probabilities, expected));
    }
}
