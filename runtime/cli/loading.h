#pragma once

#include <string>

#include <halenet/dataset.h>

namespace halenet::cli {

/// Finds and reads the data that --data names (empty: wherever they are found), and shows how that goes once it takes
/// two seconds. `threads` is for drawing synthetic digits. Throws Error.
[[nodiscard]] Digits load_digits(const std::string &data_option, const ImageForm &form, int threads);

/// What a person should know about the data: where they come from, and a warning where they are not real.
void print_source(const Digits &digits);

} // namespace halenet::cli
