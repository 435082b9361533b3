#pragma once

#include <cstddef>
#include <filesystem>

namespace cli_tests {

struct IdxForm {
    std::size_t train = 300;
    std::size_t test = 100;
    std::size_t size = 28; ///< height and width
};

/// Writes the four plain IDX files of a small data set. Images of 28x28 are synthetic digits, others are empty.
void write_idx_folder(const std::filesystem::path &folder, const IdxForm &form = {});

} // namespace cli_tests
