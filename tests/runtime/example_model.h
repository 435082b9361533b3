#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <string>
#include <vector>

#include <halenet/core.h>

#include "runtime/data/split_mix.h"

/// The description of a model that no library was generated for: tensors of the given shapes, one behind another.
class ExampleModel {
  public:
    struct Tensor {
        std::string name;
        std::vector<std::int32_t> shape;
    };

    explicit ExampleModel(std::vector<Tensor> tensors, std::string hash = std::string(64, 'a'))
        : hash_(std::move(hash)), descriptions_(std::move(tensors)) {
        std::size_t offset = 0;
        for (const Tensor &description : descriptions_) {
            halenet_tensor_info tensor{};
            tensor.name = description.name.c_str();
            tensor.rank = static_cast<std::int32_t>(description.shape.size());
            tensor.offset = offset;
            tensor.count = 1;
            for (std::size_t i = 0; i < 4; ++i) {
                tensor.shape[i] = i < description.shape.size() ? description.shape[i] : 1;
                tensor.count *= static_cast<std::size_t>(tensor.shape[i]);
            }
            offset += tensor.count;
            tensors_.push_back(tensor);
        }
        info_.name = "Example";
        info_.hash = hash_.c_str();
        info_.height = info_.width = 28;
        info_.channels = 1;
        info_.classes = 10;
        info_.mean = 0.1307;
        info_.deviation = 0.3081;
        info_.parameters = offset;
        info_.tensor_count = tensors_.size();
        info_.tensors = tensors_.data();
        info_.layer_count = layers_.size();
        info_.layers = layers_.data();
    }
    ExampleModel(const ExampleModel &) = delete;
    ExampleModel &operator=(const ExampleModel &) = delete;
    ~ExampleModel() = default;

    /// The smallest model that has something of everything.
    ExampleModel() : ExampleModel({{"c1.weights", {2, 3, 3, 1}}, {"c1.bias", {2}}, {"output.weights", {3, 2}}}) {}

    [[nodiscard]] const halenet_model_info &info() const { return info_; }

    /// Finite floats of all kinds of bits, denormal ones and both zeros among them.
    [[nodiscard]] std::vector<float> parameters(std::uint64_t seed) const {
        halenet::SplitMix random(seed);
        std::vector<float> values(info_.parameters);
        for (float &value : values) {
            constexpr std::uint32_t finite = 0xbfffffff; // one bit of the exponent is 0: neither infinite nor NaN
            value = std::bit_cast<float>(static_cast<std::uint32_t>(random.next()) & finite);
        }
        return values;
    }

  private:
    // What they are does not have to fit the tensors.
    static constexpr std::array<halenet_layer_info, 3> layers_{{{"image", "Input", 28, 28, 1, 0, 0, false},
                                                                {"c1", "Conv2D", 26, 26, 2, 20, 12168, false},
                                                                {"s2", "AveragePool2D", 13, 13, 2, 0, 0, true}}};
    std::string hash_;
    std::vector<Tensor> descriptions_;
    std::vector<halenet_tensor_info> tensors_;
    halenet_model_info info_{};
};
