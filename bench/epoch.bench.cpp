#include "bench/benchmarks.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <span>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "bench/instance.h"
#include "bench/observation.h"
#include "runtime/train/shuffle.h"
#include "runtime/train/stopwatch.h"

namespace halenet::bench {
namespace {

using Clock = std::chrono::steady_clock;

/// What one look at the clock takes, seconds. It is most of what the observation itself costs.
double clock_seconds() {
    constexpr int looks = 100'000;
    const Stopwatch stopwatch;
    for (int look = 0; look < looks; ++look)
        benchmark::DoNotOptimize(Clock::now());
    return stopwatch.seconds() / looks;
}

class KernelClock final : public CallObserver {
  public:
    explicit KernelClock(std::span<const halenet_call> table)
        : table_(table), kernels_(kernel_numbers(table)), kernel_times_(std::ranges::max(kernels_) + 1) {}

    int on_call(std::size_t call, void **arguments) override {
        const Clock::time_point start = Clock::now();
        const int result = table_[call].kernel(arguments);
        Time &time = kernel_times_[kernels_[call]];
        time.sum += Clock::now() - start;
        ++time.calls;
        return result;
    }

    /// Seconds in a kernel, without the clock: between two looks lies about one look's time.
    [[nodiscard]] double seconds(std::size_t kernel, double look) const {
        const Time &time = kernel_times_[kernel];
        return std::max(0.0, std::chrono::duration<double>(time.sum).count() - look * static_cast<double>(time.calls));
    }

    [[nodiscard]] std::int64_t calls() const {
        return std::accumulate(kernel_times_.begin(), kernel_times_.end(), std::int64_t{0},
                               [](std::int64_t sum, const Time &time) { return sum + time.calls; });
    }

  private:
    struct Time {
        Clock::duration sum{};
        std::int64_t calls = 0;
    };
    std::span<const halenet_call> table_;
    std::vector<std::size_t> kernels_; ///< of each call of the table
    std::vector<Time> kernel_times_;
};

void train_epoch(halenet_instance &core, const Dataset &digits, int batch) {
    std::vector<std::uint32_t> order(digits.size());
    std::iota(order.begin(), order.end(), 0u);
    shuffle(order, 0, 1);
    const halenet_training training = adam(1e-3f);
    for (std::size_t first = 0; first < order.size(); first += static_cast<std::size_t>(batch)) {
        const auto rest = static_cast<std::int32_t>(order.size() - first);
        const halenet_batch step{.images = digits.images.data(),
                                 .labels = digits.labels.data(),
                                 .indices = order.data() + first,
                                 .count = std::min(batch, rest)};
        halenet_metrics metrics{};
        check(halenet_train_step(&core, &step, &training, &metrics));
    }
}

void run_epoch(benchmark::State &state, const Manifest &manifest, const Dataset &digits, int batch) {
    Instance instance(batch);
    KernelClock clock(calls_of(*instance.core().isa));
    const Observation observation(instance.core(), clock);
    double seconds = 0;
    for (auto _ : state) {
        const Stopwatch stopwatch;
        train_epoch(instance.core(), digits, batch);
        seconds += stopwatch.seconds();
        state.SetIterationTime(seconds);
    }

    const auto images = static_cast<double>(digits.size());
    const double look = clock_seconds();
    double rest = seconds;
    const auto count = [&](const std::string &name, double part) {
        state.counters[name] = part / images;
        rest -= part;
    };
    for (std::size_t kernel = 0; kernel < manifest.kernels.size(); ++kernel)
        if (const double part = clock.seconds(kernel, look); part > 0)
            count("kernel:" + manifest.kernels[kernel].name, part);
    count("clock", 2 * look * static_cast<double>(clock.calls()));
    state.counters["rest"] = rest / images;
    state.counters["image"] = seconds / images;
}

} // namespace

void add_epochs(const Manifest &manifest, const Subject &subject) {
    for (const int batch : {128, 32})
        benchmark::RegisterBenchmark(
            fmt::format("epoch/batch:{}", batch).c_str(),
            [&, batch](benchmark::State &state) { run_epoch(state, manifest, subject.digits, batch); })
            ->Iterations(1)
            ->UseManualTime()
            ->Unit(benchmark::kMillisecond);
}

} // namespace halenet::bench
