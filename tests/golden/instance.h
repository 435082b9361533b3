/// An instance of a generated library with memory of its own, for tests.
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <halenet/core.h>
#include <xtensor/xtensor.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace halenet::golden {

class Instance {
  public:
    /// `batch`: the most images of a step or of a prediction.
    Instance(const halenet_api &api, std::int32_t batch)
        : api_(api), weights_(lines(api.model->weights_bytes)), state_(lines(api.model->state_bytes)),
          workspace_(lines(std::max(api.train_workspace_bytes(batch), api.classify_workspace_bytes(batch)))) {
        const halenet_memory memory = {weights_.data(),   api.model->weights_bytes,
                                       state_.data(),     api.model->state_bytes,
                                       workspace_.data(), workspace_.size() * sizeof(Line)};
        const halenet_options options = {batch, nullptr, nullptr, nullptr};
        check(api.create(&instance_, &memory, &options));
    }
    ~Instance() = default;
    Instance(const Instance &) = delete; // the instance points into the vectors
    Instance &operator=(const Instance &) = delete;

    [[nodiscard]] halenet_instance *get() { return &instance_; }

    void load(const xt::xtensor<float, 1> &parameters) {
        check(api_.load_weights(&instance_, parameters.data(), parameters.size()));
    }
    [[nodiscard]] std::vector<float> parameters() const {
        std::vector<float> result(api_.model->parameters);
        check(api_.save_weights(&instance_, result.data(), result.size()));
        return result;
    }
    [[nodiscard]] std::vector<float> gradients() const {
        std::vector<float> result(api_.model->parameters);
        check(api_.save_gradients(&instance_, result.data(), result.size()));
        return result;
    }
    [[nodiscard]] const halenet_tensor_info &tensor(const std::string &name) const {
        const halenet_tensor_info *end = api_.model->tensors + api_.model->tensor_count;
        const halenet_tensor_info *found = std::find_if(
            api_.model->tensors, end, [&](const halenet_tensor_info &tensor) { return tensor.name == name; });
        INFO("tensor " << name);
        REQUIRE(found != end);
        return *found;
    }

    /// Fails the test with the status's sentence.
    static void check(const halenet_status &status) {
        INFO(status.sentence);
        REQUIRE(status.code == HALENET_OK);
    }

  private:
    struct alignas(HALENET_ALIGNMENT) Line {
        std::array<std::byte, HALENET_ALIGNMENT> bytes;
    };
    static std::vector<Line> lines(std::size_t bytes) {
        return std::vector<Line>((bytes + sizeof(Line) - 1) / sizeof(Line));
    }

    const halenet_api &api_;
    std::vector<Line> weights_;
    std::vector<Line> state_;
    std::vector<Line> workspace_;
    halenet_instance instance_{};
};

} // namespace halenet::golden
