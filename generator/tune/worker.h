/// A library at the workbench.
#pragma once

#include "generator/tune/workbench.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <halenet/core.h>

namespace halenet::tune {

/// Throws Error with the core's sentence where the library refuses something.
class Worker {
  public:
    /// Both stay in use.
    Worker(const halenet_api &library, Workbench &bench);

    [[nodiscard]] const halenet_model_info &model() const { return *library_->model; }
    [[nodiscard]] Workbench &bench() { return *bench_; }

    /// Puts the specimen's parameters in place, and the optimizer's state at its start. The work of another library
    /// that was at the bench ends with it.
    void load();

    halenet_metrics train(const halenet_batch &batch, const halenet_training &training);
    halenet_metrics train_by_team(const halenet_batch &batch, const halenet_training &training);
    halenet_metrics evaluate(const halenet_batch &batch);
    halenet_adapted adapt(const halenet_adaptation &adaptation);

    // What comes back is valid until the next call.
    std::span<const float> predict(const halenet_batch &batch);
    std::span<const float> predict_one(const std::uint8_t *image); ///< with the memory that one image needs
    std::span<const float> logits(const halenet_batch &batch);
    std::span<const float> parameters();
    std::span<const float> gradients();

    /// From now on the ticks of each kernel are counted, from 0. Throws Error for a library that was generated without
    /// timing.
    void count_ticks();
    [[nodiscard]] std::uint64_t ticks_of(const std::string &kernel) const; ///< 0 where it was not called
    [[nodiscard]] std::vector<std::string> called_kernels() const;

  private:
    halenet_instance create(int batch, bool with_state, bool with_team);
    float *values(std::size_t count);

    const halenet_api *library_;
    Workbench *bench_;
    std::vector<halenet_instance> training_; ///< on this thread, by the team; none where nothing trains
    halenet_instance many_{}, one_{};
    std::vector<float> values_;
    std::vector<halenet_kernel_time> times_;
};

} // namespace halenet::tune
