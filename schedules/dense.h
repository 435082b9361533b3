/// How the dense kernels run. All of them are register-blocked outer products: one vector operand, one broadcast
/// scalar, so that no sum crosses the lanes of a vector.
#pragma once

#include "schedules/knobs.h"

namespace halenet::schedules {

/// For kernels on lanes: 16 images wide, `outputs` outputs in registers at once.
struct DenseLanesPlan {
    int vector = 8;  ///< floats in a vector; 16 / vector of them hold the shard
    int outputs = 6; ///< outputs (units, or inputs in backward data) in a register block
    int unroll = 1;  ///< terms of a sum at once
};

/// For the weight gradient: vectors along the inputs, several units at once.
struct DenseWeightsPlan {
    int vector = 8;             ///< inputs in a vector
    int vectors = 2;            ///< of inputs in a register block
    int units = 6;              ///< units in a register block
    bool inputs_inside = false; ///< all blocks of inputs, then the next units; else the other way round
};

/// For kernels on rows: the units in the lanes, `units` of them in registers at once.
struct DenseRowsPlan {
    int vector = 8;  ///< units in a vector
    int vectors = 6; ///< of units in a register block
    int unroll = 1;  ///< terms of a sum at once
    int store = 8;   ///< units in a vector of the result
};

/// Units of the copy of the weights that kernels on rows read: whole vectors, whatever the machine.
[[nodiscard]] int padded_units(int units);

/// `terms`: of the sum that each output is: inputs, or units in backward data.
[[nodiscard]] DenseLanesPlan plan_dense_lanes(const Machine &machine, int outputs, int terms);
[[nodiscard]] Knobs knobs_of(DenseLanesPlan &plan, const Machine &machine, int outputs, int terms);
[[nodiscard]] std::string refusal_of(const DenseLanesPlan &plan, const Machine &machine, int outputs, int terms);

[[nodiscard]] DenseWeightsPlan plan_dense_backward_weights(const Machine &machine, int inputs, int units);
[[nodiscard]] Knobs knobs_of(DenseWeightsPlan &plan, const Machine &machine, int inputs, int units);
[[nodiscard]] std::string refusal_of(const DenseWeightsPlan &plan, const Machine &machine, int inputs, int units);

[[nodiscard]] DenseRowsPlan plan_dense_rows(const Machine &machine, int inputs, int units);
[[nodiscard]] Knobs knobs_of(DenseRowsPlan &plan, const Machine &machine, int inputs, int units);
[[nodiscard]] std::string refusal_of(const DenseRowsPlan &plan, const Machine &machine, int inputs, int units);

/// dst(u, n) from row(u, n), which is computed from sum(u, n), whose update runs over `reduction`.
struct DenseRowsStages {
    Halide::Func dst, row, sum;
    Halide::RVar reduction;
    Halide::Var u, n;
};
void apply(const DenseRowsPlan &plan, DenseRowsStages stages);

/// dst(n, o) from sum(n, o), whose update runs over `reduction`.
struct DenseLanesStages {
    Halide::Func dst, sum;
    Halide::RVar reduction;
    Halide::Var n, o;
};
void apply(const DenseLanesPlan &plan, DenseLanesStages stages);

/// d_weights(i, u) from sum(i, u) and d_bias(u) from bias_sum(u); both updates run over image and shard.
struct DenseWeightsStages {
    Halide::Func d_weights, sum, d_bias, bias_sum;
    Halide::RVar image, shard;
    Halide::Var i, u;
};
void apply(const DenseWeightsPlan &plan, DenseWeightsStages stages);

} // namespace halenet::schedules
