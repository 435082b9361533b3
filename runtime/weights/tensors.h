#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include <halenet/core.h>

namespace halenet {

inline std::span<const halenet_tensor_info> tensors_of(const halenet_model_info &model) {
    return {model.tensors, model.tensor_count};
}

inline std::vector<std::uint64_t> shape_of(const halenet_tensor_info &tensor) {
    return {tensor.shape, tensor.shape + tensor.rank};
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
