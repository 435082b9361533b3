#pragma once

#include <cstddef>
#include <string>

#include <halenet/dataset.h>

#include "runtime/data/loading_digits.h"

namespace halenet::cli {

/// Images that go to the core at once where nothing is trained: enough shards of 16, 64 of them, for every thread.
inline constexpr int images_at_once = 1024;

/// Finds and reads the data that --data names (empty: wherever they are found), and shows how that goes once it takes
/// two seconds. `threads` is for drawing synthetic digits. Throws Error.
[[nodiscard]] Digits load_digits(const std::string &data_option, const ImageForm &form, int threads);

/// The same, but returns when the first training images are there, and their labels and the whole test set; the others
/// come in the background. `first_images` is 0 where all are waited for.
[[nodiscard]] LoadingDigits start_loading_digits(const std::string &data_option, const ImageForm &form, int threads,
                                                 std::size_t first_images);

/// What a person should know about the data: where they come from, and a warning where they are not real.
void print_source(const Digits &digits);

} // namespace halenet::cli
