#include "bench/benchmarks.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <vector>

#include <benchmark/benchmark.h>

#include <halenet/network.h>
#include <halenet/threads.h>
#include <lenet5.h>

namespace halenet::bench {
namespace {

using benchmark::Counter;

constexpr std::int64_t largest_batch = 1024;

void count_images(benchmark::State &state, double images) {
    state.counters["image"] = Counter(images, Counter::kIsIterationInvariantRate | Counter::kInvert);
}

/// Other images in each step, so that branches cannot be learnt by heart; a rate so small that they stay the same.
void train_steps(benchmark::State &state, const Subject &subject) {
    const auto batch = static_cast<std::size_t>(state.range(0));
    Network network(lenet5_api, {.batch = static_cast<int>(batch), .threads = static_cast<int>(state.range(1))});
    network.set_parameters(subject.parameters);
    std::vector<std::uint32_t> order(subject.digits.size() / batch * batch);
    std::iota(order.begin(), order.end(), 0u);
    const halenet_training training = adam(1e-5f);
    std::size_t first = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(network.train_step(subject.digits, std::span(order).subspan(first, batch), training));
        first = (first + batch) % order.size();
    }
    count_images(state, static_cast<double>(batch));
}

/// On one thread.
void predict(benchmark::State &state, const Subject &subject) {
    const auto batch = static_cast<std::size_t>(state.range(0));
    Network network(lenet5_api, {.batch = static_cast<int>(batch), .threads = 1, .training = false});
    network.set_parameters(subject.parameters);
    const DataSource all(subject.digits);
    const std::size_t bytes = all.image_bytes();
    std::size_t first = 0;
    for (auto _ : state) {
        const DataSource part(all.form(), std::span(all.images() + first * bytes, batch * bytes), {});
        benchmark::DoNotOptimize(network.predict(part));
        first = (first + batch) % (all.size() - batch);
    }
    count_images(state, static_cast<double>(batch));
}

} // namespace

void add_network(const Subject &subject) {
    const auto batches = benchmark::CreateRange(1, largest_batch, 2);
    benchmark::RegisterBenchmark("train_step", [&](benchmark::State &state) { train_steps(state, subject); })
        ->ArgsProduct({batches, benchmark::CreateRange(1, available_cpus(), 2)})
        ->ArgNames({"batch", "threads"})
        ->UseRealTime();
    benchmark::RegisterBenchmark("predict", [&](benchmark::State &state) { predict(state, subject); })
        ->ArgsProduct({batches})
        ->ArgName("batch")
        ->UseRealTime();
}

} // namespace halenet::bench
