/// How softmax and the loss run: on lanes, every class unrolled when there are few of them.
#pragma once

#include "schedules/knobs.h"

#include <vector>

namespace halenet::schedules {

struct LossPlan {
    int vector = 8;      ///< images in a vector
    bool unroll = false; ///< the classes; pays while their code stays small
};

[[nodiscard]] LossPlan plan_loss(const Machine &machine, int classes);
[[nodiscard]] Knobs knobs_of(LossPlan &plan, const Machine &machine, int classes);
[[nodiscard]] std::string refusal_of(const LossPlan &plan, const Machine &machine, int classes);

/// A stage (n) whose update reduces over the classes.
struct ClassReduction {
    Halide::Func stage;
    Halide::RVar classes;
};

/// Everything runs over the shard's 16 images, in the order of the lists.
struct LossStages {
    std::vector<ClassReduction> reductions;
    std::vector<Halide::Func> values;  ///< (n, u), kept for several users
    std::vector<Halide::Func> outputs; ///< (n) or (n, u)
    Halide::Var n;
};
void apply(const LossPlan &plan, const LossStages &stages);

} // namespace halenet::schedules
