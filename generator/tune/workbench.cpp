#include "generator/tune/workbench.h"

#include <algorithm>

namespace halenet::tune {

Workbench::Workbench(const Specimen &specimen, std::span<const halenet_api *const> libraries, int threads)
    : specimen_(&specimen), team_(threads) {
    const auto grow = [](Region &region, std::size_t bytes) {
        region.resize(std::max(region.size(), (bytes + sizeof(Page) - 1) / sizeof(Page)));
    };
    for (const halenet_api *library : libraries) {
        const halenet_model_info &model = *library->model;
        grow(weights_, model.weights_bytes);
        grow(state_, model.state_bytes);
        grow(adapt_, model.adapt_bytes);
        grow(workspace_, library->classify_workspace_bytes(largest_batch));
        if (model.trains) {
            grow(workspace_, library->train_workspace_bytes(largest_batch));
        }
    }
}

halenet_memory Workbench::memory(bool with_state) {
    const std::span weights = bytes_of(weights_), state = bytes_of(state_), workspace = bytes_of(workspace_);
    return {.weights = weights.data(),
            .weights_bytes = weights.size(),
            .state = with_state ? state.data() : nullptr,
            .state_bytes = with_state ? state.size() : 0,
            .workspace = workspace.data(),
            .workspace_bytes = workspace.size()};
}

void Workbench::fill_with_garbage() {
    for (Region *region : {&weights_, &state_, &workspace_, &adapt_}) {
        std::ranges::fill(bytes_of(*region), std::byte{0xff}); // floats that are no numbers
    }
}

halenet_batch Workbench::images(std::size_t number, int count) const {
    const Dataset &data = specimen_->data;
    const auto size = static_cast<std::size_t>(count);
    const std::size_t first = number * size % (data.size() - size + 1);
    return {.images = data.images.data() + first * (data.images.size() / data.size()),
            .labels = data.labels.data() + first,
            .indices = nullptr,
            .count = count};
}

} // namespace halenet::tune
