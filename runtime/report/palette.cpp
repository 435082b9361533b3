#include "runtime/report/palette.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

namespace halenet {
namespace {

std::uint8_t mixed(std::uint8_t from, std::uint8_t to, float part) {
    return static_cast<std::uint8_t>(
        std::lround(static_cast<float>(from) * (1 - part) + static_cast<float>(to) * part));
}

/// Between stops at equal distances; `place` 0 is the first of them and 1 the last.
Colour between(std::span<const Colour> stops, float place) {
    const float position = std::clamp(place, 0.0F, 1.0F) * static_cast<float>(stops.size() - 1);
    const std::size_t first = std::min(static_cast<std::size_t>(position), stops.size() - 2);
    const float part = position - static_cast<float>(first);
    const Colour &from = stops[first];
    const Colour &to = stops[first + 1];
    return {mixed(from.red, to.red, part), mixed(from.green, to.green, part), mixed(from.blue, to.blue, part)};
}

} // namespace

Colour diverging(float value) {
    constexpr std::array<Colour, 5> stops{
        {{0x05, 0x4a, 0x80}, {0x56, 0xa5, 0xd6}, {0xf7, 0xf7, 0xf7}, {0xf2, 0x9e, 0x5c}, {0xa6, 0x40, 0x00}}};
    return between(stops, (value + 1) / 2);
}

Colour sequential(float value) {
    constexpr std::array<Colour, 5> stops{
        {{0x0c, 0x10, 0x18}, {0x0b, 0x3c, 0x66}, {0x1f, 0x7a, 0xb8}, {0x8c, 0xc8, 0xec}, {0xff, 0xff, 0xff}}};
    return between(stops, value);
}

} // namespace halenet
