#include "runtime/measure/arithmetic.h"

#include <span>

namespace halenet {

std::int64_t forward_multiply_adds(const halenet_model_info &model) {
    std::int64_t sum = 0;
    for (const halenet_layer_info &layer : std::span(model.layers, model.layer_count))
        sum += static_cast<std::int64_t>(layer.multiply_adds);
    return sum;
}

std::int64_t training_multiply_adds(const halenet_model_info &model) {
    std::int64_t first = 0; // of the first layer with weights
    for (const halenet_layer_info &layer : std::span(model.layers, model.layer_count))
        if (first == 0)
            first = static_cast<std::int64_t>(layer.multiply_adds);
    return 3 * forward_multiply_adds(model) - first;
}

} // namespace halenet
