#pragma once

#include <map>
#include <string>

#include "runtime/report/palette.h"

namespace halenet {

/// A picture that gnuplot is to draw.
struct Picture {
    std::string name{};    ///< of its files: <name>.svg and <name>.png
    std::string title{};   ///< its heading on the page
    std::string caption{}; ///< a sentence or two of plain text below it
    int width = 0;         ///< pixels of the SVG; the PNG has twice as many
    int height = 0;
    int least_width = 0;                       ///< in which the page shows it: a smaller screen scrolls
    std::string commands{};                    ///< gnuplot's
    std::map<std::string, std::string> data{}; ///< files that the commands read, by name: <name>_....
};

/// `text` as one of gnuplot's strings. In single quotes nothing is special but a quote, and no command is run.
[[nodiscard]] std::string quoted(const std::string &text);

/// 0xrrggbb, as gnuplot reads a colour from data.
[[nodiscard]] std::string in_data(const Colour &colour);

/// '#rrggbb' of a colour of the theme, as gnuplot wants it.
[[nodiscard]] std::string quoted(const ThemeColour &colour);

} // namespace halenet
