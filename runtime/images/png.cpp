#include <memory>

#include <fmt/format.h>
#include <png.h>

#include "runtime/images/byte_reader.h"
#include "runtime/images/formats.h"

namespace halenet {
namespace {

// libpng stops at the last row that it needs. A file that ends before its IEND chunk is cut off all the same.
void check_chunks(const ImageFile &file) {
    constexpr std::size_t signature_bytes = 8, checksum_bytes = 4;
    constexpr std::uint32_t end = 0x49454e44; // "IEND"
    ByteReader reader(file, signature_bytes);
    std::uint32_t type = 0;
    while (type != end) {
        const std::uint32_t length = reader.big_endian(4);
        type = reader.big_endian(4);
        reader.skip(length);
        reader.skip(checksum_bytes);
    }
}

struct FreeImage {
    void operator()(png_image *image) const { png_image_free(image); }
};

} // namespace

Picture decode_png(const ImageFile &file) {
    check_chunks(file);
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    const std::unique_ptr<png_image, FreeImage> owner(&image);
    const auto check = [&](int success) {
        if (success == 0) // a warning is no failure: many files have a colour profile that libpng does not like
            throw file.error(fmt::format("is a damaged PNG ({})", static_cast<const char *>(image.message)));
    };
    check(png_image_begin_read_from_memory(&image, file.bytes.data(), file.bytes.size()));
    // Without a gamma of their own, 16-bit channels mean what 8-bit channels mean.
    image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
    image.format &= PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA;
    Picture picture =
        new_picture(file, image.width, image.height, static_cast<int>(PNG_IMAGE_PIXEL_CHANNELS(image.format)));
    check(png_image_finish_read(&image, nullptr, picture.pixels.data(), 0, nullptr));
    return picture;
}

} // namespace halenet
