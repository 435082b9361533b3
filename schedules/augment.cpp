#include "schedules/augment.h"

using Halide::MemoryType;
using Halide::TailStrategy;
using Halide::Var;

namespace halenet::schedules {

AugmentPlan plan_augment(const Machine &machine, int row) {
    return {vector_of(row, machine.vector_floats)};
}

Knobs knobs_of(AugmentPlan &plan, const Machine &machine, int row) {
    return {{"vector", &plan.vector, vector_values(machine, row)}};
}

std::string refusal_of(const AugmentPlan & /*plan*/, const Machine & /*machine*/, int /*row*/) {
    return "";
}

void apply(const AugmentPlan &plan, AugmentStages s) {
    Var row("row"), column("column");
    s.dst.split(s.i, row, column, s.row, TailStrategy::GuardWithIf)
        .vectorize(column, plan.vector, TailStrategy::ShiftInwards);
    s.drawn.compute_at(s.dst, s.n).store_in(MemoryType::Stack);
    s.motion.compute_at(s.dst, s.n).store_in(MemoryType::Stack);
    s.bordered.compute_at(s.dst, s.n).store_in(MemoryType::Stack).vectorize(s.t, plan.vector, TailStrategy::RoundUp);
    // Each source element has one place, so lanes never meet.
    s.bordered.update().allow_race_conditions().vectorize(s.column, plan.vector, TailStrategy::GuardWithIf);
}

} // namespace halenet::schedules
