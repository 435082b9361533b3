/// The planner: the layers of a model as the operations that kernels exist for.
#pragma once

#include "generator/description/description.h"
#include "schedules/convolution_shape.h"

#include <string>
#include <variant>
#include <vector>

namespace halenet::driver {

/// A Conv2D with its activation and the MaxPool2D behind it, if any.
struct FusedConvolution {
    schedules::ConvolutionShape shape;
    bool relu = false;
};

struct DenseOperation {
    int inputs = 0, units = 0;
    bool relu = false;
};

struct Operation {
    std::string name; ///< of the layer that owns the parameters
    std::variant<FusedConvolution, DenseOperation> kind;
    std::size_t weights = 0; ///< index of the weights among the parameters; the bias follows
};

[[nodiscard]] std::vector<Operation> plan_operations(const description::ModelDescription &model);

} // namespace halenet::driver
