#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <halenet/picture.h>

/// Image files of the tests' own making, as their bytes.
namespace encode {

/// A PNG whose samples, row after row, are `samples` big-endian numbers of `bits` (8 or 16) each.
/// colour: 0 grey, 2 RGB, 4 grey and alpha, 6 RGB and alpha.
[[nodiscard]] std::string png(int width, int height, int colour, int bits, const std::vector<std::uint16_t> &samples);
[[nodiscard]] std::string png(const halenet::Picture &picture);

/// A JPEG of a picture of 1 or 3 channels, or of CMYK: 4 channels of how much light each ink leaves, as Adobe writes
/// it.
[[nodiscard]] std::string jpeg(const halenet::Picture &picture, int quality = 95);

/// The JPEG with an EXIF segment of this orientation.
[[nodiscard]] std::string with_orientation(const std::string &jpeg, int orientation, bool little_endian);

/// An uncompressed BMP of a grey picture (8 bits, with a palette) or an RGB one (24 or 32 bits).
[[nodiscard]] std::string bmp(const halenet::Picture &picture, int bits, bool bottom_up = true);

/// P2 or P5 of a grey picture, P3 or P6 of an RGB one.
[[nodiscard]] std::string netpbm(const halenet::Picture &picture, bool plain);

} // namespace encode
