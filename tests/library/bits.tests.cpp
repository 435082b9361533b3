/// The same bits for any number of threads, any order of the work, from run to run, and with checking kernels.
#include "tests/library/instance.h"
#include "tests/library/models.h"
#include "tests/library/training_data.h"

#include <algorithm>
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <lenet5.h>
#include <lenet5_checked.h>
#include <numeric>
#include <random>
#include <thread>

using namespace halenet;
using namespace halenet::testing;

namespace {

/// Runs every task on one of `threads` fresh threads, whichever comes first.
struct Threads {
    int threads = 1;

    static void run(void *context, int32_t count, halenet_task task, void *task_context) {
        std::atomic<int32_t> next{0};
        std::vector<std::jthread> team;
        for (int k = 0; k < static_cast<Threads *>(context)->threads; ++k) {
            team.emplace_back([&] {
                for (int32_t index = next++; index < count; index = next++) {
                    task(task_context, index);
                }
            });
        }
    }
};

/// Runs the tasks one after the other in a shuffled order.
void run_shuffled(void *context, int32_t count, halenet_task task, void *task_context) {
    std::vector<int32_t> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    std::shuffle(order.begin(), order.end(), *static_cast<std::mt19937 *>(context));
    for (const int32_t index : order) {
        task(task_context, index);
    }
}

/// Weights after some steps with a part-filled last batch.
std::vector<float> trained(const halenet_api &api, Parallel parallel) {
    const int batch = 100;
    Instance instance(api, batch, Instance::Use::train, parallel);
    instance.initialize(11);
    for (std::uint64_t step = 0; step < 4; ++step) {
        const Images images = random_images(*api.model, step == 3 ? 37 : batch, step);
        instance.train(images.batch(), adam(1e-3f, 0.05f));
    }
    return instance.parameters();
}

std::vector<float> trained_epoch(const halenet_api &api, const Dataset &data) {
    const std::size_t batch = 128;
    Instance instance(api, static_cast<int>(batch));
    instance.initialize(1);
    for (std::size_t first = 0; first < data.size(); first += batch) {
        const std::size_t count = std::min(batch, data.size() - first);
        std::vector<std::uint32_t> indices(count);
        std::iota(indices.begin(), indices.end(), static_cast<std::uint32_t>(first));
        instance.train({data.images.data(), data.labels.data(), indices.data(), static_cast<int32_t>(count)},
                       adam(2e-3f));
    }
    return instance.parameters();
}

} // namespace

TEST_CASE("threads do not change a bit", "[library][bits]") {
    const Model &model = GENERATE(from_range(all_models()));
    CAPTURE(model.api->model->name);
    const auto serial = trained(*model.api, {});
    for (int count : {1, 2, 3, 8}) {
        CAPTURE(count);
        Threads threads{count};
        CHECK(same_bits(trained(*model.api, {Threads::run, &threads}), serial));
    }
}

TEST_CASE("the order of the work does not change a bit", "[library][bits]") {
    const Model &model = GENERATE(from_range(all_models()));
    CAPTURE(model.api->model->name);
    std::mt19937 random(5);
    CHECK(same_bits(trained(*model.api, {run_shuffled, &random}), trained(*model.api, {})));
}

TEST_CASE("an image's probabilities have the same bits in company of any number", "[library][bits]") {
    // Few images go another way than many: image by image instead of side by side.
    const Model &model = GENERATE(from_range(all_models()));
    const halenet_model_info &info = *model.api->model;
    CAPTURE(info.name);
    const int most = 33;
    Instance instance(*model.api, most);
    instance.initialize(2);
    const Images images = random_images(info, most, 3);
    const auto check_all = [&] {
        const auto together = instance.predict(images.pixels, most);
        for (int count = 1; count <= 18; ++count) {
            CAPTURE(count);
            const auto part = instance.predict(images.pixels, count);
            CHECK(std::equal(part.begin(), part.end(), together.begin()));
        }
    };
    check_all();
    instance.train(images.batch(), adam(1e-2f));
    check_all();
}

TEST_CASE("a classifier sees the weights of a training that goes on", "[library][bits]") {
    Instance trainer(lenet5_api, 16);
    trainer.initialize(4);
    const Images images = random_images(*lenet5_api.model, 16, 1);
    Region workspace(LENET5_CLASSIFY_WORKSPACE_BYTES(2));
    const halenet_memory memory{
        trainer.get()->memory.weights, LENET5_WEIGHTS_BYTES, nullptr, 0, workspace.data(), workspace.size()};
    const halenet_options options{2, nullptr, nullptr, nullptr};
    halenet_instance classifier;
    check(lenet5_create(&classifier, &memory, &options));
    for (int step = 0; step < 3; ++step) {
        trainer.train(images.batch(), adam(1e-2f));
        std::vector<float> seen(10);
        check(lenet5_predict(&classifier, images.pixels.data(), 1, seen.data()));
        CHECK(same_bits(seen, trainer.predict(images.pixels, 1)));
    }
}

TEST_CASE("checking kernels run a whole epoch with the same bits", "[library][bits]") {
    // The checked library verifies every argument and every access of every kernel, and ends the program where one is
    // wrong.
    const Dataset &data = training_data();
    CHECK(same_bits(trained_epoch(lenet5_checked_api, data), trained_epoch(lenet5_api, data)));
}
