#include "generator/driver/fill_template.h"

#include <algorithm>
#include <cctype>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace halenet::driver {

namespace {

const std::string &value_of(const Placeholders &values, std::string_view key) {
    const auto value = values.find(std::string(key));
    if (value == values.end()) {
        throw std::logic_error("a template has the unknown placeholder @" + std::string(key) + "@");
    }
    return value->second;
}

std::string fill_line(std::string_view line, const Placeholders &values) {
    std::string filled;
    for (std::size_t open = line.find('@'); open != std::string_view::npos; open = line.find('@')) {
        const std::size_t close = line.find('@', open + 1);
        filled += line.substr(0, open);
        filled += value_of(values, line.substr(open + 1, close - open - 1));
        line.remove_prefix(close == std::string_view::npos ? line.size() : close + 1);
    }
    return filled.append(line);
}

} // namespace

std::string fill_template(const std::string &text, const Placeholders &values) {
    constexpr std::string_view if_mark = "@if ";
    std::istringstream lines(text);
    std::string filled;
    bool kept = true;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with(if_mark)) {
            kept = !value_of(values, std::string_view(line).substr(if_mark.size(), line.size() - if_mark.size() - 1))
                        .empty();
        } else if (line == "@else@") {
            kept = !kept;
        } else if (line == "@end@") {
            kept = true;
        } else if (kept) {
            filled += fill_line(line, values) + (lines.eof() ? "" : "\n");
        }
    }
    return filled;
}

std::string upper_case(std::string name) {
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return name;
}

} // namespace halenet::driver
