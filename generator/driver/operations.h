/// The planner: the layers of a model as the operations that kernels exist for, and which of two paths each one takes.
#pragma once

#include "generator/description/description.h"
#include "schedules/convolution_shape.h"
#include "schedules/pool_shape.h"

#include <string>
#include <variant>
#include <vector>

namespace halenet::driver {

using description::Activation;

/// A Conv2D with its activation and, fused, the MaxPool2D behind it.
struct ConvolutionOperation {
    schedules::ConvolutionShape shape;
    Activation activation = Activation::identity;
    bool reads_pixels = false; ///< by the kernels that normalise bytes as they go
};

/// A pool on its own.
struct PoolOperation {
    schedules::PoolShape shape;
    bool average = false;
};

struct DenseOperation {
    int inputs = 0, units = 0;
    Activation activation = Activation::identity; ///< softmax is the loss's: here it is identity
};

struct DropoutOperation {
    double rate = 0.0;
    int stream = 0; ///< tells two Dropout layers of a model apart
};

struct Operation {
    std::string name;     ///< of the layer that it begins with, which owns its parameters
    std::size_t last = 0; ///< the layer that it ends with
    std::variant<ConvolutionOperation, PoolOperation, DenseOperation, DropoutOperation> kind;
    bool fused = false; ///< the fast path: several steps in one kernel
    std::string why;    ///< this path, for the manifest
    int elements = 0;   ///< of its output, for one image
};

[[nodiscard]] std::vector<Operation> plan_operations(const description::ModelDescription &model);

} // namespace halenet::driver
