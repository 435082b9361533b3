#pragma once

#include <cstdint>

namespace halenet {

/// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014): integer arithmetic
/// only, so it gives the same numbers on every machine, which std:: distributions do not promise.
class SplitMix {
  public:
    explicit SplitMix(std::uint64_t seed) : state_(seed) {}

    /// An independent sequence for each index under one seed.
    SplitMix(std::uint64_t seed, std::uint64_t index) : state_(SplitMix(SplitMix(seed).next() ^ index).next()) {}

    std::uint64_t next() {
        std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    /// 0 .. count - 1; the bias of the remainder is below count / 2^64.
    std::uint64_t below(std::uint64_t count) { return next() % count; }

    /// Uniform in [low, high).
    double uniform(double low, double high) {
        return low + (high - low) * (static_cast<double>(next() >> 11) * 0x1p-53);
    }

    /// Bell-shaped in (-spread, spread): the mean of three uniform numbers, standard deviation spread / 3.
    double around_zero(double spread) {
        const double a = uniform(-spread, spread), b = uniform(-spread, spread), c = uniform(-spread, spread);
        return (a + b + c) / 3;
    }

  private:
    std::uint64_t state_;
};

} // namespace halenet
