#include "bench/benchmarks.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <halenet/error.h>

#include "bench/recording.h"

namespace halenet::bench {
namespace {

using benchmark::Counter;

constexpr int shards_batch = 512; // 32 shards
constexpr std::array step_batches{128, 32};

/// The passes over one batch that together call every kernel.
class Recordings {
  public:
    Recordings(int batch, const Subject &subject) {
        for (const Pass pass : all_passes)
            passes_.push_back(std::make_unique<Recording>(pass, batch, subject));
    }

    [[nodiscard]] int batch() const { return passes_.front()->batch(); }

    /// Of the first pass that has any; of the last one otherwise, which are none.
    [[nodiscard]] std::deque<RecordedCall> &calls(std::size_t kernel) const {
        for (const auto &pass : passes_)
            if (!pass->calls(kernel).empty())
                return pass->calls(kernel);
        return passes_.back()->calls(kernel);
    }

  private:
    std::vector<std::unique_ptr<Recording>> passes_;
};

using SharedRecordings = std::shared_ptr<const Recordings>;

void run_kernel(benchmark::State &state, const Recordings &recordings, std::size_t kernel, double multiply_adds) {
    std::deque<RecordedCall> &calls = recordings.calls(kernel);
    if (calls.empty()) {
        state.SkipWithError("no pass of the benchmarks calls this kernel");
        return;
    }
    double bytes = 0;
    for (const RecordedCall &call : calls)
        bytes += call.bytes();
    for (auto _ : state)
        for (RecordedCall &call : calls)
            benchmark::DoNotOptimize(call.run());

    const double images = recordings.batch();
    state.counters["image"] = Counter(images, Counter::kIsIterationInvariantRate | Counter::kInvert);
    state.counters["bytes_image"] = bytes / images;
    state.counters["multiply_adds"] = multiply_adds;
    if (multiply_adds > 0)
        state.counters["flops"] = Counter(2 * multiply_adds * images, Counter::kIsIterationInvariantRate);
}

/// Names are known by the order alone.
void check_order(const Manifest &manifest) {
    const auto numbers = kernel_numbers(calls_of(*Instance(1).core().isa));
    if (const std::size_t kernels = std::ranges::max(numbers) + 1; kernels != manifest.kernels.size())
        throw Error(fmt::format("the library's tables call {} kernels and its manifest names {}, expected as many; "
                                "generate the library again",
                                kernels, manifest.kernels.size()));
}

} // namespace

void add_kernels(const Manifest &manifest, const Subject &subject) {
    check_order(manifest);
    const auto of_shards = std::make_shared<const Recordings>(shards_batch, subject);
    std::vector<SharedRecordings> of_steps;
    for (const int batch : step_batches)
        of_steps.push_back(std::make_shared<const Recordings>(batch, subject));

    for (std::size_t kernel = 0; kernel < manifest.kernels.size(); ++kernel) {
        const auto add = [&, kernel](const SharedRecordings &recordings) {
            const ManifestKernel &entry = manifest.kernels[kernel];
            const std::string name = fmt::format("kernel/{}/batch:{}", entry.name, recordings->batch());
            benchmark::RegisterBenchmark(name.c_str(), [=, &entry](benchmark::State &state) {
                run_kernel(state, *recordings, kernel, entry.multiply_adds);
            });
        };
        const bool once_a_step = of_shards->calls(kernel).size() == of_steps.back()->calls(kernel).size();
        if (once_a_step)
            for (const SharedRecordings &recordings : of_steps)
                add(recordings);
        else
            add(of_shards);
    }
}

} // namespace halenet::bench
