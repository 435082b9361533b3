#include <halenet/picture.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "runtime/files/input_file.h"
#include "runtime/images/formats.h"

namespace halenet {
namespace {

using namespace std::string_view_literals;

// Of a file: a picture of most_pixels in the largest form that is read, plain text with three numbers of 16 bits.
constexpr std::uint64_t most_file_bytes = std::uint64_t{1} << 31;

struct Format {
    std::string_view magic;
    Picture (*decode)(const ImageFile &);
};
constexpr std::array formats{
    Format{"\x89PNG\r\n\x1a\n", decode_png},
    Format{"\xff\xd8\xff", decode_jpeg},
    Format{"BM", decode_bmp},
    Format{"P2", decode_netpbm},
    Format{"P3", decode_netpbm},
    Format{"P5", decode_netpbm},
    Format{"P6", decode_netpbm},
};

// Image files that people have, but that are not read here: better named than called no image.
struct ForeignFormat {
    std::size_t offset;
    std::string_view magic;
    std::string_view name;
};
constexpr std::array foreign_formats{
    ForeignFormat{0, "GIF8", "a GIF"},
    ForeignFormat{8, "WEBP", "a WebP"},
    ForeignFormat{4, "ftyp", "a HEIC or AVIF"},
    ForeignFormat{0, "II*\0"sv, "a TIFF"},
    ForeignFormat{0, "MM\0*"sv, "a TIFF"},
    ForeignFormat{0, "%PDF", "a PDF"},
    ForeignFormat{0, "<svg", "an SVG"},
    ForeignFormat{0, "<?xml", "an XML file"},
    ForeignFormat{0, "P1", "a PBM"},
    ForeignFormat{0, "P4", "a PBM"},
};

std::string describe(const ImageFile &file) {
    if (file.bytes.empty())
        return "is empty";
    const std::string_view text(reinterpret_cast<const char *>(file.bytes.data()), file.bytes.size());
    for (const ForeignFormat &foreign : foreign_formats)
        if (text.size() > foreign.offset && text.substr(foreign.offset).starts_with(foreign.magic))
            return fmt::format("is {}", foreign.name);
    std::string beginning;
    for (const std::uint8_t byte : file.bytes.first(std::min<std::size_t>(4, file.bytes.size())))
        beginning += fmt::format(" {:02x}", byte);
    return fmt::format("is no image, its first bytes are{}", beginning);
}

} // namespace

bool ImageFile::starts_with(std::string_view magic) const {
    return bytes.size() >= magic.size() &&
           std::equal(magic.begin(), magic.end(), bytes.begin(),
                      [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

Picture new_picture(const ImageFile &file, std::int64_t width, std::int64_t height, int channels) {
    if (width < 1 || height < 1 || width > Picture::most_side || height > Picture::most_side)
        throw file.error(fmt::format("is an image of {} x {} pixels, expected 1 to {} along each side", width, height,
                                     static_cast<int>(Picture::most_side)));
    const auto pixels = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    if (pixels > Picture::most_pixels)
        throw file.error(fmt::format("is an image of {} x {} pixels, expected at most {} pixels", width, height,
                                     static_cast<std::size_t>(Picture::most_pixels)));
    Picture picture{static_cast<int>(width), static_cast<int>(height), channels, {}};
    picture.pixels.resize(pixels * static_cast<std::size_t>(channels));
    return picture;
}

Picture decode_picture(const ImageFile &file) {
    for (const Format &format : formats)
        if (file.starts_with(format.magic))
            return format.decode(file);
    throw file.error(describe(file) + "; a PNG, JPEG, BMP, PGM or PPM image was expected");
}

Picture read_picture(const std::filesystem::path &path) {
    InputFile input(path);
    if (input.size() > most_file_bytes)
        throw Error(fmt::format("{}: is {} bytes long, expected an image file of at most {} bytes", path.string(),
                                input.size(), most_file_bytes));
    std::vector<std::uint8_t> bytes(input.size());
    bytes.resize(input.read(std::as_writable_bytes(std::span(bytes))));
    return decode_picture({path.string(), bytes});
}

} // namespace halenet
