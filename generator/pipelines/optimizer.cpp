/// The end of a training step: gradients summed over shards, Adam, and stochastic gradient descent with momentum.
#include "generator/pipelines/elements.h"
#include "generator/pipelines/plan_param.h"

namespace halenet::pipelines {
namespace {

using namespace Halide;

Var k("k"), s("s");

/// Moments that would decay into denormals (slow on some CPUs, flushed on others) become zero. Strict, so that a NaN
/// stays one.
Expr flushed(const Expr &x) {
    return select(strict_float(abs(x) < 1e-30f), 0.0f, x);
}

/// What decoupled weight decay (Loshchilov and Hutter, arXiv 1711.05101) leaves of a weight in one step.
Expr remaining(const Expr &learning_rate, const Expr &weight_decay) {
    return cast<double>(1) - cast<double>(learning_rate) * cast<double>(weight_decay);
}

/// dst = sum over the shards, in their order.
class SumShards : public Generator<SumShards> {
  public:
    PlanParam plan{"plan"};

    Input<Buffer<float, 2>> src{"src"};  // (k, s)
    Output<Buffer<float, 1>> dst{"dst"}; // (k)

    void generate() {
        // The algorithm. The first shard starts the chain: adding it to zero would lose the sign of a zero.
        // The sum is a stage of its own, not an update of dst: Halide 21 takes a kernel's loads from its own output for
        // aligned.
        RDom r(1, src.dim(1).extent() - 1, "r");
        Func sum("sum");
        sum(k) = src(k, 0);
        sum(k) += src(k, r);
        dst(k) = sum(k);

        // The layout.
        src.dim(1).set_min(0);

        if (!using_autoscheduler()) {
            schedules::apply(elementwise_plan(plan, get_target(), 0), {dst, sum, r, k});
        }
    }
};

/// What Adam needs once a step: the running products beta^t, and the factors of this step in double, rounded once.
class AdamRates : public Generator<AdamRates> {
  public:
    Input<Buffer<double, 1>> powers{"powers"}; // (2): beta1 and beta2 to the power of the steps before this one
    Input<float> learning_rate{"learning_rate"};
    Input<double> beta1{"beta1"};
    Input<double> beta2{"beta2"};
    Input<float> weight_decay{"weight_decay"};
    Output<Buffer<double, 1>> new_powers{"new_powers"}; // (2); may be the same memory as powers
    // (7): beta1, 1 - beta1, beta2, 1 - beta2, step size, 1 / sqrt(1 - beta2^t), 1 - learning_rate * weight_decay
    Output<Buffer<float, 1>> rates{"rates"};

    void generate() {
        // The algorithm. Two outputs that both read `powers` would race when new_powers is powers: rates read
        // new_powers.
        new_powers(k) = powers(k) * select(k == 0, beta1, beta2);
        const Expr one = cast<double>(1), b1 = beta1, b2 = beta2;
        const Expr step = cast<double>(learning_rate) / (one - new_powers(0));
        const Expr correction = one / sqrt(one - new_powers(1));
        const Expr remains = remaining(learning_rate, weight_decay);
        rates(k) = cast<float>(mux(k, std::vector<Expr>{b1, one - b1, b2, one - b2, step, correction, remains}));

        // The layout.
        powers.dim(0).set_bounds(0, 2);
        new_powers.dim(0).set_bounds(0, 2);
        rates.dim(0).set_bounds(0, 7);

        if (!using_autoscheduler()) {
            schedules::apply_unrolled(new_powers, k);
            schedules::apply_unrolled(rates, k);
        }
    }
};

/// Adam (Kingma and Ba, arXiv 1412.6980, algorithm 1) with the bias corrections and the decoupled weight decay of
/// AdamRates: w = w * remains - step * m / (sqrt(v) * correction + epsilon). The outputs may be the same memory as
/// their inputs.
class Adam : public Generator<Adam> {
  public:
    PlanParam plan{"plan"};

    Input<Buffer<float, 1>> weights{"weights"};   // (k)
    Input<Buffer<float, 1>> gradient{"gradient"}; // (k)
    Input<Buffer<float, 1>> moment1{"moment1"};   // (k)
    Input<Buffer<float, 1>> moment2{"moment2"};   // (k)
    Input<Buffer<float, 1>> rates{"rates"};       // (7), see AdamRates
    Input<float> epsilon{"epsilon"};
    Output<Func> updated{"updated", {Float(32), Float(32), Float(32)}, 1}; // (k): weights, moment1, moment2

    void generate() {
        // The algorithm. Without decay the first product is exact, so the bits are those of a plain difference.
        const Expr g = gradient(k);
        const Expr m = flushed(rates(0) * moment1(k) + rates(1) * g);
        const Expr v = flushed(rates(2) * moment2(k) + rates(3) * (g * g));
        const Expr denominator = sqrt(v) * rates(5) + epsilon;
        updated(k) = Tuple(weights(k) * rates(6) - rates(4) * (m / denominator), m, v);

        // The layout.
        rates.dim(0).set_bounds(0, 7);

        if (!using_autoscheduler()) {
            schedules::apply(elementwise_plan(plan, get_target(), 0), updated, k);
        }
    }
};

/// Stochastic gradient descent with momentum as PyTorch defines it: v = momentum * v + gradient; w = w * remains -
/// learning_rate * v. The outputs may be the same memory as their inputs.
class Sgd : public Generator<Sgd> {
  public:
    PlanParam plan{"plan"};

    Input<Buffer<float, 1>> weights{"weights"};   // (k)
    Input<Buffer<float, 1>> gradient{"gradient"}; // (k)
    Input<Buffer<float, 1>> velocity{"velocity"}; // (k)
    Input<float> learning_rate{"learning_rate"};
    Input<float> momentum{"momentum"};
    Input<float> weight_decay{"weight_decay"};
    Output<Func> updated{"updated", {Float(32), Float(32)}, 1}; // (k): weights, velocity

    void generate() {
        // The algorithm.
        const Expr v = flushed(momentum * velocity(k) + gradient(k));
        const Expr remains = cast<float>(remaining(learning_rate, weight_decay));
        updated(k) = Tuple(weights(k) * remains - learning_rate * v, v);

        if (!using_autoscheduler()) {
            schedules::apply(elementwise_plan(plan, get_target(), 0), updated, k);
        }
    }
};

} // namespace
} // namespace halenet::pipelines

HALIDE_REGISTER_GENERATOR(halenet::pipelines::SumShards, sum_shards)
HALIDE_REGISTER_GENERATOR(halenet::pipelines::AdamRates, adam_rates)
HALIDE_REGISTER_GENERATOR(halenet::pipelines::Adam, adam)
HALIDE_REGISTER_GENERATOR(halenet::pipelines::Sgd, sgd)
