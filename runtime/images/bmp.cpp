#include <array>
#include <cstdlib>

#include <fmt/format.h>

#include "runtime/images/byte_reader.h"
#include "runtime/images/formats.h"

namespace halenet {
namespace {

constexpr std::size_t file_header_bytes = 14;

using Colour = std::array<std::uint8_t, 3>; // red, green, blue

struct Header {
    std::size_t pixels_at = 0; // offset in the file
    std::size_t palette_at = 0;
    std::int64_t width = 0, height = 0;
    bool bottom_up = true;
    unsigned bits = 0; // of a pixel
    std::uint32_t colours = 0;
};

// The size may be negative: rows then run from the top.
std::int64_t signed_number(std::uint32_t bits) {
    return static_cast<std::int32_t>(bits);
}

Header read_header(const ImageFile &file) {
    Header header;
    ByteReader reader(file, 10);
    header.pixels_at = reader.little_endian(4);
    const std::uint32_t header_bytes = reader.little_endian(4);
    if (header_bytes < 40)
        throw file.error(fmt::format("is a BMP with a header of {} bytes, expected 40 or more", header_bytes));
    header.palette_at = file_header_bytes + header_bytes;
    header.width = signed_number(reader.little_endian(4));
    const std::int64_t height = signed_number(reader.little_endian(4));
    header.bottom_up = height > 0;
    header.height = std::abs(height);
    reader.skip(2); // planes
    header.bits = reader.little_endian(2);
    const std::uint32_t compression = reader.little_endian(4);
    reader.skip(12); // the image's bytes, pixels a metre
    header.colours = reader.little_endian(4);
    // Bit fields are those of an uncompressed file, blue first, wherever 32 bits are written by common programs.
    constexpr std::uint32_t uncompressed = 0, bit_fields = 3;
    if (compression != uncompressed && !(compression == bit_fields && header.bits == 32))
        throw file.error(fmt::format("is a BMP with compression {}, expected one without", compression));
    if (header.bits != 1 && header.bits != 4 && header.bits != 8 && header.bits != 24 && header.bits != 32)
        throw file.error(fmt::format("is a BMP of {} bits a pixel, expected 1, 4, 8, 24 or 32", header.bits));
    return header;
}

std::vector<Colour> read_palette(const ImageFile &file, const Header &header) {
    const std::uint32_t most = 1U << header.bits;
    const std::uint32_t count = header.colours == 0 ? most : header.colours;
    if (count > most)
        throw file.error(fmt::format("is a BMP with {} colours in its palette, expected at most {}", count, most));
    std::vector<Colour> palette(most); // an index beyond the stored colours is black
    ByteReader reader(file, header.palette_at);
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto entry = reader.take(4);
        palette[i] = {entry[2], entry[1], entry[0]};
    }
    return palette;
}

Colour pixel_at(std::span<const std::uint8_t> row, std::size_t x, unsigned bits, const std::vector<Colour> &palette) {
    if (bits >= 24) {
        const std::size_t at = x * (bits / 8);
        return {row[at + 2], row[at + 1], row[at]};
    }
    const std::size_t a_byte = 8 / bits;
    const auto shift = static_cast<unsigned>(8 - bits * (x % a_byte + 1));
    return palette[static_cast<std::size_t>(row[x / a_byte] >> shift) & ((1U << bits) - 1)];
}

} // namespace

Picture decode_bmp(const ImageFile &file) {
    const Header header = read_header(file);
    const std::vector<Colour> palette = header.bits <= 8 ? read_palette(file, header) : std::vector<Colour>();
    // Before memory is taken: the pixels must be there.
    const std::size_t row_bytes =
        (static_cast<std::size_t>(header.width < 0 ? 0 : header.width) * header.bits + 31) / 32 * 4;
    ByteReader reader(file, header.pixels_at);
    if (header.width >= 1 && header.width <= Picture::most_side && header.height <= Picture::most_side)
        reader.skip(row_bytes * static_cast<std::size_t>(header.height));
    Picture picture = new_picture(file, header.width, header.height, 3);
    const auto width = static_cast<std::size_t>(picture.width), height = static_cast<std::size_t>(picture.height);
    auto target = picture.pixels.begin();
    for (std::size_t y = 0; y < height; ++y) {
        const std::size_t row = header.bottom_up ? height - 1 - y : y;
        const auto bytes = file.bytes.subspan(header.pixels_at + row * row_bytes, row_bytes);
        for (std::size_t x = 0; x < width; ++x)
            for (const std::uint8_t value : pixel_at(bytes, x, header.bits, palette))
                *target++ = value;
    }
    return picture;
}

} // namespace halenet
