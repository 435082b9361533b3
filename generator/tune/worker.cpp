#include "generator/tune/worker.h"

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <string_view>

#include <halenet/error.h>

namespace halenet::tune {

namespace {

void check(const halenet_status &status) {
    if (status.code != HALENET_OK) {
        throw Error(static_cast<const char *>(status.sentence));
    }
}

} // namespace

Worker::Worker(const halenet_api &library, Workbench &bench)
    : library_(&library), bench_(&bench), times_(static_cast<std::size_t>(library.model->kernel_count)) {
    if (model().trains) {
        training_ = {create(Workbench::largest_batch, true, false), create(Workbench::largest_batch, true, true)};
    }
    many_ = create(Workbench::largest_batch, false, false);
    one_ = create(1, false, false);
}

halenet_instance Worker::create(int batch, bool with_state, bool with_team) {
    const halenet_memory memory = bench_->memory(with_state);
    const halenet_options options{.batch = batch,
                                  .parallel_for = with_team ? ThreadTeam::parallel_for : nullptr,
                                  .parallel_context = with_team ? &bench_->team() : nullptr,
                                  .isa = nullptr};
    halenet_instance instance{};
    check(library_->create(&instance, &memory, &options));
    return instance;
}

void Worker::load() {
    const std::vector<float> &parameters = bench_->specimen().parameters;
    halenet_instance &instance = training_.empty() ? many_ : training_.front();
    check(library_->load_weights(&instance, parameters.data(), parameters.size()));
}

halenet_metrics Worker::train(const halenet_batch &batch, const halenet_training &training) {
    halenet_metrics metrics{};
    check(library_->train_step(&training_.front(), &batch, &training, &metrics));
    return metrics;
}

halenet_metrics Worker::train_by_team(const halenet_batch &batch, const halenet_training &training) {
    halenet_metrics metrics{};
    check(library_->train_step(&training_.back(), &batch, &training, &metrics));
    return metrics;
}

halenet_metrics Worker::evaluate(const halenet_batch &batch) {
    halenet_metrics metrics{};
    check(library_->evaluate(&training_.front(), &batch, &metrics));
    return metrics;
}

halenet_adapted Worker::adapt(const halenet_adaptation &adaptation) {
    const std::span<std::byte> memory = bench_->adapt_memory();
    halenet_adapted adapted{};
    check(library_->adapt(&training_.front(), &adaptation, memory.data(), memory.size(), &adapted));
    return adapted;
}

/// Room for an answer, with what none can be in it.
float *Worker::values(std::size_t count) {
    values_.assign(count, std::numeric_limits<float>::quiet_NaN());
    return values_.data();
}

std::span<const float> Worker::predict(const halenet_batch &batch) {
    float *probabilities = values(static_cast<std::size_t>(batch.count) * static_cast<std::size_t>(model().classes));
    check(library_->predict(&many_, batch.images, batch.count, probabilities));
    return values_;
}

std::span<const float> Worker::predict_one(const std::uint8_t *image) {
    check(library_->predict(&one_, image, 1, values(static_cast<std::size_t>(model().classes))));
    return values_;
}

std::span<const float> Worker::logits(const halenet_batch &batch) {
    float *logits = values(static_cast<std::size_t>(batch.count) * static_cast<std::size_t>(model().classes));
    check(library_->logits(&many_, batch.images, batch.count, logits));
    return values_;
}

std::span<const float> Worker::parameters() {
    check(library_->save_weights(&many_, values(model().parameters), model().parameters));
    return values_;
}

std::span<const float> Worker::gradients() {
    check(library_->save_gradients(&training_.front(), values(model().parameters), model().parameters));
    return values_;
}

void Worker::count_ticks() {
    if (library_->time_kernels == nullptr) {
        throw Error("the library was generated without --timing");
    }
    const auto count_in = [&](halenet_instance &instance) {
        check(library_->time_kernels(&instance, times_.data(), static_cast<std::int32_t>(times_.size())));
    };
    std::ranges::for_each(training_, count_in);
    count_in(many_);
    count_in(one_);
}

std::uint64_t Worker::ticks_of(const std::string &kernel) const {
    const auto found = std::ranges::find_if(
        times_, [&](const halenet_kernel_time &time) { return time.kernel != nullptr && time.kernel == kernel; });
    return found == times_.end() ? 0 : found->ticks;
}

std::vector<std::string> Worker::called_kernels() const {
    std::vector<std::string> names;
    for (const halenet_kernel_time &time : times_) {
        if (time.kernel != nullptr) {
            names.emplace_back(time.kernel);
        }
    }
    return names;
}

} // namespace halenet::tune
