#pragma once

#include <string>
#include <string_view>

namespace halenet {

/// gnuplot's SVG as a part of an HTML page: scaled to its place, with the page's own colours for those of the theme,
/// without background, tool tips and ids that would stand on the page twice. `label` is read to people who do not see
/// it.
[[nodiscard]] std::string inline_svg(std::string_view svg, std::string_view label, int least_width);

} // namespace halenet
