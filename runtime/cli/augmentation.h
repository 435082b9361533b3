#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include <halenet/trainer.h>

namespace halenet::cli {

// An augmentation as --augment spells it: PIXELS or PIXELS,DEGREES, as "2" or "1.5,10".

/// Checks an option's text; the error says what was found and what was expected.
[[nodiscard]] CLI::Validator augmentation_check();

/// `text` must have passed the check.
[[nodiscard]] Augmentation augmentation_of(const std::string &text);

[[nodiscard]] std::string text_of(const Augmentation &augmentation);

} // namespace halenet::cli
