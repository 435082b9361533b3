/// Pooling layers of their own, on rows: greatest value or mean of each window. Windows may overlap or leave gaps, and
/// rows and columns that fill no window are dropped.
#include "generator/pipelines/elements.h"
#include "generator/pipelines/plan_param.h"
#include "generator/pipelines/pooling.h"
#include "schedules/pool.h"

namespace halenet::pipelines {
namespace {

using namespace Halide;

Var c("c"), x("x"), y("y"), n("n");

/// The shape parameters of every pooling kernel.
template <typename Kernel>
class PoolGenerator : public Generator<Kernel> {
  public:
    GeneratorParam<int> channels{"channels", 1};
    GeneratorParam<int> width{"width", 1};
    GeneratorParam<int> height{"height", 1};
    GeneratorParam<int> size{"size", 1};
    GeneratorParam<int> stride{"stride", 1};
    PlanParam plan{"plan"};

  protected:
    [[nodiscard]] schedules::PoolShape shape() const { return {channels, width, height, size, stride}; }
    [[nodiscard]] schedules::PoolPlan plan_of(const schedules::PoolLoops &loops) const {
        const auto machine = schedules::machine_of(this->get_target());
        return schedules::chosen_plan(plan, schedules::plan_pool2d(machine, loops), machine, loops);
    }

    /// Element of the flattened source at place (ax, ay) of window (x, y).
    [[nodiscard]] Expr source_element(const Expr &ax, const Expr &ay) const {
        const auto s = shape();
        return c + s.channels * (s.stride * x + ax + s.width * (s.stride * y + ay));
    }

    /// d_src = the sum, over the windows that a source element belongs to, of term(window, place): the window as its
    /// element of the flattened pooled output, the place row-major. Each element gathers, so no two writes ever meet;
    /// its sum runs over the windows in row-major order, strict so that it does where a plan unrolls it.
    void gather(Func d_src, const std::function<Expr(Expr, Expr)> &term) const {
        const auto s = shape();
        Func sum("sum");
        RDom r(0, s.overlap(), 0, s.overlap(), "r");
        const auto axis = [&](const Expr &at, const Expr &k, int windows) {
            const Expr window = at / s.stride - (s.overlap() - 1) + k;
            const Expr place = at - s.stride * window;
            return std::array{clamp(window, 0, windows - 1), place, window >= 0 && window < windows && place < s.size};
        };
        const auto [column, ax, in_columns] = axis(x, r.x, s.pooled_width());
        const auto [row, ay, in_rows] = axis(y, r.y, s.pooled_height());
        const Expr window = c + s.channels * (column + s.pooled_width() * row);
        sum(c, x, y, n) = 0.0f;
        const Expr added = select(in_columns && in_rows, term(window, ax + s.size * ay), 0.0f);
        sum(c, x, y, n) = strict_float(sum(c, x, y, n) + added);
        d_src(c, x, y, n) = sum(c, x, y, n);

        set_image_output(d_src, s.channels, s.width, s.height);
        if (!this->using_autoscheduler()) {
            schedules::apply(plan_of(backward_data_loops(s)), {d_src, sum, r.x, r.y, c, x, y, n});
        }
    }
};

class MaxPool2dForward : public PoolGenerator<MaxPool2dForward> {
  public:
    Input<Buffer<float, 2>> src{"src"};               // (i, n)
    Output<Func> dst{"dst", {Float(32), UInt(8)}, 4}; // (c, x, y, n): value, argmax

    void generate() {
        const auto s = shape();

        // The algorithm. The first of equal values wins. Strict, so that a NaN is compared as one. The argmax comes
        // first, because Halide 21 computes a tuple's second value from the first one's update where the comparison is
        // strict.
        Func best("best");
        RDom r(0, s.size, 0, s.size, "r");
        best(c, x, y, n) = Tuple(cast<std::uint8_t>(0), src(source_element(0, 0), n));
        const Expr value = src(source_element(r.x, r.y), n), argmax = best(c, x, y, n)[0], most = best(c, x, y, n)[1];
        const Expr greater = strict_float(value > most);
        best(c, x, y, n) =
            Tuple(select(greater, cast<std::uint8_t>(r.x + s.size * r.y), argmax), select(greater, value, most));
        dst(c, x, y, n) = Tuple(best(c, x, y, n)[1], best(c, x, y, n)[0]);

        // The layout.
        set_rows(src, s.source_elements());
        set_image_output(dst, s.channels, s.pooled_width(), s.pooled_height());

        if (!this->using_autoscheduler()) {
            schedules::apply(this->plan_of(forward_loops(s)), {dst, best, r.x, r.y, c, x, y, n});
        }
    }
};

class MaxPool2dBackwardData : public PoolGenerator<MaxPool2dBackwardData> {
  public:
    Input<Buffer<float, 2>> d_dst{"d_dst"};          // (i, n), i over pooled elements
    Input<Buffer<std::uint8_t, 2>> argmax{"argmax"}; // (i, n), i over pooled elements
    Output<Buffer<float, 4>> d_src{"d_src"};         // (c, x, y, n) of the source

    void generate() {
        // The layout.
        set_rows(d_dst, shape().pooled_elements());
        set_rows(argmax, shape().pooled_elements());

        // The algorithm.
        gather(d_src, [&](const Expr &window, const Expr &place) {
            return select(cast<int>(argmax(window, n)) == place, d_dst(window, n), 0.0f);
        });
    }
};

class AveragePool2dForward : public PoolGenerator<AveragePool2dForward> {
  public:
    Input<Buffer<float, 2>> src{"src"};  // (i, n)
    Output<Buffer<float, 4>> dst{"dst"}; // (c, x, y, n)

    void generate() {
        const auto s = shape();

        // The algorithm. A window's sum runs over its places in row-major order, strict as in gather.
        Func sum("sum");
        RDom r(0, s.size, 0, s.size, "r");
        sum(c, x, y, n) = 0.0f;
        sum(c, x, y, n) = strict_float(sum(c, x, y, n) + src(source_element(r.x, r.y), n));
        dst(c, x, y, n) = sum(c, x, y, n) * (1.0f / static_cast<float>(s.places()));

        // The layout.
        set_rows(src, s.source_elements());
        set_image_output(dst, s.channels, s.pooled_width(), s.pooled_height());

        if (!this->using_autoscheduler()) {
            schedules::apply(this->plan_of(forward_loops(s)), {dst, sum, r.x, r.y, c, x, y, n});
        }
    }
};

class AveragePool2dBackwardData : public PoolGenerator<AveragePool2dBackwardData> {
  public:
    Input<Buffer<float, 2>> d_dst{"d_dst"};  // (i, n), i over pooled elements
    Output<Buffer<float, 4>> d_src{"d_src"}; // (c, x, y, n) of the source

    void generate() {
        // The layout.
        set_rows(d_dst, shape().pooled_elements());

        // The algorithm.
        const float share = 1.0f / static_cast<float>(shape().places());
        gather(d_src, [&](const Expr &window, const Expr &) { return d_dst(window, n) * share; });
    }
};

} // namespace
} // namespace halenet::pipelines

HALIDE_REGISTER_GENERATOR(halenet::pipelines::MaxPool2dForward, max_pool2d_forward)
HALIDE_REGISTER_GENERATOR(halenet::pipelines::MaxPool2dBackwardData, max_pool2d_backward_data)
HALIDE_REGISTER_GENERATOR(halenet::pipelines::AveragePool2dForward, average_pool2d_forward)
HALIDE_REGISTER_GENERATOR(halenet::pipelines::AveragePool2dBackwardData, average_pool2d_backward_data)
