#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "runtime/train/shuffle.h"

namespace {

std::vector<std::uint32_t> shuffled(std::size_t count, std::uint64_t seed, std::uint64_t epoch) {
    std::vector<std::uint32_t> order(count);
    std::iota(order.begin(), order.end(), 0U);
    halenet::shuffle(order, seed, epoch);
    return order;
}

} // namespace

TEST_CASE("a shuffle is a permutation") {
    const std::size_t count = GENERATE(std::size_t{0}, 1, 2, 3, 17, 1000);
    std::vector<std::uint32_t> order = shuffled(count, 42, 1);
    std::ranges::sort(order);
    CHECK(order == [&] {
        std::vector<std::uint32_t> all(count);
        std::iota(all.begin(), all.end(), 0U);
        return all;
    }());
}

TEST_CASE("a shuffle depends on seed and epoch alone") {
    CHECK(shuffled(1000, 7, 3) == shuffled(1000, 7, 3));
    CHECK(shuffled(1000, 7, 3) != shuffled(1000, 7, 4));
    CHECK(shuffled(1000, 7, 3) != shuffled(1000, 8, 3));
    CHECK(shuffled(1000, 7, 3) != shuffled(1000, 8, 2));
}

TEST_CASE("a shuffle's bits are part of the promise that a seed gives the same weights") {
    CHECK(shuffled(8, 0, 1) == std::vector<std::uint32_t>{3, 0, 7, 4, 5, 6, 2, 1});
}

TEST_CASE("a shuffle puts every image everywhere equally often") {
    constexpr int epochs = 6000;
    constexpr std::size_t count = 6;
    std::vector<int> at(count * count);
    for (int epoch = 0; epoch < epochs; ++epoch) {
        const std::vector<std::uint32_t> order = shuffled(count, 1, static_cast<std::uint64_t>(epoch));
        for (std::size_t place = 0; place < count; ++place)
            ++at[place * count + order[place]];
    }
    // 1,000 expected, standard deviation 29; the draws are fixed, so this passes always or never.
    CHECK(std::ranges::all_of(at, [](int times) { return std::abs(times - 1000) < 120; }));
}
