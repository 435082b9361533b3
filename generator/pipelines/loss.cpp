/// Softmax and categorical cross-entropy on lanes, stable for logits of any size (the greatest is subtracted first).
#include "schedules/loss.h"
#include "generator/description/description.h"
#include "generator/pipelines/elements.h"
#include "generator/pipelines/plan_param.h"
#include "schedules/elementwise.h"

#include <array>

namespace halenet::pipelines {
namespace {

using namespace Halide;
using description::shard_images;

Var n("n"), u("u");

/// e^x for x <= 0 as 2^k e^r, |r| <= log(2) / 2; from x = -80 on, where it is 1.8e-35, the smallest value: still a
/// normal number, and no share that a float could see. Own fit: the greatest relative error of 1 + r + r^2 q(r) made
/// small by weighted least squares, 3.1e-9 before any rounding; with it at most 1 unit in the last place. Strict
/// throughout: a NaN stays one, the bits are the same on every processor, and none calls libm, as Halide's exp does
/// where there is no instruction for its floor.
Expr exponential_of(const Expr &x) {
    constexpr std::array q{0.001381432055f, 0.008368850686f, 0.04166840017f, 0.1666651964f, 0.4999999404f};
    constexpr float ln2_high = 0.693359375f, ln2_low = -2.12194440e-4f; // k times the first part is exact
    const Expr inside = select(x < -80.0f, -80.0f, x);
    const Expr k = cast<int>(inside * 1.44269504f - 0.5f);
    const Expr r = inside - cast<float>(k) * ln2_high - cast<float>(k) * ln2_low;
    Expr p = q[0];
    for (std::size_t i = 1; i < q.size(); ++i) {
        p = p * r + q[i];
    }
    return strict_float((r * r * p + r + 1.0f) * reinterpret<float>((k + 127) << 23));
}

/// The shared part: per image the greatest logit with its class, and the exponentials with their sum. Sums over the
/// classes are strict, so that they keep their order where a plan unrolls them.
struct Softmax {
    RDom r;
    Func best{"best"}; ///< (n): class of the greatest logit, of equal ones the first; the logit
    Func exponential{"exponential"}, total{"total"};

    Softmax(const Func &logits, int classes) : r(0, classes, "r") {
        // The class comes first, as the argmax does in MaxPool2dForward: a strict library's comparison is strict.
        best(n) = Tuple(0, logits(n, 0));
        const Expr greater = logits(n, r) > best(n)[1];
        best(n) = Tuple(select(greater, r, best(n)[0]), select(greater, logits(n, r), best(n)[1]));
        exponential(n, u) = exponential_of(logits(n, u) - best(n)[1]);
        total(n) = 0.0f;
        total(n) = strict_float(total(n) + exponential(n, r));
    }
};

/// Probabilities of as many images as the output has.
class SoftmaxForward : public Generator<SoftmaxForward> {
  public:
    GeneratorParam<int> classes{"classes", 2};
    PlanParam plan{"plan"};

    Input<Buffer<float, 2>> logits{"logits"};                // (n, u)
    Output<Buffer<float, 2>> probabilities{"probabilities"}; // (u, n)

    void generate() {
        // The algorithm.
        const Softmax softmax(logits, classes);
        Func share("share");
        share(n, u) = softmax.exponential(n, u) / softmax.total(n);
        probabilities(u, n) = share(n, u);

        // The layout.
        set_lanes(logits, classes);
        set_rows(probabilities, classes);

        const auto machine = schedules::machine_of(get_target());
        const int extent = classes;
        if (!using_autoscheduler()) {
            // Stages hold all 16 lanes whatever the output's extent.
            for (Func stage : {softmax.best, softmax.exponential, softmax.total, share}) {
                stage.bound(n, 0, shard_images);
            }
            schedules::apply(
                schedules::chosen_plan(plan, schedules::plan_loss(machine, extent), machine, extent),
                {{{softmax.best, softmax.r}, {softmax.total, softmax.r}}, {softmax.exponential, share}, {}, n});
            schedules::apply(schedules::plan_to_rows(machine, extent), probabilities, u, n);
        }
    }
};

/// Loss and its gradient against q = (1 - s) * onehot + s / classes, s the label smoothing (arXiv 1512.00567, section
/// 7): loss = log(sum exp(x)) - sum q x, d_logits = (softmax(x) - q) / batch; the gradient of lanes past `images` is
/// zero.
class SoftmaxCrossEntropy : public Generator<SoftmaxCrossEntropy> {
  public:
    GeneratorParam<int> classes{"classes", 2};
    PlanParam plan{"plan"};

    Input<Buffer<float, 2>> logits{"logits"};        // (n, u)
    Input<Buffer<std::uint8_t, 1>> labels{"labels"}; // (n), n up to images
    Input<int> images{"images"};                     // in this shard
    Input<int> batch{"batch"};                       // in all shards
    Input<float> label_smoothing{"label_smoothing"};
    Output<Buffer<float, 2>> d_logits{"d_logits"};      // (n, u)
    Output<Buffer<float, 1>> loss{"loss"};              // (n)
    Output<Buffer<std::uint8_t, 1>> correct{"correct"}; // (n): 1 where the greatest logit is the label's

    void generate() {
        // The algorithm.
        const Softmax softmax(logits, classes);
        const Expr label = cast<int>(labels(min(n, images - 1)));
        const Expr smooth = label_smoothing / static_cast<float>(static_cast<int>(classes));
        const auto target_share = [&](const Expr &c) {
            return select(c == label, 1.0f - label_smoothing, 0.0f) + smooth;
        };
        Func expected("expected"); // sum q (x - greatest)
        expected(n) = 0.0f;
        expected(n) = strict_float(expected(n) + target_share(softmax.r) * (logits(n, softmax.r) - softmax.best(n)[1]));
        const Expr share = softmax.exponential(n, u) / softmax.total(n);
        d_logits(n, u) = select(n < images, (share - target_share(u)) / cast<float>(batch), 0.0f);
        loss(n) = log(softmax.total(n)) - expected(n);
        correct(n) = cast<std::uint8_t>(softmax.best(n)[0] == label);

        // The layout.
        set_lanes(logits, classes);
        set_lanes(d_logits, classes);
        labels.dim(0).set_min(0);
        loss.dim(0).set_bounds(0, shard_images);
        correct.dim(0).set_bounds(0, shard_images);

        const auto machine = schedules::machine_of(get_target());
        const int extent = classes;
        if (!using_autoscheduler()) {
            schedules::apply(schedules::chosen_plan(plan, schedules::plan_loss(machine, extent), machine, extent),
                             {{{softmax.best, softmax.r}, {softmax.total, softmax.r}, {expected, softmax.r}},
                              {softmax.exponential},
                              {d_logits, loss, correct},
                              n});
        }
    }
};

} // namespace
} // namespace halenet::pipelines

HALIDE_REGISTER_GENERATOR(halenet::pipelines::SoftmaxForward, softmax)
HALIDE_REGISTER_GENERATOR(halenet::pipelines::SoftmaxCrossEntropy, softmax_cross_entropy)
