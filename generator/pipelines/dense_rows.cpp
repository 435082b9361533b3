/// Dense layers on rows, for few images: one vector holds many units of one image.
#include "generator/pipelines/activation.h"
#include "generator/pipelines/elements.h"
#include "generator/pipelines/plan_param.h"
#include "schedules/dense.h"

namespace halenet::pipelines {
namespace {

using namespace Halide;

Var n("n"), u("u"), k("k");

/// dst = activation(weights * src + bias). The chain of a unit is that of dense_forward, so the bits are the same.
class DenseRows : public Generator<DenseRows> {
  public:
    GeneratorParam<int> inputs{"inputs", 1};
    GeneratorParam<int> units{"units", 1};
    PlanParam plan{"plan"};
    ActivationParam activation{"activation"};
    GeneratorParam<bool> to_lanes{"to_lanes", false}; ///< dst is stored as lanes are

    Input<Buffer<float, 2>> src{"src"};       // (i, n)
    Input<Buffer<float, 2>> packed{"packed"}; // (u, k), see DensePackRows
    Output<Buffer<float, 2>> dst{"dst"};      // (u, n)

    void generate() {
        // The algorithm.
        Func sum("sum"), row("row");
        RDom r(0, inputs, "r");
        sum(u, n) = packed(u, inputs);
        sum(u, n) += src(r, n) * packed(u, r);
        row(u, n) = activated(sum(u, n), activation);
        dst(u, n) = row(u, n);

        // The layout.
        set_rows(src, inputs);
        set_matrix(packed, schedules::padded_units(units), inputs + 1);
        dst.dim(0).set_bounds(0, units).set_stride(to_lanes ? description::shard_images : 1);
        dst.dim(1).set_min(0);
        if (to_lanes) {
            dst.dim(1).set_stride(1);
        }

        const auto machine = schedules::machine_of(get_target());
        const int columns = inputs, rows = units;
        if (!using_autoscheduler()) {
            schedules::apply(schedules::chosen_plan(plan, schedules::plan_dense_rows(machine, columns, rows), machine,
                                                    columns, rows),
                             {dst, row, sum, r, u, n});
        }
    }
};

/// The copy of the parameters for dense_rows: units innermost, padded with zeros to whole vectors; bias last.
class DensePackRows : public Generator<DensePackRows> {
  public:
    GeneratorParam<int> inputs{"inputs", 1};
    GeneratorParam<int> units{"units", 1};
    PlanParam plan{"plan"};

    Input<Buffer<float, 2>> weights{"weights"}; // (k, u)
    Input<Buffer<float, 1>> bias{"bias"};       // (u)
    Output<Buffer<float, 2>> packed{"packed"};  // (u, k)

    void generate() {
        // The algorithm.
        const Expr unit = min(u, units - 1);
        const Expr value = select(k < inputs, weights(min(k, inputs - 1), unit), bias(unit));
        packed(u, k) = select(u < units, value, 0.0f);

        // The layout.
        const int padded = schedules::padded_units(units);
        set_matrix(weights, inputs, units);
        bias.dim(0).set_bounds(0, units);
        set_matrix(packed, padded, inputs + 1);

        if (!using_autoscheduler()) {
            schedules::apply(elementwise_plan(plan, get_target(), padded), packed, u);
        }
    }
};

} // namespace
} // namespace halenet::pipelines

HALIDE_REGISTER_GENERATOR(halenet::pipelines::DenseRows, dense_rows)
HALIDE_REGISTER_GENERATOR(halenet::pipelines::DensePackRows, dense_pack_rows)
