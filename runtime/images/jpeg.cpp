#include <memory>
#include <type_traits>

#include <fmt/format.h>
#include <turbojpeg.h>

#include "runtime/images/formats.h"
#include "runtime/images/jpeg_markers.h"

namespace halenet {
namespace {

struct Destroy {
    void operator()(void *decoder) const { tjDestroy(decoder); }
};
using Decoder = std::unique_ptr<std::remove_pointer_t<tjhandle>, Destroy>;

// Of inks that each take their colour away from white. Adobe stores how much light an ink leaves.
Picture without_inks(const Picture &inks, bool inverted) {
    Picture picture{inks.width, inks.height, 3, {}};
    picture.pixels.reserve(inks.pixels.size() / 4 * 3);
    const auto left = [inverted](std::uint8_t value) { return inverted ? value : 255 - value; };
    for (std::size_t at = 0; at < inks.pixels.size(); at += 4)
        for (std::size_t channel = 0; channel < 3; ++channel)
            picture.pixels.push_back(
                static_cast<std::uint8_t>((left(inks.pixels[at + channel]) * left(inks.pixels[at + 3]) + 127) / 255));
    return picture;
}

} // namespace

Picture decode_jpeg(const ImageFile &file) {
    const Decoder decoder(tjInitDecompress());
    if (decoder == nullptr)
        throw std::bad_alloc();
    // Warnings too: where the data end early, the decoder warns and fills the rest with grey.
    const auto check = [&](int result) {
        if (result != 0)
            throw file.error(fmt::format("is a damaged or cut off JPEG ({})", tjGetErrorStr2(decoder.get())));
    };
    int width = 0, height = 0, subsampling = 0, colours = 0;
    check(tjDecompressHeader3(decoder.get(), file.bytes.data(), file.bytes.size(), &width, &height, &subsampling,
                              &colours));
    const bool inks = colours == TJCS_CMYK || colours == TJCS_YCCK;
    const int format = inks ? TJPF_CMYK : colours == TJCS_GRAY ? TJPF_GRAY : TJPF_RGB;
    Picture picture = new_picture(file, width, height, tjPixelSize[format]);
    check(tjDecompress2(decoder.get(), file.bytes.data(), file.bytes.size(), picture.pixels.data(), width, 0, height,
                        format, TJFLAG_ACCURATEDCT | TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS));
    const JpegMarkers markers = read_jpeg_markers(file);
    if (inks)
        picture = without_inks(picture, markers.adobe);
    return upright(std::move(picture), markers.orientation);
}

} // namespace halenet
