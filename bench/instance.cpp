#include "bench/instance.h"

#include <halenet/error.h>

namespace halenet::bench {

void check(const halenet_status &status) {
    if (status.code != HALENET_OK)
        throw Error(static_cast<const char *>(status.sentence));
}

Instance::Instance(int batch) {
    const auto lines = [](std::size_t bytes) { return std::vector<Line>((bytes + sizeof(Line) - 1) / sizeof(Line)); };
    const auto bytes_of = [](const std::vector<Line> &region) { return region.size() * sizeof(Line); };
    weights_ = lines(halenet_library_api.model->weights_bytes);
    state_ = lines(halenet_library_api.model->state_bytes);
    workspace_ = lines(halenet_train_workspace_bytes(batch));
    const halenet_memory memory{.weights = weights_.data(),
                                .weights_bytes = bytes_of(weights_),
                                .state = state_.data(),
                                .state_bytes = bytes_of(state_),
                                .workspace = workspace_.data(),
                                .workspace_bytes = bytes_of(workspace_)};
    const halenet_options options{.batch = batch, .parallel_for = nullptr, .parallel_context = nullptr, .isa = nullptr};
    check(halenet_create(&core_, &memory, &options));
    check(halenet_initialize(&core_, 0));
}

} // namespace halenet::bench
