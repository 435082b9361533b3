#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>

#include <halenet/dataset.h>

#include "runtime/data/byte_stream.h"

namespace halenet {

/// These read one file of IDX: a big-endian header (two zero bytes, the type 0x08 for bytes, the rank, then the size of
/// each dimension in 32 bits) and the bytes themselves, row-major; plain or gzip. They check everything in a header
/// against the form and against the file's own size before they allocate, and throw Error.

/// Images of rank 3 [image][y][x] for one channel, else of rank 4 [image][y][x][channel], whose header has been read:
/// the bytes may be read later, on another thread.
class IdxImages {
  public:
    IdxImages(const std::filesystem::path &path, const ImageForm &form);

    /// [image][y][x][channel], for `read`; nothing is written there yet.
    [[nodiscard]] xt::xtensor<std::uint8_t, 4> allocate() const;

    /// Fills `images`, what allocate gave. `on_images` is called now and then with the number of images that are there,
    /// from the first one on; the last ones count once the file has ended as it should, its checksum too. Once only.
    void read(std::span<std::uint8_t> images, const std::function<void(std::size_t)> &on_images);

  private:
    ByteStream stream_;
    std::array<std::size_t, 4> shape_{};
};

[[nodiscard]] xt::xtensor<std::uint8_t, 4> read_idx_images(const std::filesystem::path &path, const ImageForm &form);

/// Rank 1 [image]; every label is below form.classes.
[[nodiscard]] xt::xtensor<std::uint8_t, 1> read_idx_labels(const std::filesystem::path &path, const ImageForm &form);

} // namespace halenet
