/// What a user waits for: training steps, batches of predictions, one prediction. Images a second and time an image;
/// the kernels' own benchmarks belong to the work on speed.
#include <benchmark/benchmark.h>
#include <cstdint>
#include <numeric>
#include <vector>

#include <halenet/network.h>
#include <halenet/synthetic.h>
#include <lenet5.h>

namespace {

constexpr std::size_t images = 8192;

const halenet::Dataset &data() {
    static const halenet::Dataset digits = halenet::synthetic_digits(images, 1, 2);
    return digits;
}

/// range: batch, threads. Different images each step, so that branches cannot be learnt.
void train_step(benchmark::State &state) {
    const auto batch = static_cast<std::size_t>(state.range(0));
    halenet::Network network(lenet5_api,
                             {.batch = static_cast<int>(batch), .threads = static_cast<int>(state.range(1))});
    std::vector<std::uint32_t> order(images);
    std::iota(order.begin(), order.end(), 0u);
    halenet_training training{};
    training.learning_rate = 1e-3f;
    training.beta1 = 0.9;
    training.beta2 = 0.999;
    training.epsilon = 1e-8f;
    std::size_t first = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(network.train_step(data(), std::span(order).subspan(first, batch), training));
        first = (first + batch) % images;
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(batch));
}
BENCHMARK(train_step)->ArgsProduct({{32, 64, 128}, {1, 2}})->ArgNames({"batch", "threads"})->UseRealTime();

/// range: images at once, on one thread.
void predict(benchmark::State &state) {
    const auto batch = static_cast<std::size_t>(state.range(0));
    halenet::Network network(lenet5_api, {.batch = static_cast<int>(batch), .threads = 1, .training = false});
    xt::xtensor<std::uint8_t, 4> part({batch, 28, 28, 1});
    std::copy_n(data().images.begin(), part.size(), part.begin());
    for (auto _ : state) {
        benchmark::DoNotOptimize(network.predict(part));
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(batch));
}
BENCHMARK(predict)->Arg(1)->Arg(64)->Arg(1024)->ArgName("images");

} // namespace

BENCHMARK_MAIN();
