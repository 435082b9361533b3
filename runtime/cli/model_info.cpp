#include "runtime/cli/model_info.h"

#include <algorithm>
#include <iterator>
#include <variant>

namespace halenet::cli {
namespace {

halenet_tensor_info info_of(const reference::Tensor &tensor) {
    halenet_tensor_info info{};
    info.name = tensor.name.c_str();
    info.rank = static_cast<std::int32_t>(tensor.shape.size());
    std::ranges::fill(info.shape, 1);
    std::ranges::transform(tensor.shape, std::begin(info.shape),
                           [](std::size_t extent) { return static_cast<std::int32_t>(extent); });
    info.offset = tensor.offset;
    info.count = tensor.count;
    return info;
}

halenet_layer_info info_of(const description::Layer &layer) {
    halenet_layer_info info{};
    info.name = layer.name.c_str();
    info.kind = description::kind(layer.operation).data(); // of a literal
    info.height = layer.output.height;
    info.width = layer.output.width;
    info.channels = layer.output.channels;
    info.parameters = static_cast<std::size_t>(layer.parameters);
    return info;
}

} // namespace

ModelInfo::ModelInfo(const description::ModelDescription &model)
    : model_(model), network_(model), hash_(description::model_hash(model)) {
    for (const reference::Tensor &tensor : network_.tensors())
        tensors_.push_back(info_of(tensor));
    for (const description::Layer &layer : model_.layers)
        layers_.push_back(info_of(layer));
    const auto &input = std::get<description::Input>(model_.layers.front().operation);
    info_.name = model_.name.c_str();
    info_.hash = hash_.c_str();
    info_.height = input.shape.height;
    info_.width = input.shape.width;
    info_.channels = input.shape.channels;
    info_.classes = model_.layers.back().output.channels;
    info_.mean = input.mean;
    info_.deviation = input.deviation;
    info_.parameters = network_.parameters();
    info_.tensor_count = tensors_.size();
    info_.tensors = tensors_.data();
    info_.layer_count = layers_.size();
    info_.layers = layers_.data();
}

} // namespace halenet::cli
