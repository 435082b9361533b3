#include "runtime/report/tile_sheet.h"

#include <algorithm>

#include <fmt/format.h>

namespace halenet {

void TileSheet::write(const std::string &text, std::size_t x, std::size_t y, Align align, const ThemeColour &colour) {
    (align == Align::left ? left_texts_ : centre_texts_) +=
        fmt::format("{}\t{}\t{}\t{}\n", x, y, in_data(colour.colour), text);
}

void TileSheet::frame(std::size_t left, std::size_t top, std::size_t width, std::size_t height,
                      const ThemeColour &colour) {
    const auto half_width = static_cast<double>(width) / 2;
    const auto half_height = static_cast<double>(height) / 2;
    frames_ += fmt::format("{}\t{}\t{}\t{}\t{}\n", static_cast<double>(left) + half_width,
                           static_cast<double>(top) + half_height, half_width, half_height, in_data(colour.colour));
}

std::string TileSheet::plot_commands(const std::string &name) const {
    std::string commands =
        fmt::format("unset key; unset border; unset tics\n"
                    "set xrange [0:{}]; set yrange [{}:0]\n"
                    "plot '{}_tiles.rgba' binary array=({},{}) format='%uchar' origin=(0.5,0.5) using 1:2:3:4 "
                    "with rgbalpha",
                    canvas_.width(), canvas_.height(), name, canvas_.width(), canvas_.height());
    if (!frames_.empty())
        commands += fmt::format(", '{}_frames.tsv' using 1:2:3:4:5 with boxxyerror fill empty linewidth 2 linecolor "
                                "rgb variable",
                                name);
    if (!left_texts_.empty())
        commands += fmt::format(", '{}_left.tsv' using 1:2:4:3 with labels left textcolor rgb variable", name);
    if (!centre_texts_.empty())
        commands += fmt::format(", '{}_centre.tsv' using 1:2:4:3 with labels center textcolor rgb variable", name);
    return commands + "\n";
}

std::map<std::string, std::string> TileSheet::data(const std::string &name) const {
    return {{name + "_tiles.rgba", std::string(canvas_.bytes())},
            {name + "_frames.tsv", frames_},
            {name + "_left.tsv", left_texts_},
            {name + "_centre.tsv", centre_texts_}};
}

void TileSheet::finish(Picture &picture) const {
    picture.width = static_cast<int>(canvas_.width());
    picture.height = static_cast<int>(canvas_.height());
    picture.commands = "set margins 0,0,0,0\n" + plot_commands(picture.name);
    picture.data = data(picture.name);
}

Extent fitted(std::size_t width, std::size_t height, std::size_t side) {
    const std::size_t longest = std::max(width, height);
    // A whole multiple keeps the squares of all pixels alike.
    const auto scaled = [&](std::size_t extent) {
        return longest <= side ? extent * (side / longest) : std::max<std::size_t>(1, extent * side / longest);
    };
    return {scaled(width), scaled(height)};
}

} // namespace halenet
