#include "runtime/terminal/text_table.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace halenet {

std::vector<std::string> aligned(std::vector<std::vector<std::string>> rows, std::string_view alignment) {
    std::vector<std::size_t> widths;
    for (std::vector<std::string> &row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t column = 0; column < row.size(); ++column) {
            std::ranges::replace_if(
                row[column], [](unsigned char character) { return std::iscntrl(character) != 0; }, '?');
            widths[column] = std::max(widths[column], row[column].size());
        }
    }
    std::vector<std::string> lines;
    for (const std::vector<std::string> &row : rows) {
        std::string line;
        for (std::size_t column = 0; column < row.size(); ++column) {
            const bool right = column < alignment.size() && alignment[column] == '>';
            line += column == 0 ? "" : "  ";
            line += right ? fmt::format("{:>{}}", row[column], widths[column])
                          : fmt::format("{:<{}}", row[column], widths[column]);
        }
        lines.push_back(line.substr(0, line.find_last_not_of(' ') + 1));
    }
    return lines;
}

std::string text_table(const std::vector<std::vector<std::string>> &rows, std::string_view alignment) {
    const std::vector<std::string> lines = aligned(rows, alignment);
    const std::size_t longest = std::ranges::max(lines, {}, &std::string::size).size();
    std::string text;
    for (std::size_t k = 0; k < lines.size(); ++k) {
        if (k == 1)
            text += std::string(longest, '-') + '\n';
        text += lines[k] + '\n';
    }
    return text;
}

} // namespace halenet
