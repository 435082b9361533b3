#include "generator/driver/operations.h"

namespace halenet::driver {

using description::Activation;

std::vector<Operation> plan_operations(const description::ModelDescription &model) {
    std::vector<Operation> operations;
    for (std::size_t l = 1; l < model.layers.size(); ++l) {
        const auto &layer = model.layers[l];
        const auto &source = model.layers[l - 1].output;
        if (const auto *conv = std::get_if<description::Conv2D>(&layer.operation)) {
            const auto *pool = l + 1 < model.layers.size()
                                   ? std::get_if<description::MaxPool2D>(&model.layers[l + 1].operation)
                                   : nullptr;
            const schedules::ConvolutionShape shape{source.channels,
                                                    source.width,
                                                    source.height,
                                                    conv->filters,
                                                    conv->kernel,
                                                    conv->padding == description::Padding::same,
                                                    pool != nullptr ? pool->size : 1};
            operations.push_back(
                {layer.name, FusedConvolution{shape, conv->activation == Activation::relu}, 2 * operations.size()});
        } else if (const auto *dense = std::get_if<description::Dense>(&layer.operation)) {
            operations.push_back({layer.name,
                                  DenseOperation{source.channels, dense->units, dense->activation == Activation::relu},
                                  2 * operations.size()});
        }
    }
    return operations;
}

} // namespace halenet::driver
