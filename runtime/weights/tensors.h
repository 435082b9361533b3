#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <halenet/core.h>

namespace halenet {

inline std::span<const halenet_tensor_info> tensors_of(const halenet_model_info &model) {
    return {model.tensors, model.tensor_count};
}

inline std::vector<std::uint64_t> shape_of(const halenet_tensor_info &tensor) {
    return {tensor.shape, tensor.shape + tensor.rank};
}

/// "8x5x5x1"
inline std::string text_of(std::span<const std::uint64_t> shape) {
    return fmt::format("{}", fmt::join(shape, "x"));
}

/// The layers as the metadata tell them: "image Input 28x28x1, c1 Conv2D 28x28x6"; shapes are height x width x channels
/// of the layer's output.
inline std::string text_of_layers(const halenet_model_info &model) {
    std::vector<std::string> layers;
    for (const halenet_layer_info &layer : std::span(model.layers, model.layer_count))
        layers.push_back(
            fmt::format("{} {} {}x{}x{}", layer.name, layer.kind, layer.height, layer.width, layer.channels));
    return fmt::format("{}", fmt::join(layers, ", "));
}

/// The first tensor of the canonical array with an infinity or a NaN; null if there is none.
inline const halenet_tensor_info *find_not_finite(const halenet_model_info &model, std::span<const float> parameters) {
    for (const halenet_tensor_info &tensor : tensors_of(model))
        for (const float value : parameters.subspan(tensor.offset, tensor.count))
            if (!std::isfinite(value))
                return &tensor;
    return nullptr;
}

} // namespace halenet
