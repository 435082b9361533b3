#include "schedules/accumulators.h"

#include "schedules/knobs.h"

#include <algorithm>
#include <fmt/format.h>

using Halide::Stage;
using Halide::Var;
using Halide::VarOrRVar;

namespace halenet::schedules {

void keep_in_registers(Accumulators block, const Halide::LoopLevel &level) {
    const Var vectors("vectors");
    const Var lane("lane");
    block.sum.compute_at(level).vectorize(block.lanes, block.vector).unroll(block.lanes);
    Stage update = block.sum.update();
    update.split(block.lanes, vectors, lane, block.vector);

    std::vector<VarOrRVar> order{lane, vectors};
    order.insert(order.end(), block.unrolled.begin(), block.unrolled.end());
    order.insert(order.end(), block.reductions.begin(), block.reductions.end());
    update.reorder(order).vectorize(lane).unroll(vectors);
    for (const Var &dimension : block.unrolled) {
        block.sum.unroll(dimension);
        update.unroll(dimension);
    }
}

std::vector<int> unroll_values(const Machine &machine, int terms, int most) {
    return divisor_values(terms, machine.fuses ? std::min(most, terms / 2) : 1);
}

int largest_block(const Machine &machine) {
    return machine.vector_registers + 4;
}

std::string refusal_of_block(const Machine &machine, int vectors) {
    return vectors <= largest_block(machine)
               ? ""
               : fmt::format("a block of {} vectors is too large for {} registers", vectors, machine.vector_registers);
}

} // namespace halenet::schedules
