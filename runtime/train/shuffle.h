#pragma once

#include <cstdint>
#include <span>

namespace halenet {

/// Puts `order` into the order of epoch `epoch` of a training with `seed`: a Fisher-Yates shuffle whose draws depend on
/// those two numbers alone, so any epoch can be had without the ones before it. Same bits on every machine and with
/// every standard library, which std::shuffle does not promise.
void shuffle(std::span<std::uint32_t> order, std::uint64_t seed, std::uint64_t epoch);

} // namespace halenet
