#include "schedules/loss.h"

#include "generator/description/description.h"

using Halide::Func;
using Halide::MemoryType;

namespace halenet::schedules {

LossPlan plan_loss(const Machine &machine, int classes) {
    return {machine.vector_floats, classes <= 16};
}

Knobs knobs_of(LossPlan &plan, const Machine &machine, int classes) {
    constexpr int most_unrolled = 32;
    return {{"vector", &plan.vector, vector_values(machine, description::shard_images)},
            {"unroll", &plan.unroll, flag_values(classes <= most_unrolled)}};
}

std::string refusal_of(const LossPlan & /*plan*/, const Machine & /*machine*/, int /*classes*/) {
    return "";
}

void apply(const LossPlan &plan, const LossStages &s) {
    // At most 16 x classes floats a stage: all of them stay on the stack, in L1.
    for (const auto &[stage, classes] : s.reductions) {
        Func reduction = stage;
        reduction.compute_root().store_in(MemoryType::Stack).vectorize(s.n, plan.vector);
        reduction.update().reorder(s.n, classes).vectorize(s.n, plan.vector);
        if (plan.unroll) {
            reduction.update().unroll(classes);
        }
    }
    for (Func value : s.values) {
        value.compute_root().store_in(MemoryType::Stack).vectorize(s.n, plan.vector);
    }
    for (Func output : s.outputs) {
        output.vectorize(s.n, plan.vector);
    }
}

} // namespace halenet::schedules
