#pragma once

#include "runtime/images/formats.h"

namespace halenet {

/// What the markers before a JPEG's first scan say, beside what its decoder tells.
struct JpegMarkers {
    int orientation = 1; ///< EXIF's, 1 to 8: where row 0 and column 0 belong (1: top and left)
    bool adobe = false;  ///< written by Adobe's software or in its way: CMYK is stored inverted
};

/// Never throws: what cannot be read keeps its default.
[[nodiscard]] JpegMarkers read_jpeg_markers(const ImageFile &file);

/// Turns a picture that a camera stored in EXIF's orientation upright.
[[nodiscard]] Picture upright(Picture picture, int orientation);

} // namespace halenet
