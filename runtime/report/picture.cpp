#include "runtime/report/picture.h"

#include <fmt/format.h>

namespace halenet {

std::string quoted(const std::string &text) {
    std::string result = "'";
    for (const char c : text) {
        if (c == '\'')
            result += '\'';
        if (static_cast<unsigned char>(c) >= ' ')
            result += c;
    }
    return result + "'";
}

std::string in_data(const Colour &colour) {
    return fmt::format("0x{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue);
}

std::string quoted(const ThemeColour &colour) {
    return fmt::format("'#{:02x}{:02x}{:02x}'", colour.colour.red, colour.colour.green, colour.colour.blue);
}

} // namespace halenet
