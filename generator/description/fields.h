/// The kinds of layers and the numbers of each under the names that model.json gives them, in the order in which the
/// model language (generator/model/layers.h) spells them. Writing, reading and hashing a description and reading a
/// model header all go through this one list.
#pragma once

#include "generator/description/description.h"

#include <array>
#include <optional>
#include <string_view>
#include <type_traits>

namespace halenet::description {

/// Of the alternatives of Operation, in their order.
inline constexpr std::array<std::string_view, std::variant_size_v<Operation>> kinds = {
    "Input", "Conv2D", "MaxPool2D", "AveragePool2D", "Flatten", "Dense", "Dropout"};

/// All the values of the argument's type.
constexpr std::array<Padding, 2> words_like(Padding /*any*/) {
    return {Padding::valid, Padding::same};
}
constexpr std::array<Activation, 4> words_like(Activation /*any*/) {
    return {Activation::identity, Activation::relu, Activation::tanh, Activation::softmax};
}

/// The value that to_string calls `name`; nothing where none is called so.
template <typename Word>
std::optional<Word> word_named(std::string_view name) {
    for (const Word word : words_like(Word{}))
        if (to_string(word) == name)
            return word;
    return std::nullopt;
}

template <typename T, typename U>
concept Either = std::is_same_v<std::remove_const_t<T>, U>;

/// Calls visit(name, number) for each number of `layer`; a number is an int, a double, a Padding or an Activation.
template <typename Visit>
void visit_numbers(Either<Input> auto &layer, Visit visit) {
    visit("height", layer.shape.height);
    visit("width", layer.shape.width);
    visit("channels", layer.shape.channels);
    visit("mean", layer.mean);
    visit("deviation", layer.deviation);
}

template <typename Visit>
void visit_numbers(Either<Conv2D> auto &layer, Visit visit) {
    visit("filters", layer.filters);
    visit("kernel", layer.kernel);
    visit("stride", layer.stride);
    visit("padding", layer.padding);
    visit("activation", layer.activation);
}

template <typename Visit>
void visit_numbers(Either<MaxPool2D> auto &layer, Visit visit) {
    visit("size", layer.size);
    visit("stride", layer.stride);
}

template <typename Visit>
void visit_numbers(Either<AveragePool2D> auto &layer, Visit visit) {
    visit("size", layer.size);
    visit("stride", layer.stride);
}

template <typename Visit>
void visit_numbers(Either<Flatten> auto & /*layer*/, Visit /*visit*/) {}

template <typename Visit>
void visit_numbers(Either<Dense> auto &layer, Visit visit) {
    visit("units", layer.units);
    visit("activation", layer.activation);
}

template <typename Visit>
void visit_numbers(Either<Dropout> auto &layer, Visit visit) {
    visit("rate", layer.rate);
}

/// A layer of the kind with this name, its numbers not yet given; nothing where no kind has it.
template <std::size_t index = 0>
std::optional<Operation> operation_of_kind(std::string_view name) {
    if constexpr (index == std::variant_size_v<Operation>) {
        return std::nullopt;
    } else {
        Operation operation{std::in_place_index<index>};
        return kind(operation) == name ? operation : operation_of_kind<index + 1>(name);
    }
}

} // namespace halenet::description
