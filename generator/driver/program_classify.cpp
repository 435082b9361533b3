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

void ProgramBuilder::classify(Layout &layout, Value &logits, const Argument &probabilities) {
    call("probabilities", "softmax", {{"classes", std::to_string(classes_)}},
         to_string(schedules::plan_loss(machine_, classes_)), {lanes_of(layout, logits), probabilities});
}

void ProgramBuilder::plan_classify() {
    Layout &layout = program_.classify_layout;
    int first = next_call();
    std::vector<Result> results{pixels_of(layout)};
    forward(layout, Pass::classify, results, first_dense());
    program_.front = calls_since(first);
    const Value source = results.back().value;

    first = next_call();
    forward(layout, Pass::classify, results, operations_.size());
    Value probabilities{.elements = classes_};
    const Argument dst = new_rows(layout, probabilities);
    layout.probabilities = *probabilities.rows;
    classify(layout, results.back().value, dst);
    program_.classify = calls_since(first);
    plan_classify_few(source);
    results.back().value = probabilities;
    plan_outputs(results);
}

/// The softmax works on lanes; the last layer's few units are stored so at once.
Argument ProgramBuilder::new_lanes_by_image(Layout &layout, Value &value) {
    value.lanes = floats_of_shard(layout, value.elements);
    return {true, view(Region::shard, Type::f32, *value.lanes, {{value.elements, shard_images}, {images_extent, 1}})};
}

void ProgramBuilder::plan_classify_few(Value source) {
    // From so many images on, a shard's images side by side cost less: the dense layers of LeNet-5 take 8 us a shard
    // that way and 1 us an image this way (one Zen 5 core).
    program_.few = 8;
    Layout &layout = program_.classify_layout;
    const int first = next_call();
    for (std::size_t k = first_dense(); k < operations_.size(); ++k) {
        const auto *dense = std::get_if<DenseOperation>(&operations_[k].kind);
        if (dense == nullptr) {
            continue; // Dropout
        }
        const auto &[inputs, units, activation] = *dense;
        const bool last = k + 1 == operations_.size();
        const Argument src = rows_of(layout, source);
        source = {.elements = units};
        const Argument dst = last ? new_lanes_by_image(layout, source) : new_rows(layout, source);
        call(
            operations_[k].name + "_rows", "dense_rows",
            with(parameters_of(*dense), {{"activation", std::string(to_string(activation))}, {"to_lanes", flag(last)}}),
            to_string(schedules::plan_dense_rows(machine_, units)), {src, packed_rows(k, *dense), dst});
    }
    classify(layout, source, rows(layout.probabilities, classes_));
    program_.classify_few = calls_since(first);
}

void ProgramBuilder::plan_outputs(const std::vector<Result> &results) {
    program_.outputs.resize(model_.layers.size());
    for (std::size_t k = 0; k < operations_.size(); ++k) {
        const Value &value = results[k + 1].value;
        Output &output = program_.outputs[operations_[k].last];
        if (value.rows) {
            output = {*value.rows, 1};
        } else if (value.lanes) {
            output = {*value.lanes, shard_images};
        }
    }
    // A Flatten leaves its source as it is.
    for (std::size_t l = 1; l < model_.layers.size(); ++l) {
        if (std::holds_alternative<description::Flatten>(model_.layers[l].operation)) {
            program_.outputs[l] = program_.outputs[l - 1];
        }
    }
}

} // namespace halenet::driver
