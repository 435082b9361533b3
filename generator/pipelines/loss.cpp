/// Softmax and categorical cross-entropy on lanes, stable for logits of any size (the greatest is subtracted first).
#include "schedules/loss.h"
#include "generator/description/description.h"
#include "generator/pipelines/elements.h"
#include "schedules/elementwise.h"

namespace halenet::pipelines {
namespace {

using namespace Halide;
using description::shard_images;

Var n("n"), u("u");

/// The shared part: per image the greatest logit with its class, and the exponentials with their sum.
struct Softmax {
    RDom r;
    Func best{"best"}; ///< (n): greatest logit, its class; of equal ones the first
    Func exponential{"exponential"}, total{"total"};

    Softmax(const Func &logits, int classes) : r(0, classes, "r") {
        best(n) = Tuple(logits(n, 0), 0);
        const Expr greater = logits(n, r) > best(n)[0];
        best(n) = Tuple(select(greater, logits(n, r), best(n)[0]), select(greater, r, best(n)[1]));
        // exp(-80) is 1.8e-35, still a normal number: no denormals, and no share that a float could see.
        const Expr shifted = logits(n, u) - best(n)[0];
        exponential(n, u) = exp(strict_float(select(shifted < -80.0f, -80.0f, shifted)));
        total(n) = 0.0f;
        total(n) += exponential(n, r);
    }
};

/// Probabilities of as many images as the output has.
class SoftmaxForward : public Generator<SoftmaxForward> {
  public:
    GeneratorParam<int> classes{"classes", 2};

    Input<Buffer<float, 2>> logits{"logits"};                // (n, u)
    Output<Buffer<float, 2>> probabilities{"probabilities"}; // (u, n)

    void generate() {
        // The algorithm.
        const Softmax softmax(logits, classes);
        Func share("share");
        share(n, u) = softmax.exponential(n, u) / softmax.total(n);
        probabilities(u, n) = share(n, u);

        // The layout. Stages hold all 16 lanes whatever the output's extent.
        set_lanes(logits, classes);
        set_rows(probabilities, classes);
        for (Func stage : {softmax.best, softmax.exponential, softmax.total, share}) {
            stage.bound(n, 0, shard_images);
        }

        const auto machine = schedules::machine_of(get_target());
        schedules::apply(
            schedules::plan_loss(machine, classes),
            {{{softmax.best, softmax.r}, {softmax.total, softmax.r}}, {softmax.exponential, share}, {}, n});
        schedules::apply_to_rows(schedules::plan_transpose(machine, classes), probabilities, u);
    }
};

/// Loss and its gradient against q = (1 - s) * onehot + s / classes, s the label smoothing (arXiv 1512.00567, section
/// 7): loss = log(sum exp(x)) - sum q x, d_logits = (softmax(x) - q) / batch; the gradient of lanes past `images` is
/// zero.
class SoftmaxCrossEntropy : public Generator<SoftmaxCrossEntropy> {
  public:
    GeneratorParam<int> classes{"classes", 2};

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
        expected(n) += target_share(softmax.r) * (logits(n, softmax.r) - softmax.best(n)[0]);
        const Expr share = softmax.exponential(n, u) / softmax.total(n);
        d_logits(n, u) = select(n < images, (share - target_share(u)) / cast<float>(batch), 0.0f);
        loss(n) = log(softmax.total(n)) - expected(n);
        correct(n) = cast<std::uint8_t>(softmax.best(n)[1] == label);

        // The layout.
        set_lanes(logits, classes);
        set_lanes(d_logits, classes);
        labels.dim(0).set_min(0);
        loss.dim(0).set_bounds(0, shard_images);
        correct.dim(0).set_bounds(0, shard_images);

        schedules::apply(schedules::plan_loss(schedules::machine_of(get_target()), classes),
                         {{{softmax.best, softmax.r}, {softmax.total, softmax.r}, {expected, softmax.r}},
                          {softmax.exponential},
                          {d_logits, loss, correct},
                          n});
    }
};

} // namespace
} // namespace halenet::pipelines

HALIDE_REGISTER_GENERATOR(halenet::pipelines::SoftmaxForward, softmax)
HALIDE_REGISTER_GENERATOR(halenet::pipelines::SoftmaxCrossEntropy, softmax_cross_entropy)
