/// Draws for Dropout and augmentation: a hash of a counter, so that a draw depends on what it is for and on nothing
/// else, neither on threads nor on the order of images.
#pragma once

#include <Halide.h>

#include <cstdint>

namespace halenet::pipelines {

/// Streams: Dropout layers have 0, 1, ...; augmentation has the last one.
inline constexpr std::uint32_t augment_stream = 0xFFFFFFFF;

/// A function of 32 bits whose every input bit moves every output bit with a probability near one half. Shifts and
/// factors are those that C. Wellons found by search ("Prospecting for Hash Functions", 2018: lowbias32).
inline Halide::Expr mixed(Halide::Expr bits) {
    bits = bits ^ (bits >> 16);
    bits = bits * Halide::Expr(std::uint32_t{0x7FEB352D});
    bits = bits ^ (bits >> 15);
    bits = bits * Halide::Expr(std::uint32_t{0x846CA68B});
    return bits ^ (bits >> 16);
}

/// 32 random bits of each counter. Key and stream become two salts; between them a second round takes away what two
/// keys' draws would have in common.
class Draws {
  public:
    Draws(const Halide::Expr &key_low, const Halide::Expr &key_high, std::uint32_t stream)
        : first_(mixed(key_low ^ mixed(key_high ^ mixed(Halide::Expr(stream))))),
          second_(mixed(first_ + Halide::Expr(std::uint32_t{0x9E3779B9}))) {}

    [[nodiscard]] Halide::Expr bits(const Halide::Expr &counter) const {
        return mixed(mixed(counter ^ first_) + second_);
    }

    /// In [-1, 1), a multiple of 2^-23.
    [[nodiscard]] Halide::Expr symmetric(const Halide::Expr &counter) const {
        return Halide::cast<float>(Halide::cast<int>(bits(counter) >> 8) - (1 << 23)) * (1.0f / (1 << 23));
    }

  private:
    Halide::Expr first_, second_;
};

} // namespace halenet::pipelines
