#include <algorithm>
#include <atomic>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <halenet/threads.h>

#include "runtime/train/thread_team.h"

namespace {

void count_up(void *counts, std::int32_t index) {
    (*static_cast<std::vector<std::atomic<int>> *>(counts))[static_cast<std::size_t>(index)].fetch_add(1);
}

} // namespace

TEST_CASE("a thread team runs every index exactly once, round after round") {
    const int threads = GENERATE(1, 2, 3, 8);
    halenet::ThreadTeam team(threads);
    REQUIRE(team.threads() == threads);
    for (const std::int32_t count : {0, 1, 2, 7, 64, 1000}) {
        std::vector<std::atomic<int>> counts(static_cast<std::size_t>(count));
        constexpr int rounds = 200;
        for (int round = 0; round < rounds; ++round)
            halenet::ThreadTeam::parallel_for(&team, count, count_up, &counts);
        CAPTURE(threads, count);
        CHECK(std::ranges::all_of(counts, [](const auto &calls) { return calls == rounds; }));
    }
}

TEST_CASE("what tasks wrote is there when a thread team returns") {
    halenet::ThreadTeam team(4);
    // Plain integers: a missing happens-before shows as a wrong sum, and as a race under a thread sanitizer.
    std::vector<int> values(16);
    const auto add_index = [](void *context, std::int32_t index) {
        (*static_cast<std::vector<int> *>(context))[static_cast<std::size_t>(index)] += index;
    };
    for (int round = 1; round <= 2000; ++round) {
        team.run(16, add_index, &values);
        for (int index = 0; index < 16; ++index)
            if (values[static_cast<std::size_t>(index)] != index * round)
                FAIL("round " << round << ", index " << index);
    }
}

TEST_CASE("thread teams come and go, idle or after work") {
    std::vector<std::atomic<int>> counts(5);
    for (int round = 0; round < 50; ++round) {
        const halenet::ThreadTeam idle(3);
        halenet::ThreadTeam busy(3);
        busy.run(5, count_up, &counts);
    }
    CHECK(std::ranges::all_of(counts, [](const auto &calls) { return calls == 50; }));
}

TEST_CASE("at least one CPU is available") {
    CHECK(halenet::available_cpus() >= 1);
}
