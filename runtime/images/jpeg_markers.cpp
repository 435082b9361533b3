#include "runtime/images/jpeg_markers.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "runtime/images/byte_reader.h"

namespace halenet {
namespace {

constexpr std::uint8_t start_of_scan = 0xda, app1 = 0xe1, app14 = 0xee;
constexpr std::string_view exif_name{"Exif\0\0", 6}, adobe_name{"Adobe"};

// EXIF is a TIFF file inside the segment: byte order, then a directory of entries of 12 bytes.
int orientation_of(const ImageFile &exif) {
    constexpr std::uint32_t orientation_tag = 0x0112;
    const bool little = exif.starts_with("II");
    const auto number = [little](ByteReader &reader, std::size_t bytes) {
        return little ? reader.little_endian(bytes) : reader.big_endian(bytes);
    };
    ByteReader header(exif, 4);
    ByteReader directory(exif, number(header, 4));
    for (std::uint32_t entries = number(directory, 2); entries > 0; --entries) {
        const std::uint32_t tag = number(directory, 2);
        directory.skip(6); // the type (16 bits) and the count of values (1)
        const std::uint32_t value = number(directory, 2);
        directory.skip(2);
        if (tag == orientation_tag)
            return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
    }
    return 1;
}

void read_segment(const ImageFile &segment, std::uint8_t marker, JpegMarkers &markers) {
    if (marker == app1 && segment.starts_with(exif_name))
        markers.orientation = orientation_of({segment.name, segment.bytes.subspan(exif_name.size())});
    if (marker == app14 && segment.starts_with(adobe_name))
        markers.adobe = true;
}

} // namespace

JpegMarkers read_jpeg_markers(const ImageFile &file) {
    JpegMarkers markers;
    try {
        ByteReader reader(file, 2);
        for (;;) {
            std::uint8_t marker = reader.u8();
            while (marker == 0xff)
                marker = reader.u8();
            if (marker == start_of_scan)
                return markers;
            const std::uint32_t length = reader.big_endian(2);
            read_segment({file.name, reader.take(std::max(length, 2U) - 2)}, marker, markers);
        }
    } catch (const Error &) { // the decoder will say what is wrong with the file
        return markers;
    }
}

Picture upright(Picture picture, int orientation) {
    if (orientation == 1)
        return picture;
    const bool transposed = orientation >= 5;
    const bool from_right = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool from_below = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    Picture turned = picture;
    if (transposed)
        std::swap(turned.width, turned.height);
    const auto channels = static_cast<std::ptrdiff_t>(picture.channels);
    auto target = turned.pixels.begin();
    for (int y = 0; y < turned.height; ++y)
        for (int x = 0; x < turned.width; ++x) {
            const int column = transposed ? y : x, row = transposed ? x : y;
            const std::ptrdiff_t from_x = from_right ? picture.width - 1 - column : column;
            const std::ptrdiff_t from_y = from_below ? picture.height - 1 - row : row;
            target =
                std::copy_n(picture.pixels.begin() + (from_y * picture.width + from_x) * channels, channels, target);
        }
    return turned;
}

} // namespace halenet
