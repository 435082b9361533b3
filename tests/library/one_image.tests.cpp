/// Instances for a single image: a few KB each, on weights that any number of them share.
#include "tests/library/guarded_region.h"
#include "tests/library/instance.h"
#include "tests/library/models.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <lenet5.h>
#include <lenet5_checked.h>
#include <thread>

using namespace halenet::testing;

namespace {

/// A classifier of one image at a time, in exactly the workspace that it needs.
struct Classifier {
    const halenet_api *api;
    GuardedRegion workspace;
    halenet_instance instance{};

    Classifier(const halenet_api &library, void *weights)
        : api(&library), workspace(library.classify_workspace_bytes(1)) {
        const halenet_memory memory{weights,         library.model->weights_bytes, nullptr, 0, workspace.data(),
                                    workspace.size()};
        const halenet_options options{1, nullptr, nullptr, nullptr};
        check(library.create(&instance, &memory, &options));
    }

    [[nodiscard]] std::vector<float> predict(const Images &images) {
        std::vector<float> probabilities(static_cast<std::size_t>(images.count * api->model->classes));
        check(api->predict(&instance, images.pixels.data(), images.count, probabilities.data()));
        return probabilities;
    }
};

std::size_t elements_of(const halenet_layer_info &layer) {
    return static_cast<std::size_t>(layer.height * layer.width * layer.channels);
}

} // namespace

TEST_CASE("LeNet-5 classifies single images in a workspace of a few KB", "[library]") {
    CHECK(lenet5_classify_workspace_bytes(1) <= std::size_t{12} * 1024);
}

TEST_CASE("an image alone has the bits that it has in a batch", "[library][bits]") {
    const halenet_api &api = *GENERATE(from_range(all_models())).api;
    CAPTURE(api.model->name);
    Instance owner(api, 40);
    owner.initialize(3);
    const Images images = random_images(*api.model, 40, 5);
    Classifier alone(api, owner.get()->memory.weights);
    CHECK(same_bits(alone.predict(images), owner.predict(images.pixels, 40)));
    std::vector<float> together(static_cast<std::size_t>(40 * api.model->classes)), one_by_one(together.size());
    check(api.logits(owner.get(), images.pixels.data(), 40, together.data()));
    check(api.logits(&alone.instance, images.pixels.data(), 40, one_by_one.data()));
    CHECK(same_bits(one_by_one, together));
    for (std::size_t layer = 0; layer < api.model->layer_count; ++layer) {
        if (!api.model->layers[layer].visible)
            continue;
        CAPTURE(api.model->layers[layer].name);
        std::vector<float> output(elements_of(api.model->layers[layer]));
        check(api.layer_output(&alone.instance, images.pixels.data(), static_cast<int32_t>(layer), output.data()));
        CHECK(same_bits(output, owner.layer_output(images.pixels.data(), static_cast<int>(layer))));
    }
    CHECK(alone.workspace.untouched_before());
}

// A library with checks verifies every argument and every access of every kernel, and ends the program where one is
// wrong.
TEST_CASE("kernels that check see no access outside of the memory for one image", "[library]") {
    const Images images = random_images(*lenet5_api.model, 3, 5);
    Instance owner(lenet5_api, 16), checked(lenet5_checked_api, 16);
    owner.initialize(3);
    checked.initialize(3);
    Classifier alone(lenet5_checked_api, checked.get()->memory.weights);
    CHECK(same_bits(alone.predict(images), owner.predict(images.pixels, 3)));
}

TEST_CASE("single images wait until the copies of trained weights that they need are made", "[library]") {
    Instance trainer(lenet5_api, 16);
    trainer.initialize(4);
    const Images images = random_images(*lenet5_api.model, 16, 1);
    Classifier alone(lenet5_api, trainer.get()->memory.weights);
    trainer.train(images.batch(), adam(1e-2f));
    std::vector<float> probabilities(160);
    CHECK(lenet5_predict(&alone.instance, images.pixels.data(), 16, probabilities.data()).code == HALENET_WRONG_ORDER);
    const auto expected = trainer.predict(images.pixels, 16);
    CHECK(same_bits(alone.predict(images), expected));
}

TEST_CASE("threads classify with weights that nobody can write to", "[library]") {
    GuardedRegion weights(LENET5_WEIGHTS_BYTES);
    Classifier owner(lenet5_api, weights.data());
    check(lenet5_initialize(&owner.instance, 8));
    weights.make_read_only();
    const Images images = random_images(*lenet5_api.model, 25, 2);
    const auto expected = owner.predict(images);
    std::vector<int> same(4, 0);
    {
        std::vector<std::jthread> threads;
        for (int &result : same) {
            threads.emplace_back([&] {
                Classifier classifier(lenet5_api, weights.data());
                bool all = true;
                for (int round = 0; round < 20; ++round) {
                    all = all && same_bits(classifier.predict(images), expected);
                }
                result = all && classifier.workspace.untouched_before() ? 1 : 0;
            });
        }
    }
    CHECK(std::count(same.begin(), same.end(), 1) == 4);
}
