#pragma once

#include <filesystem>
#include <string>

#include <halenet/mnist.h>

#include "runtime/data/loading_digits.h"

namespace halenet {

/// Where find_digits takes its digits from.
struct Location {
    std::filesystem::path folder;   ///< empty for synthetic digits
    std::string reason_for_nothing; ///< why there is no folder, a phrase after "because"
};

/// What find_digits finds, while the training images are still being read.
[[nodiscard]] LoadingDigits start_finding_digits(const DataSearch &search, const ImageForm &form);

/// Decides, and downloads if it has to. Throws Error for a choice that is no folder.
[[nodiscard]] Location locate_digits(const DataSearch &search, const ImageForm &form);

} // namespace halenet
