/// What --timing and --symbols add to a library.
#include "tests/library/instance.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <string>
#include <tiny.h>
#include <tiny_timed.h>
#include <vector>

using namespace halenet::testing;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("a library that was generated with timing counts what each kernel takes", "[core]") {
    Instance instance(tiny_timed_api, 32);
    instance.initialize(1);
    const Images images = random_images(*tiny_timed_api.model, 32, 1);
    std::vector<halenet_kernel_time> times(TINY_TIMED_KERNELS, {"garbage", 7, 7});
    const auto time = [&](halenet_kernel_time *rows, int capacity) {
        return tiny_timed_time_kernels(instance.get(), rows, capacity);
    };
    CHECK_THAT(std::string(time(times.data(), TINY_TIMED_KERNELS - 1).sentence), ContainsSubstring("the library has "));
    CHECK(times.front().calls == 7);

    check(time(times.data(), TINY_TIMED_KERNELS));
    CHECK(std::ranges::all_of(times, [](const auto &row) { return row.kernel == nullptr && row.calls == 0; }));
    static_cast<void>(instance.predict(images.pixels, 32)); // two shards
    const auto calls_of = [&](const std::string &kernel) {
        const auto found =
            std::ranges::find_if(times, [&](const auto &row) { return row.kernel != nullptr && row.kernel == kernel; });
        return found == times.end() ? 0 : found->calls;
    };
    CHECK(calls_of("probabilities") == 2);
    CHECK(calls_of("adam") == 0);
    CHECK(std::ranges::all_of(times, [](const auto &row) { return (row.calls > 0) == (row.ticks > 0); }));
    instance.train(images.batch(), adam(1e-3F));
    CHECK(calls_of("adam") > 0);

    const std::vector<halenet_kernel_time> before = times;
    check(time(nullptr, 0));
    instance.train(images.batch(), adam(1e-3F));
    CHECK(std::ranges::equal(before, times, {}, &halenet_kernel_time::calls, &halenet_kernel_time::calls));
}

TEST_CASE("counting changes no bits, and who did not ask for it has no function for it", "[core]") {
    const Images images = random_images(*tiny_api.model, 20, 2);
    std::vector<std::vector<float>> parameters;
    for (const halenet_api *api : {&tiny_api, &tiny_timed_api}) {
        Instance instance(*api, 20);
        instance.initialize(3);
        std::vector<halenet_kernel_time> times(TINY_TIMED_KERNELS);
        if (api->time_kernels != nullptr) {
            check(api->time_kernels(instance.get(), times.data(), TINY_TIMED_KERNELS));
        }
        instance.train(images.batch(), adam(1e-2F));
        parameters.push_back(instance.parameters());
    }
    CHECK(same_bits(parameters.front(), parameters.back()));
    CHECK(tiny_api.time_kernels == nullptr);
}
