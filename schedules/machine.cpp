#include "schedules/machine.h"

#include <algorithm>

namespace halenet::schedules {

Machine machine_of(const Halide::Target &target) {
    Machine machine;
    // Zen 5 multiplies 512 bits at once and loads two such vectors a cycle. Processors that split them in halves gain
    // nothing and lose where loads are unaligned, since nearly each one crosses a cache line: there AVX-512 contributes
    // its 32 registers and not its width.
    const int widest = target.has_feature(Halide::Target::AVX512_Zen5) ? 16 : 8;
    machine.widest_vector = target.natural_vector_size<float>();
    machine.vector_floats = std::min(machine.widest_vector, widest);
    // RISC-V without vectors is lowered for as SSE2 (generator/driver/portable_kernel.h).
    if (target.arch == Halide::Target::RISCV && !target.has_feature(Halide::Target::RVV)) {
        machine.vector_floats = machine.widest_vector = 4;
    }
    const bool many_registers = target.arch == Halide::Target::ARM || target.has_feature(Halide::Target::RVV) ||
                                target.has_feature(Halide::Target::AVX512_Skylake);
    machine.vector_registers = many_registers ? 32 : 16;
    machine.fuses = target.has_feature(Halide::Target::FMA) || target.has_feature(Halide::Target::RVV) ||
                    (target.arch == Halide::Target::ARM && target.bits == 64);
    return machine;
}

int tile_of(int extent, int limit) {
    limit = std::max(limit, 1);
    for (int tile = std::min(extent, limit); 2 * tile >= limit; --tile) {
        if (extent % tile == 0) {
            return tile;
        }
    }
    return std::min(extent, limit);
}

int largest_divisor(int extent, int limit) {
    int divisor = std::max(std::min(extent, limit), 1);
    while (extent % divisor != 0) {
        --divisor;
    }
    return divisor;
}

int vector_of(int extent, int limit) {
    int vector = 1;
    while (2 * vector <= std::min(extent, limit)) {
        vector *= 2;
    }
    return vector;
}

int ceiling_divide(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
}

int round_up(int value, int multiple) {
    return ceiling_divide(value, multiple) * multiple;
}

} // namespace halenet::schedules
