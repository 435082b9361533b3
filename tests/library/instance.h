/// An instance of a generated library in memory of exactly the size that it asks for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include <halenet/core.h>

namespace halenet::testing {

/// Aligned memory, filled with a pattern that would show if someone relied on zeros.
class Region {
  public:
    explicit Region(std::size_t bytes);
    [[nodiscard]] std::byte *data() const { return memory_.get(); }
    [[nodiscard]] std::size_t size() const { return bytes_; }

  private:
    struct Free {
        void operator()(std::byte *memory) const { ::operator delete[](memory, std::align_val_t{HALENET_ALIGNMENT}); }
    };
    std::size_t bytes_;
    std::unique_ptr<std::byte[], Free> memory_;
};

struct Parallel {
    halenet_parallel_for run = nullptr;
    void *context = nullptr;
};

class Instance {
  public:
    enum class Use { classify, train };

    Instance(const halenet_api &api, int batch, Use use = Use::train, Parallel parallel = {});

    [[nodiscard]] const halenet_api &api() const { return *api_; }
    [[nodiscard]] halenet_instance *get() { return &instance_; }

    void initialize(std::uint64_t seed);
    void load(const std::vector<float> &parameters);
    [[nodiscard]] std::vector<float> parameters() const;
    [[nodiscard]] std::vector<float> gradients() const;
    [[nodiscard]] std::vector<float> predict(const std::vector<std::uint8_t> &images, int count);
    [[nodiscard]] std::vector<float> layer_output(const std::uint8_t *image, int layer);
    halenet_metrics evaluate(const halenet_batch &batch);
    halenet_metrics train(const halenet_batch &batch, const halenet_training &training);

  private:
    const halenet_api *api_;
    Region weights_, state_, workspace_;
    halenet_instance instance_{};
};

/// Throws std::runtime_error with the sentence of a status that is not HALENET_OK.
void check(const halenet_status &status);

/// Adam's usual settings.
[[nodiscard]] halenet_training adam(float learning_rate, float label_smoothing = 0.0f);

[[nodiscard]] halenet_training sgd(float learning_rate, float momentum = 0.0f, float weight_decay = 0.0f);

/// Pixels and labels that depend on the seed alone.
struct Images {
    std::vector<std::uint8_t> pixels, labels;
    int count = 0;

    [[nodiscard]] halenet_batch batch(const std::uint32_t *indices = nullptr) const {
        return {pixels.data(), labels.data(), indices, count};
    }
};
[[nodiscard]] Images random_images(const halenet_model_info &model, int count, std::uint64_t seed);

/// Bit for bit, NaNs and signs of zeros included.
[[nodiscard]] bool same_bits(const std::vector<float> &a, const std::vector<float> &b);

} // namespace halenet::testing
