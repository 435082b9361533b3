#include "schedules/bordered.h"

using Halide::Func;
using Halide::MemoryType;
using Halide::TailStrategy;

namespace halenet::schedules {

void vectorize_bordered(const BorderedStages &stages, int vector) {
    Func image = stages.image;
    image.store_in(MemoryType::Stack).vectorize(stages.t, vector, TailStrategy::RoundUp);
    // Each source element has one place, so lanes never meet.
    image.update().allow_race_conditions().vectorize(stages.column, vector, TailStrategy::GuardWithIf);
}

} // namespace halenet::schedules
