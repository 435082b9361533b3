/// An entry of a list of open windows: where something starts, and a gradient. One word of 64 bits, because lists are
/// built by scattered stores, of which a processor writes one a cycle.
#pragma once

#include <Halide.h>

namespace halenet::pipelines {

[[nodiscard]] inline Halide::Expr packed_entry(const Halide::Expr &start, const Halide::Expr &gradient) {
    using namespace Halide;
    return (cast<std::uint64_t>(cast<std::uint32_t>(start)) << 32) |
           cast<std::uint64_t>(reinterpret<std::uint32_t>(gradient));
}
[[nodiscard]] inline Halide::Expr start_of(const Halide::Expr &entry) {
    return Halide::cast<int>(entry >> 32);
}
[[nodiscard]] inline Halide::Expr gradient_of(const Halide::Expr &entry) {
    return Halide::reinterpret<float>(Halide::cast<std::uint32_t>(entry));
}

} // namespace halenet::pipelines
