#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <vector>

#include <halenet/core.h>
#include <halenet/data_source.h>

namespace halenet {

class ThreadTeam;

/// What a network made of some images, as sums. The means of no images are NaN.
struct Metrics {
    double loss_sum = 0; ///< categorical cross-entropy, natural logarithm
    std::int64_t correct = 0;
    std::int64_t images = 0;

    [[nodiscard]] double loss() const { return loss_sum / static_cast<double>(images); } ///< mean over the images
    [[nodiscard]] double accuracy() const {
        return static_cast<double>(correct) / static_cast<double>(images);
    } ///< 0..1

    Metrics &operator+=(const Metrics &other);
};

struct NetworkOptions {
    int batch = 64;       ///< images that are worked on at once, and the most of a training step, 1 to 65,536
    int threads = 0;      ///< 1 to 1,024; 0: useful_threads(batch). Results have the same bits for any number
    bool training = true; ///< false: only classifies, without memory for gradients and the optimizer's state
};

/// A network of a generated library, with its memory and its threads. All arithmetic is the library's.
/// One thread at a time may call it; networks are independent. Every function throws Error where the core refuses, and
/// what the function of a DataSource throws.
class Network {
  public:
    /// `api` is a library's table (`lenet5_api` in lenet5.h). The parameters begin as initialize(0) leaves them. A
    /// library for several instruction sets runs the best that the processor has, or the one that the environment
    /// variable HALENET_ISA names.
    explicit Network(const halenet_api &api, const NetworkOptions &options = {});
    ~Network();
    Network(Network &&) noexcept;
    Network &operator=(Network &&) noexcept;
    Network(const Network &) = delete;
    Network &operator=(const Network &) = delete;

    [[nodiscard]] const halenet_model_info &model() const { return *api_->model; }
    [[nodiscard]] ImageForm form() const; ///< of the images and labels that this network takes
    [[nodiscard]] int batch() const { return instance_.options.batch; }
    [[nodiscard]] int threads() const;
    [[nodiscard]] std::string isa() const;    ///< name of the instruction set whose kernels it runs: "x86-64-v3"
    [[nodiscard]] std::string target() const; ///< what they were generated for, in Halide's words

    /// Draws all parameters afresh from `seed` and clears the optimizer's state.
    void initialize(std::uint64_t seed);

    /// model().parameters floats in canonical order (core.h, halenet_tensor_info).
    [[nodiscard]] std::vector<float> parameters() const;
    void set_parameters(std::span<const float> parameters); ///< clears the optimizer's state too

    /// Of the last training step, the mean over its batch, in the order of the parameters.
    [[nodiscard]] std::vector<float> gradients() const;

    /// Probabilities [image][class].
    [[nodiscard]] xt::xtensor<float, 2> predict(const DataSource &images);

    /// What layer `layer` of model().layers, which must be visible, makes of one image [y][x][channel]: height * width
    /// * channels floats [y][x][channel]; of the last layer the probabilities.
    [[nodiscard]] std::vector<float> layer_output(std::span<const std::uint8_t> image, int layer);

    [[nodiscard]] Metrics evaluate(const DataSource &data) { return evaluate(data, 0, data.size()); }

    /// Of the images first .. first + count - 1.
    [[nodiscard]] Metrics evaluate(const DataSource &data, std::size_t first, std::size_t count);

    /// One step of training on the images that `indices` names, at most batch() of them; the metrics are those before
    /// it, with the training's label smoothing in the loss, its Dropout and its augmentation.
    Metrics train_step(const DataSource &data, std::span<const std::uint32_t> indices,
                       const halenet_training &training);

    /// Throws where a parameter is infinite or no number; the sentence names its tensor.
    void check_weights() const;

    /// Throws where the data's images are not of this network's form, and where they have no labels or, in memory, one
    /// that is no class. The labels that a function fills in are checked as they come.
    void check_data(const DataSource &data) const;

  private:
    struct Free {
        void operator()(std::byte *memory) const { ::operator delete[](memory, std::align_val_t{HALENET_ALIGNMENT}); }
    };
    using Region = std::unique_ptr<std::byte[], Free>;
    enum class Labels { needed, not_needed };

    void check_labels(std::span<const std::uint8_t> labels, std::span<const std::uint32_t> indices) const;
    halenet_batch filled(const DataSource &data, std::span<const std::uint32_t> indices, Labels labels);
    halenet_batch consecutive(const DataSource &data, std::size_t first, std::size_t count, Labels labels);

    const halenet_api *api_;
    std::unique_ptr<ThreadTeam> team_;
    Region weights_;
    Region state_;
    Region workspace_;
    halenet_instance instance_{};
    std::vector<std::uint8_t> images_; ///< what a function filled in: at most a batch
    std::vector<std::uint8_t> labels_;
};

} // namespace halenet
