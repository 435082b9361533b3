/// Descriptions for the tests: LeNet-5 as the field knows it, and random well-formed models.
#pragma once

#include "generator/description/description.h"

#include <cstdint>

namespace halenet::testing {

/// The model of generator/model/lenet5.h without comments, not yet complete.
[[nodiscard]] description::ModelDescription lenet5();

/// A well-formed and complete model; the same for the same seed on every machine.
[[nodiscard]] description::ModelDescription random_model(std::uint64_t seed);

} // namespace halenet::testing
