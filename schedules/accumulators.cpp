#include "schedules/accumulators.h"

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

} // namespace halenet::schedules
