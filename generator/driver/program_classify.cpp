#include "generator/driver/program_builder.h"

#include "schedules/dense.h"
#include "schedules/loss.h"

#include <algorithm>

namespace halenet::driver {

using description::shard_images;

std::size_t ProgramBuilder::first_dense() const {
    const auto found = std::find_if(operations_.begin(), operations_.end(), [](const Operation &operation) {
        return std::holds_alternative<DenseOperation>(operation.kind);
    });
    return static_cast<std::size_t>(found - operations_.begin());
}

void ProgramBuilder::plan_classify() {
    Layout &layout = program_.classify_layout;
    int first = next_call();
    std::vector<Result> results{pixels_of(layout)};
    forward(layout, Pass::classify, results, first_dense());
    program_.front = calls_since(first);
    std::vector<Result> few = results;

    first = next_call();
    forward(layout, Pass::classify, results, operations_.size());
    layout.logits = *results.back().value.lanes;
    place_probabilities(layout);
    answer(layout);
    program_.classify = calls_since(first);
    program_.outputs = outputs_of(layout, results);

    first = next_call();
    classify_few(layout, few);
    program_.classify_few = calls_since(first);
}

void ProgramBuilder::plan_one() {
    Layout &layout = program_.one_layout;
    layout.images = 1;
    const int first = next_call();
    std::vector<Result> results{pixels_of(layout)};
    forward(layout, Pass::classify, results, first_dense());
    layout.logits = allocate(layout, "logits, lanes", Type::f32, {classes_, shard_images});
    place_probabilities(layout);
    classify_few(layout, results);
    program_.one = calls_since(first);
    program_.one_outputs = outputs_of(layout, results);
}

void ProgramBuilder::place_probabilities(Layout &layout) {
    layout.probabilities = allocate(layout, "probabilities", Type::f32, {layout.images, classes_});
}

void ProgramBuilder::answer(Layout &layout) {
    call("probabilities", "softmax", {{"classes", std::to_string(classes_)}},
         schedules::space_of(schedules::plan_loss(machine_, classes_), machine_, classes_),
         {lanes(layout.logits, classes_), rows(layout.probabilities, classes_)});
}

void ProgramBuilder::classify_few(Layout &layout, std::vector<Result> &results) {
    for (std::size_t k = first_dense(); k < operations_.size(); ++k) {
        Value &source = results.back().value;
        const auto *dense = std::get_if<DenseOperation>(&operations_[k].kind);
        if (dense == nullptr) { // Dropout
            results.push_back({.value = source});
            continue;
        }
        const auto &[inputs, units, activation] = *dense;
        const bool last = k + 1 == operations_.size();
        Value output = output_of(k, units);
        const Argument src = rows_of(layout, source);
        // The softmax works on lanes; the last layer's few units are stored so at once, (u, n).
        const Argument dst = last ? Argument{true, view(Region::shard, Type::f32, layout.logits,
                                                        {{units, shard_images}, {images_extent, 1}})}
                                  : new_rows(layout, output);
        call(
            operations_[k].name + "_rows", "dense_rows",
            with(parameters_of(*dense), {{"activation", std::string(to_string(activation))}, {"to_lanes", flag(last)}}),
            schedules::space_of(schedules::plan_dense_rows(machine_, inputs, units), machine_, inputs, units),
            {src, packed_rows(k, *dense), dst});
        results.push_back({.value = std::move(output)});
    }
    answer(layout);
}

std::vector<Output> ProgramBuilder::outputs_of(const Layout &layout, const std::vector<Result> &results) const {
    std::vector<Output> outputs(model_.layers.size());
    for (std::size_t k = 0; k < operations_.size(); ++k) {
        const Value &value = results[k + 1].value;
        Output &output = outputs[operations_[k].last];
        if (value.rows) {
            output = {*value.rows, 1};
        } else if (value.lanes) {
            output = {*value.lanes, shard_images};
        }
    }
    outputs.back() = {layout.probabilities, 1}; // softmax is the last layer's
    // A Flatten leaves its source as it is.
    for (std::size_t l = 1; l < model_.layers.size(); ++l) {
        if (std::holds_alternative<description::Flatten>(model_.layers[l].operation)) {
            outputs[l] = outputs[l - 1];
        }
    }
    return outputs;
}

} // namespace halenet::driver
