/// Training and classifying under an allocator that counts: the core must not ask for memory.
#include "tests/library/instance.h"

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <lenet5.h>

using namespace halenet::testing;

namespace {

// Every allocation of the program passes here; while `forbidden` is set, one ends it.
std::atomic<bool> forbidden{false};

} // namespace

#ifndef HALENET_SANITIZED

extern "C" {
void *__libc_malloc(std::size_t bytes);
void *__libc_calloc(std::size_t count, std::size_t bytes);
void *__libc_realloc(void *memory, std::size_t bytes);

void *malloc(std::size_t bytes) {
    return forbidden ? std::abort(), nullptr : __libc_malloc(bytes);
}
void *calloc(std::size_t count, std::size_t bytes) {
    return forbidden ? std::abort(), nullptr : __libc_calloc(count, bytes);
}
void *realloc(void *memory, std::size_t bytes) {
    return forbidden ? std::abort(), nullptr : __libc_realloc(memory, bytes);
}
}

#endif

TEST_CASE("nothing allocates between create and the last step", "[core]") {
#ifdef HALENET_SANITIZED
    SKIP("the sanitizer's allocator cannot be replaced");
#endif
    Instance instance(lenet5_api, 40);
    const Images images = random_images(*lenet5_api.model, 40, 1);
    std::vector<float> parameters(LENET5_PARAMETERS), probabilities(400);
    const halenet_batch batch = images.batch();
    const halenet_training training = adam(1e-3f, 0.1f);
    halenet_metrics metrics;
    const auto all_calls = [&] {
        return lenet5_initialize(instance.get(), 1).code == HALENET_OK &&
               lenet5_train_step(instance.get(), &batch, &training, &metrics).code == HALENET_OK &&
               lenet5_evaluate(instance.get(), &batch, &metrics).code == HALENET_OK &&
               lenet5_predict(instance.get(), images.pixels.data(), 40, probabilities.data()).code == HALENET_OK &&
               lenet5_save_weights(instance.get(), parameters.data(), parameters.size()).code == HALENET_OK &&
               lenet5_load_weights(instance.get(), parameters.data(), parameters.size()).code == HALENET_OK &&
               lenet5_check_weights(instance.get()).code == HALENET_OK;
    };
    forbidden = true;
    const bool done = all_calls();
    forbidden = false;
    CHECK(done);
}
