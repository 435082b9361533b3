#pragma once

#include <string>
#include <vector>

#include <halenet/core.h>

#include "generator/description/description.h"
#include "runtime/reference/network.h"

namespace halenet::cli {

/// What a library of a model would tell about the model itself, before there is one: enough to check a weights file.
class ModelInfo {
  public:
    explicit ModelInfo(const description::ModelDescription &model);
    ModelInfo(const ModelInfo &) = delete;
    ModelInfo &operator=(const ModelInfo &) = delete;
    ~ModelInfo() = default;

    /// Valid as long as this object lives.
    [[nodiscard]] const halenet_model_info &get() const { return info_; }

  private:
    description::ModelDescription model_; ///< the names that the others point to
    reference::Network network_;
    std::string hash_;
    std::vector<halenet_tensor_info> tensors_;
    std::vector<halenet_layer_info> layers_;
    halenet_model_info info_{};
};

} // namespace halenet::cli
