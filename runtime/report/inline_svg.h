#pragma once

#include <string>
#include <string_view>

#include "runtime/report/picture.h"

namespace halenet {

/// A picture's SVG, as gnuplot wrote it, as a part of an HTML page: scaled to its place, with the page's own colours
/// for those of the theme, without background, tool tips and ids that would stand on the page twice. Title and caption
/// are read to people who do not see it.
[[nodiscard]] std::string inline_svg(std::string_view svg, const Picture &picture);

} // namespace halenet
