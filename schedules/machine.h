/// What a plan needs to know of a target: the size of its vector register file.
#pragma once

#include <Halide.h>

namespace halenet::schedules {

struct Machine {
    int vector_floats = 8;             ///< floats in the vector register that a kernel should use
    int vector_registers = 16;         ///< architectural vector registers
    int widest_vector = vector_floats; ///< floats in the widest register that there is
    /// Multiplies and adds in one instruction. Where it does not, LLVM adds up unrolled terms in an order of its own.
    bool fuses = true;

    /// Registers that may hold accumulators; the rest hold a broadcast and the source vectors of a multiply-add.
    [[nodiscard]] int accumulators() const { return vector_registers == 32 ? 24 : 12; }
};

[[nodiscard]] Machine machine_of(const Halide::Target &target);

/// The tile, at most `limit`, that cuts `extent` with the least recomputation: its largest divisor if that is at least
/// half of the limit, else the limit itself (the last tile is then shifted inwards and recomputes a part).
[[nodiscard]] int tile_of(int extent, int limit);

/// The largest divisor of `extent` that is at most `limit`.
[[nodiscard]] int largest_divisor(int extent, int limit);

/// The widest power-of-two vector of at most `limit` floats that `extent` fills at least once.
[[nodiscard]] int vector_of(int extent, int limit);

[[nodiscard]] int ceiling_divide(int dividend, int divisor);
[[nodiscard]] int round_up(int value, int multiple);

} // namespace halenet::schedules
