#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include <halenet/dataset.h>

namespace halenet {

/// Read one file of IDX: a big-endian header (two zero bytes, the type 0x08 for bytes, the rank, then the size of each
/// dimension in 32 bits) and the bytes themselves, row-major; plain or gzip. Both check everything in a header against
/// the form and against the file's own size before they allocate, and throw Error.

/// Rank 3 [image][y][x] for one channel, else rank 4 [image][y][x][channel].
[[nodiscard]] xt::xtensor<std::uint8_t, 4> read_idx_images(const std::filesystem::path &path, const ImageForm &form);

/// Rank 1 [image]; every label is below form.classes.
[[nodiscard]] xt::xtensor<std::uint8_t, 1> read_idx_labels(const std::filesystem::path &path, const ImageForm &form);

} // namespace halenet
