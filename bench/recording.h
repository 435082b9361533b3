/// The kernels' calls of one real pass over a batch, to be run again one kernel at a time.
#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <span>
#include <vector>

#include "bench/instance.h"
#include "bench/observation.h"
#include "bench/subject.h"

namespace halenet::bench {

/// A kernel with its own copy of the arguments that the core gave it. Buffers still point into the instance's memory.
class RecordedCall {
  public:
    RecordedCall(const halenet_call &call, void **arguments);
    RecordedCall(const RecordedCall &) = delete; // the arguments point into it
    RecordedCall &operator=(const RecordedCall &) = delete;
    ~RecordedCall() = default;

    int run() { return kernel_(arguments_.data()); }

    /// Of the tensors that it reads and of those that it writes, each once.
    [[nodiscard]] double bytes() const { return bytes_; }

  private:
    union Argument {
        halenet_buffer buffer;
        double number; ///< or anything smaller
    };
    halenet_kernel kernel_;
    double bytes_ = 0;
    std::array<void *, HALENET_MAX_ARGUMENTS> arguments_{};
    std::array<Argument, HALENET_MAX_ARGUMENTS> values_{};
    std::array<std::array<halenet_dimension, HALENET_MAX_RANK>, HALENET_MAX_ARGUMENTS> dimensions_{};
};

/// Training with Adam; with augmentation and SGD; probabilities of the whole batch at once; weights loaded, then
/// probabilities image by image.
enum class Pass { train, train_otherwise, predict, predict_each };

/// Together they call every kernel.
inline constexpr std::array all_passes{Pass::train, Pass::train_otherwise, Pass::predict, Pass::predict_each};

/// What a pass left in its memory is what a call finds when it is run again: its own shard's pixels, activations,
/// argmax and gradients. A step that is repeated changes nothing: the learning rate and the decay rates are zero, so
/// weights stay, moments are the gradient and its square, and none fades into subnormal numbers, which a processor may
/// be slow at. (A kernel that multiplies in place would fade all the same; LeNet-5 has none.)
class Recording final : private CallObserver {
  public:
    /// The first `batch` of the subject's digits.
    Recording(Pass pass, int batch, const Subject &subject);

    [[nodiscard]] int batch() const { return batch_; }

    /// In their order, one for each shard and each place in the tables; none where the pass does not use the kernel.
    [[nodiscard]] std::deque<RecordedCall> &calls(std::size_t kernel) { return calls_.at(kernel); }

  private:
    int on_call(std::size_t call, void **arguments) override;

    int batch_;
    Instance instance_;
    std::span<const halenet_call> table_;
    std::vector<std::size_t> kernels_; ///< of each call of the table
    std::vector<std::deque<RecordedCall>> calls_;
};

} // namespace halenet::bench
