/// Dense layers on lanes: one vector holds the same element of the shard's images.
#include "schedules/dense.h"
#include "generator/description/description.h"
#include "generator/pipelines/activation.h"
#include "generator/pipelines/elements.h"
#include "generator/pipelines/plan_param.h"

namespace halenet::pipelines {
namespace {

using namespace Halide;
using description::shard_images;

Var n("n"), i("i"), u("u"), s("s");

/// dst = activation(weights * src + bias). The chain of a unit starts with its bias and runs over the inputs in order.
class DenseForward : public Generator<DenseForward> {
  public:
    GeneratorParam<int> inputs{"inputs", 1};
    GeneratorParam<int> units{"units", 1};
    PlanParam plan{"plan"};
    ActivationParam activation{"activation"};

    Input<Buffer<float, 2>> src{"src"};         // (n, i)
    Input<Buffer<float, 2>> weights{"weights"}; // (i, u)
    Input<Buffer<float, 1>> bias{"bias"};       // (u)
    Output<Buffer<float, 2>> dst{"dst"};        // (n, u)

    void generate() {
        // The algorithm.
        Func sum("sum");
        RDom r(0, inputs, "r");
        sum(n, u) = bias(u);
        sum(n, u) += src(n, r) * weights(r, u);
        dst(n, u) = activated(sum(n, u), activation);

        // The layout.
        set_lanes(src, inputs);
        set_matrix(weights, inputs, units);
        bias.dim(0).set_bounds(0, units);
        set_lanes(dst, units);

        const auto machine = schedules::machine_of(get_target());
        const int outputs = units, terms = inputs;
        if (!using_autoscheduler()) {
            schedules::apply(schedules::chosen_plan(plan, schedules::plan_dense_lanes(machine, outputs, terms), machine,
                                                    outputs, terms),
                             {dst, sum, r, n, u});
        }
    }
};

/// d_src = transposed weights * d_dst, through the activation of the layer before.
class DenseBackwardData : public Generator<DenseBackwardData> {
  public:
    GeneratorParam<int> inputs{"inputs", 1};
    GeneratorParam<int> units{"units", 1};
    PlanParam plan{"plan"};
    ActivationParam src_activation{"src_activation"}; ///< whose output src is

    Input<Buffer<float, 2>> d_dst{"d_dst"};     // (n, u)
    Input<Buffer<float, 2>> weights{"weights"}; // (i, u)
    Input<Buffer<float, 2>> src{"src"};         // (n, i)
    Output<Buffer<float, 2>> d_src{"d_src"};    // (n, i)

    void generate() {
        // The algorithm.
        Func sum("sum");
        RDom r(0, units, "r");
        sum(n, i) = 0.0f;
        sum(n, i) += d_dst(n, r) * weights(i, r);
        d_src(n, i) = before_activation(sum(n, i), src(n, i), src_activation);

        // The layout.
        set_lanes(d_dst, units);
        set_matrix(weights, inputs, units);
        set_lanes(src, inputs);
        set_lanes(d_src, inputs);

        const auto machine = schedules::machine_of(get_target());
        const int outputs = inputs, terms = units;
        if (!using_autoscheduler()) {
            schedules::apply(schedules::chosen_plan(plan, schedules::plan_dense_lanes(machine, outputs, terms), machine,
                                                    outputs, terms),
                             {d_src, sum, r, n, i});
        }
    }
};

/// d_weights = sum over the whole batch of d_dst times src, d_bias = sum of d_dst: one chain in the order of the
/// images. The outputs may be a run of the layer's units (extent at least the plan's block), so that threads can share
/// a layer.
class DenseBackwardWeights : public Generator<DenseBackwardWeights> {
  public:
    GeneratorParam<int> inputs{"inputs", 1};
    GeneratorParam<int> units{"units", 1};
    PlanParam plan{"plan"};

    Input<Buffer<float, 3>> src{"src"};              // (i, n, s)
    Input<Buffer<float, 3>> d_dst{"d_dst"};          // (n, u, s)
    Input<int> batch{"batch"};                       // images in all shards
    Output<Buffer<float, 2>> d_weights{"d_weights"}; // (i, u)
    Output<Buffer<float, 1>> d_bias{"d_bias"};       // (u)

    void generate() {
        // The algorithm. The condition becomes the image loop's bound: the last shard may be part-filled.
        RDom r(0, shard_images, 0, src.dim(2).extent(), "r");
        r.where(r.x + shard_images * r.y < batch);
        Func sum("sum");
        sum(i, u) = 0.0f;
        sum(i, u) += src(i, r.x, r.y) * d_dst(r.x, u, r.y);
        d_weights(i, u) = sum(i, u);
        Func bias_sum("bias_sum");
        bias_sum(u) = 0.0f;
        bias_sum(u) += d_dst(r.x, u, r.y);
        d_bias(u) = bias_sum(u);

        // The layout.
        src.dim(0).set_bounds(0, inputs).set_stride(1);
        src.dim(1).set_bounds(0, shard_images);
        src.dim(2).set_min(0);
        d_dst.dim(0).set_bounds(0, shard_images).set_stride(1);
        d_dst.dim(1).set_min(0).set_stride(shard_images);
        d_dst.dim(2).set_min(0);
        d_weights.dim(0).set_bounds(0, inputs).set_stride(1);
        d_weights.dim(1).set_min(0).set_stride(inputs);
        d_bias.dim(0).set_min(0);

        const auto machine = schedules::machine_of(get_target());
        const int columns = inputs, rows = units;
        if (!using_autoscheduler()) {
            schedules::apply(schedules::chosen_plan(plan,
                                                    schedules::plan_dense_backward_weights(machine, columns, rows),
                                                    machine, columns, rows),
                             {d_weights, sum, d_bias, bias_sum, r.x, r.y, i, u});
        }
    }
};

} // namespace
} // namespace halenet::pipelines

HALIDE_REGISTER_GENERATOR(halenet::pipelines::DenseForward, dense_forward)
HALIDE_REGISTER_GENERATOR(halenet::pipelines::DenseBackwardData, dense_backward_data)
HALIDE_REGISTER_GENERATOR(halenet::pipelines::DenseBackwardWeights, dense_backward_weights)
