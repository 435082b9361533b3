/// Programs looked at as data: the models that they are of, and walking their calls.
#pragma once

#include "generator/driver/program.h"
#include "tests/driver/descriptions.h"

#include <vector>

namespace halenet::testing {

/// Those that the repository holds, and LeNet-5 with Dropout between its last two dense layers.
inline std::vector<description::ModelDescription> planned_models() {
    std::vector<description::ModelDescription> models;
    for (const char *file : {"generated/lenet5/model.json", "generated/lenet5_1998/model.json",
                             "tests/models/tiny.json", "tests/models/mlp.json"}) {
        models.push_back(read_description(file));
    }
    description::ModelDescription dropping = models.front();
    description::Layer dropout = dropping.layers[dropping.layers.size() - 2]; // for its output
    dropout.name = "dropped";
    dropout.operation = description::Dropout{0.5};
    dropout.parameters = 0;
    dropping.layers.insert(dropping.layers.end() - 1, dropout);
    models.push_back(std::move(dropping));
    return models;
}

inline std::vector<const driver::Call *> calls_of(const driver::Program &program,
                                                  const std::vector<driver::Range> &ranges) {
    std::vector<const driver::Call *> calls;
    for (const driver::Range &range : ranges) {
        for (int c = range.first; c < range.first + range.count; ++c) {
            calls.push_back(&program.calls.at(static_cast<std::size_t>(c)));
        }
    }
    return calls;
}

inline const driver::Kernel &kernel_of(const driver::Program &program, const driver::Call &call) {
    return program.kernels.at(static_cast<std::size_t>(call.kernel));
}

inline const driver::View &view_of(const driver::Program &program, const driver::Argument &argument) {
    return program.views.at(static_cast<std::size_t>(argument.view));
}

} // namespace halenet::testing
