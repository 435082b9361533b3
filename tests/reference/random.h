/// Deterministic numbers for tests: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), the same bits in any language.
#pragma once

#include <xtensor/xtensor.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace halenet::reference {

class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    std::uint64_t bits() {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    }

    /// In [-1, 1), a multiple of 2^-23: exact in float and in double.
    double uniform() { return static_cast<double>(static_cast<std::int64_t>(bits() >> 40) - (1 << 23)) / (1 << 23); }

    /// In [0, count).
    int below(int count) { return static_cast<int>(bits() % static_cast<std::uint64_t>(count)); }

  private:
    std::uint64_t state_;
};

/// A tensor filled, in memory order, with what `draw` returns.
template <class Value, std::size_t Rank, class Draw>
xt::xtensor<Value, Rank> filled(const std::array<std::size_t, Rank> &shape, Draw draw) {
    auto tensor = xt::xtensor<Value, Rank>::from_shape(shape);
    for (Value &value : tensor) {
        value = static_cast<Value>(draw());
    }
    return tensor;
}

/// Uniform in [-bound, bound), the same numbers whether Value is float or double where `bound` is a power of two.
template <class Value, std::size_t Rank>
xt::xtensor<Value, Rank> uniform(Random &random, const std::array<std::size_t, Rank> &shape, double bound = 1.0) {
    return filled<Value, Rank>(shape, [&] { return bound * random.uniform(); });
}

/// Whole numbers in [-bound, bound]: small sums and products of them are exact in float, and ties abound.
template <class Value, std::size_t Rank>
xt::xtensor<Value, Rank> integers(Random &random, const std::array<std::size_t, Rank> &shape, int bound) {
    return filled<Value, Rank>(shape, [&] { return random.below(2 * bound + 1) - bound; });
}

} // namespace halenet::reference
