#include "tests/pictures/encode.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/core.h>
#include <turbojpeg.h>
#include <zlib.h>

namespace encode {
namespace {

std::string big_endian(std::uint32_t value, int bytes) {
    std::string text;
    for (int i = bytes - 1; i >= 0; --i)
        text += static_cast<char>(value >> (8 * i) & 0xff);
    return text;
}

std::string little_endian(std::uint32_t value, int bytes) {
    const std::string text = big_endian(value, bytes);
    return {text.rbegin(), text.rend()};
}

std::string chunk(const std::string &type, const std::string &data) {
    const std::string body = type + data;
    const auto checksum = ::crc32(0, reinterpret_cast<const Bytef *>(body.data()), static_cast<uInt>(body.size()));
    return big_endian(static_cast<std::uint32_t>(data.size()), 4) + body +
           big_endian(static_cast<std::uint32_t>(checksum), 4);
}

std::string deflated(const std::string &data) {
    std::string out(::compressBound(data.size()), '\0');
    uLongf size = out.size();
    if (::compress(reinterpret_cast<Bytef *>(out.data()), &size, reinterpret_cast<const Bytef *>(data.data()),
                   data.size()) != Z_OK)
        throw std::runtime_error("zlib failed");
    out.resize(size);
    return out;
}

} // namespace

std::string png(int width, int height, int colour, int bits, const std::vector<std::uint16_t> &samples) {
    std::string header =
        big_endian(static_cast<std::uint32_t>(width), 4) + big_endian(static_cast<std::uint32_t>(height), 4);
    for (const int field : {bits, colour, 0, 0, 0}) // deflate, the one set of filters, not interlaced
        header += static_cast<char>(field);
    std::string rows;
    // A test may claim another size than there are samples for.
    const std::size_t per_row =
        std::max<std::size_t>(1, samples.size() / static_cast<std::size_t>(std::max(height, 1)));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (i % per_row == 0)
            rows += '\0'; // no filter
        rows += big_endian(samples[i], bits / 8);
    }
    return "\x89PNG\r\n\x1a\n" + chunk("IHDR", header) + chunk("IDAT", deflated(rows)) + chunk("IEND", "");
}

std::string png(const halenet::Picture &picture) {
    constexpr int colours[] = {0, 0, 4, 2, 6};
    return png(picture.width, picture.height, colours[picture.channels], 8,
               {picture.pixels.begin(), picture.pixels.end()});
}

std::string jpeg(const halenet::Picture &picture, int quality) {
    constexpr int formats[] = {0, TJPF_GRAY, 0, TJPF_RGB, TJPF_CMYK};
    const int format = formats[picture.channels];
    unsigned char *bytes = nullptr;
    unsigned long size = 0;
    const tjhandle encoder = tjInitCompress();
    const int failed = tjCompress2(encoder, picture.pixels.data(), picture.width, 0, picture.height, format, &bytes,
                                   &size, format == TJPF_GRAY ? TJSAMP_GRAY : TJSAMP_444, quality, 0);
    std::string file(reinterpret_cast<const char *>(bytes), size);
    tjFree(bytes);
    tjDestroy(encoder);
    if (failed != 0)
        throw std::runtime_error("libjpeg failed");
    return file;
}

std::string with_orientation(const std::string &jpeg, int orientation, bool little) {
    const auto number = [little](std::uint32_t value, int bytes) {
        return little ? little_endian(value, bytes) : big_endian(value, bytes);
    };
    // A TIFF: its order and magic, the directory's offset, one entry (tag, type, count, value), and no further
    // directory.
    const std::string tiff = (little ? "II" : "MM") + number(42, 2) + number(8, 4) + number(1, 2) + number(0x0112, 2) +
                             number(3, 2) + number(1, 4) + number(static_cast<std::uint32_t>(orientation), 2) +
                             number(0, 2) + number(0, 4);
    const std::string content = std::string("Exif\0\0", 6) + tiff;
    const std::string segment = "\xff\xe1" + big_endian(static_cast<std::uint32_t>(content.size() + 2), 2) + content;
    return jpeg.substr(0, 2) + segment + jpeg.substr(2);
}

std::string bmp(const halenet::Picture &picture, int bits, bool bottom_up) {
    std::string palette;
    if (bits == 8)
        for (int i = 0; i < 256; ++i)
            palette += std::string(3, static_cast<char>(i)) + '\0';
    const auto width = static_cast<std::size_t>(picture.width), height = static_cast<std::size_t>(picture.height);
    std::string pixels;
    for (std::size_t row = 0; row < height; ++row) {
        const std::size_t y = bottom_up ? height - 1 - row : row;
        for (std::size_t x = 0; x < width; ++x) {
            const std::uint8_t *pixel =
                picture.pixels.data() + (y * width + x) * static_cast<std::size_t>(picture.channels);
            if (bits == 8)
                pixels += static_cast<char>(pixel[0]);
            else
                for (const int channel : {2, 1, 0})
                    pixels += static_cast<char>(pixel[channel]);
            if (bits == 32)
                pixels += '\0';
        }
        while (pixels.size() % 4 != 0)
            pixels += '\0';
    }
    const auto offset = static_cast<std::uint32_t>(54 + palette.size());
    const auto stored_height = static_cast<std::uint32_t>(bottom_up ? picture.height : -picture.height);
    return "BM" + little_endian(static_cast<std::uint32_t>(offset + pixels.size()), 4) + little_endian(0, 4) +
           little_endian(offset, 4) + little_endian(40, 4) + little_endian(static_cast<std::uint32_t>(width), 4) +
           little_endian(stored_height, 4) + little_endian(1, 2) + little_endian(static_cast<std::uint32_t>(bits), 2) +
           std::string(24, '\0') + palette + pixels;
}

std::string netpbm(const halenet::Picture &picture, bool plain) {
    const int kind = (picture.channels == 1 ? 2 : 3) + (plain ? 0 : 3);
    std::string file = fmt::format("P{}\n# a comment\n{} {}\n255\n", kind, picture.width, picture.height);
    for (const std::uint8_t value : picture.pixels)
        file += plain ? fmt::format("{}\n", value) : std::string(1, static_cast<char>(value));
    return file;
}

} // namespace encode
