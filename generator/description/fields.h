/// The numbers of each kind of layer under the names that model.json gives them, so that writing, reading and hashing
/// a description go through one list. Internal to the description.
#pragma once

#include "generator/description/description.h"

#include <type_traits>

namespace halenet::description {

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
    visit("padding", layer.padding);
    visit("activation", layer.activation);
}

template <typename Visit>
void visit_numbers(Either<MaxPool2D> auto &layer, Visit visit) {
    visit("size", layer.size);
}

template <typename Visit>
void visit_numbers(Either<Flatten> auto & /*layer*/, Visit /*visit*/) {}

template <typename Visit>
void visit_numbers(Either<Dense> auto &layer, Visit visit) {
    visit("units", layer.units);
    visit("activation", layer.activation);
}

} // namespace halenet::description
