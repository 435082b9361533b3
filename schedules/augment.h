/// How augmentation runs: one image after the other, vectors along its rows.
#pragma once

#include "schedules/knobs.h"

namespace halenet::schedules {

struct AugmentPlan {
    int vector = 8; ///< bytes of a row at once; the arithmetic is in float
};

/// `row`: channels * width.
[[nodiscard]] AugmentPlan plan_augment(const Machine &machine, int row);
[[nodiscard]] Knobs knobs_of(AugmentPlan &plan, const Machine &machine, int row);
[[nodiscard]] std::string refusal_of(const AugmentPlan &plan, const Machine &machine, int row);

struct AugmentStages {
    Halide::Func dst;      ///< (i, n)
    Halide::Func drawn;    ///< (k, n): the random numbers of an image
    Halide::Func motion;   ///< (n): how it moves
    Halide::Func bordered; ///< (t, n): the source inside zeros; the update copies its rows
    Halide::RVar column;   ///< of the source
    int row = 1;           ///< channels * width
    Halide::Var i, n, t;
};
void apply(const AugmentPlan &plan, AugmentStages stages);

} // namespace halenet::schedules
