#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

#include <halenet/core.h>

namespace halenet {

/// An image from anywhere: rows from the top, channels innermost, no gaps.
struct Picture {
    static constexpr int most_side = 32'768;                         ///< pixels; what the core's `prepare` takes
    static constexpr std::size_t most_pixels = std::size_t{1} << 27; ///< 134 million: at most 512 MiB of memory

    int width = 0;
    int height = 0;
    int channels = 0;                 ///< 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha
    std::vector<std::uint8_t> pixels; ///< width * height * channels bytes

    /// What the core's `prepare` takes; valid as long as this picture is.
    [[nodiscard]] halenet_picture view() const {
        return {pixels.data(), width, height, channels,
                static_cast<std::size_t>(width) * static_cast<std::size_t>(channels)};
    }
};

/// Reads a PNG, a JPEG (turned as its EXIF orientation says), a BMP without compression, or a netpbm file (P2, P3, P5,
/// P6); its content tells which, not its name. 16-bit channels are rounded to 8, CMYK becomes RGB. Throws Error for
/// anything else, for a file that is cut off or damaged, and for a picture of more than most_side pixels a side or
/// most_pixels in all, before memory for it is taken.
[[nodiscard]] Picture read_picture(const std::filesystem::path &path);

} // namespace halenet
