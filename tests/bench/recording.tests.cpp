/// What the benchmarks see of a library: every kernel under its name, and calls that can be run again.
#include "bench/recording.h"
#include "bench/manifest.h"
#include "bench/observation.h"

#include <halenet/synthetic.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>
#include <set>
#include <vector>

using namespace halenet;
using namespace halenet::bench;

namespace {

constexpr int batch = 40; // three shards, the last one part-filled

Subject subject() {
    Subject made{.digits = synthetic_digits(batch, 1), .synthetic = true, .parameters = {}};
    Instance instance(1);
    made.parameters.resize(halenet_library_api.model->parameters);
    check(halenet_save_weights(&instance.core(), made.parameters.data(), made.parameters.size()));
    return made;
}

/// One step of training from the same start; the weights after it.
std::vector<float> trained(CallObserver *observer, Instance &instance) {
    const Subject made = subject();
    const halenet_batch step{
        .images = made.digits.images.data(), .labels = made.digits.labels.data(), .indices = nullptr, .count = batch};
    const halenet_training training = adam(1e-3f);
    halenet_metrics metrics{};
    if (observer != nullptr) {
        const Observation observation(instance.core(), *observer);
        check(halenet_train_step(&instance.core(), &step, &training, &metrics));
    } else {
        check(halenet_train_step(&instance.core(), &step, &training, &metrics));
    }
    std::vector<float> weights(halenet_library_api.model->parameters);
    check(halenet_save_weights(&instance.core(), weights.data(), weights.size()));
    return weights;
}

class PassOn final : public CallObserver {
  public:
    explicit PassOn(std::span<const halenet_call> table) : table_(table) {}

    int on_call(std::size_t call, void **arguments) override {
        ++calls;
        return table_[call].kernel(arguments);
    }

    int calls = 0;

  private:
    std::span<const halenet_call> table_;
};

} // namespace

TEST_CASE("the manifest names as many kernels as the tables call", "[bench]") {
    const Manifest manifest = read_manifest(HALENET_BENCH_MANIFEST);
    const auto numbers = kernel_numbers(calls_of(*Instance(1).core().isa));
    CHECK(std::set(numbers.begin(), numbers.end()).size() == manifest.kernels.size());
    CHECK(std::ranges::max(numbers) + 1 == manifest.kernels.size());
    CHECK(numbers.front() == 0);
}

TEST_CASE("a step under observation ends with the same bits", "[bench]") {
    Instance plain(batch);
    Instance observed(batch);
    const halenet_isa *const isa = observed.core().isa;
    PassOn pass_on(calls_of(*isa));
    CHECK(trained(&pass_on, observed) == trained(nullptr, plain));
    CHECK(pass_on.calls > 3 * isa->train.count);
    CHECK(observed.core().isa == isa);
}

TEST_CASE("each kernel of a pass is recorded once a shard or once a step, and runs again", "[bench]") {
    const Subject made = subject();
    const Manifest manifest = read_manifest(HALENET_BENCH_MANIFEST);
    std::vector<bool> seen(manifest.kernels.size(), false);
    for (const Pass pass : all_passes) {
        Recording recording(pass, batch, made);
        for (std::size_t kernel = 0; kernel < seen.size(); ++kernel) {
            CAPTURE(static_cast<int>(pass), manifest.kernels[kernel].name);
            for (RecordedCall &call : recording.calls(kernel)) {
                CHECK(call.bytes() > 0);
                CHECK(call.run() == 0);
                seen[kernel] = true;
            }
        }
    }
    CHECK(std::ranges::all_of(seen, [](bool kernel) { return kernel; }));
}
