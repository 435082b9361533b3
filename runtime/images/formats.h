#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <halenet/error.h>
#include <halenet/picture.h>

namespace halenet {

/// The content of an image file, with its name for errors.
struct ImageFile {
    std::string name;
    std::span<const std::uint8_t> bytes;

    /// The error "NAME: what".
    [[nodiscard]] Error error(std::string_view what) const { return Error(name + ": " + std::string(what)); }

    [[nodiscard]] bool starts_with(std::string_view magic) const;
};

/// An empty picture of the size that a file's header claims. Throws Error where that is out of bounds.
[[nodiscard]] Picture new_picture(const ImageFile &file, std::int64_t width, std::int64_t height, int channels);

/// Decodes whichever format the content has.
[[nodiscard]] Picture decode_picture(const ImageFile &file);

[[nodiscard]] Picture decode_png(const ImageFile &file);
[[nodiscard]] Picture decode_jpeg(const ImageFile &file);
[[nodiscard]] Picture decode_bmp(const ImageFile &file);
[[nodiscard]] Picture decode_netpbm(const ImageFile &file);

} // namespace halenet
