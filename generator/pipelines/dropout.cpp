/// Dropout (Srivastava et al., JMLR 15, 2014), inverted: what is kept is divided by the share of what is kept, so that
/// inference needs nothing. The same kernel on the gradient, with the same key, is its backward.
#include "generator/pipelines/elements.h"
#include "generator/pipelines/plan_param.h"
#include "generator/pipelines/random.h"

#include <algorithm>
#include <cmath>

namespace halenet::pipelines {
namespace {

using namespace Halide;

Var i("i"), n("n");

class Dropout : public Generator<Dropout> {
  public:
    GeneratorParam<int> elements{"elements", 1};
    GeneratorParam<double> rate{"rate", 0.0}; ///< 0 to below 1
    GeneratorParam<int> stream{"stream", 0};  ///< tells the Dropout layers of a model apart
    GeneratorParam<bool> lanes{"lanes", false};
    PlanParam plan{"plan"};

    Input<Buffer<float, 2>> src{"src"};      // lanes: (n, i), else (i, n)
    Input<int> first_image{"first_image"};   // the number of the shard's first image in its batch
    Input<std::uint32_t> key_low{"key_low"}; // of the step
    Input<std::uint32_t> key_high{"key_high"};
    Output<Buffer<float, 2>> dst{"dst"}; // as src; may be its memory

    void generate() {
        // The algorithm. Element e of image g is kept where the bits of e + elements * g, as a share of 2^32, are not
        // below the rate.
        const Draws draws(key_low, key_high, static_cast<std::uint32_t>(static_cast<int>(stream)));
        const auto count = static_cast<std::uint32_t>(static_cast<int>(elements));
        const auto threshold = static_cast<std::uint32_t>(std::min(std::ceil(std::ldexp(rate, 32)), 4294967295.0));
        const auto scale = static_cast<float>(1.0 / (1.0 - rate));
        const Expr image = cast<std::uint32_t>(first_image + n);
        const Expr kept = draws.bits(cast<std::uint32_t>(i) + Expr(count) * image) >= Expr(threshold);
        const auto dropped = [&](const Expr &x) { return select(kept, x * scale, 0.0f); };
        if (lanes) {
            dst(n, i) = dropped(src(n, i));
            set_lanes(src, elements);
            set_lanes(dst, elements);
        } else {
            dst(i, n) = dropped(src(i, n));
            set_rows(src, elements);
            set_rows(dst, elements);
        }

        const int extent = lanes ? description::shard_images : static_cast<int>(elements);
        if (!using_autoscheduler()) {
            schedules::apply(elementwise_plan(plan, get_target(), extent), dst, lanes ? n : i);
        }
    }
};

} // namespace
} // namespace halenet::pipelines

HALIDE_REGISTER_GENERATOR(halenet::pipelines::Dropout, dropout)
