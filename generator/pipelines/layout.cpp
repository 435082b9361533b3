/// Changes of an activation's form: bytes to normalised rows, rows to lanes, lanes to rows.
#include "generator/pipelines/elements.h"
#include "generator/pipelines/plan_param.h"
#include "schedules/elementwise.h"

namespace halenet::pipelines {
namespace {

using namespace Halide;

Var n("n"), i("i");

/// Bytes to floats, for a model whose first layer is dense.
class Normalize : public Generator<Normalize> {
  public:
    GeneratorParam<int> elements{"elements", 1};
    PlanParam plan{"plan"};
    GeneratorParam<double> mean{"mean", 0.0};
    GeneratorParam<double> deviation{"deviation", 1.0};

    Input<Buffer<std::uint8_t, 2>> src{"src"}; // (i, n)
    Output<Buffer<float, 2>> dst{"dst"};       // (i, n)

    void generate() {
        // The algorithm.
        dst(i, n) = normalized(src(i, n), mean, deviation);

        // The layout.
        set_rows(src, elements);
        set_rows(dst, elements);

        if (!using_autoscheduler()) {
            schedules::apply(elementwise_plan(plan, get_target(), elements), dst, i);
        }
    }
};

/// Rows of the first `images` images to lanes; the lanes past them are zero.
class RowsToLanes : public Generator<RowsToLanes> {
  public:
    GeneratorParam<int> elements{"elements", 1};
    PlanParam plan{"plan"};

    Input<Buffer<float, 2>> src{"src"};  // (i, n), n from 1 to 16
    Input<int> images{"images"};         // the extent of n
    Output<Buffer<float, 2>> dst{"dst"}; // (n, i)

    void generate() {
        // The algorithm. The row index is clamped, not the load skipped: a row past the last one may not be there.
        dst(n, i) = select(n < images, src(i, min(n, images - 1)), 0.0f);

        // The layout.
        set_rows(src, elements);
        set_lanes(dst, elements);

        const auto machine = schedules::machine_of(get_target());
        const int extent = elements;
        if (!using_autoscheduler()) {
            schedules::apply(schedules::chosen_plan(plan, schedules::plan_to_lanes(machine, extent), machine, extent),
                             dst, n, i);
        }
    }
};

/// Lanes to as many rows as dst has.
class LanesToRows : public Generator<LanesToRows> {
  public:
    GeneratorParam<int> elements{"elements", 1};
    PlanParam plan{"plan"};

    Input<Buffer<float, 2>> src{"src"};  // (n, i)
    Output<Buffer<float, 2>> dst{"dst"}; // (i, n)

    void generate() {
        // The algorithm.
        dst(i, n) = src(n, i);

        // The layout.
        set_lanes(src, elements);
        set_rows(dst, elements);

        const auto machine = schedules::machine_of(get_target());
        const int extent = elements;
        if (!using_autoscheduler()) {
            schedules::apply(schedules::chosen_plan(plan, schedules::plan_to_rows(machine, extent), machine, extent),
                             dst, i, n);
        }
    }
};

} // namespace
} // namespace halenet::pipelines

HALIDE_REGISTER_GENERATOR(halenet::pipelines::Normalize, normalize)
HALIDE_REGISTER_GENERATOR(halenet::pipelines::RowsToLanes, rows_to_lanes)
HALIDE_REGISTER_GENERATOR(halenet::pipelines::LanesToRows, lanes_to_rows)
