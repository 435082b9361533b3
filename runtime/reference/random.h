/// The naive oracle of the draws of Dropout and augmentation: a hash of a counter, in plain 32-bit integers.
#pragma once

#include "runtime/data/split_mix.h"

#include <cstdint>

namespace halenet::reference {

/// Of one training step.
struct Key {
    std::uint32_t low = 0;
    std::uint32_t high = 0;
};

/// The key of step `step` of a training with `seed`.
inline Key key_of(std::uint64_t seed, std::uint64_t step) {
    const std::uint64_t bits = SplitMix(SplitMix(seed).next() ^ step).next();
    return {static_cast<std::uint32_t>(bits), static_cast<std::uint32_t>(bits >> 32)};
}

/// Dropout layers have streams 0, 1, ... in their order; augmentation has the last one.
inline constexpr std::uint32_t augment_stream = 0xFFFFFFFF;

/// C. Wellons, "Prospecting for Hash Functions", 2018: lowbias32.
inline std::uint32_t mixed(std::uint32_t bits) {
    bits ^= bits >> 16;
    bits *= 0x7FEB352D;
    bits ^= bits >> 15;
    bits *= 0x846CA68B;
    bits ^= bits >> 16;
    return bits;
}

/// 32 random bits of a counter.
inline std::uint32_t random_bits(Key key, std::uint32_t stream, std::uint32_t counter) {
    const std::uint32_t first = mixed(key.low ^ mixed(key.high ^ mixed(stream)));
    const std::uint32_t second = mixed(first + 0x9E3779B9);
    return mixed(mixed(counter ^ first) + second);
}

/// In [-1, 1).
inline double random_symmetric(Key key, std::uint32_t stream, std::uint32_t counter) {
    return static_cast<double>(random_bits(key, stream, counter) >> 8) / (1 << 23) - 1.0;
}

} // namespace halenet::reference
