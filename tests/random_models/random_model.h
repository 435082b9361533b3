/// Models drawn at random from the whole vocabulary, and their spelling as headers.
#pragma once

#include "generator/description/description.h"

#include <cstdint>
#include <string>

namespace halenet::testing {

/// A well-formed model of 3 to 9 layers, small enough to generate in seconds: every kind of layer, padding, stride and
/// activation, overlapping windows and windows that do not divide. The seed decides all of it.
[[nodiscard]] description::ModelDescription random_model(std::uint64_t seed);

/// The model as a person would write it.
[[nodiscard]] std::string header_of(const description::ModelDescription &model);

} // namespace halenet::testing
