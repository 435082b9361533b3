#include "tests/package/documents.h"

#include <sstream>
#include <utility>

namespace package_tests {
namespace {

constexpr std::string_view fence = "```";
constexpr std::string_view file_mark = "<!-- file: ";
constexpr std::string_view end_of_mark = " -->";

} // namespace

std::vector<Block> blocks_of(std::string_view document) {
    std::vector<Block> blocks;
    std::istringstream lines{std::string(document)};
    std::string file;
    Block block;
    bool inside = false, wanted = false;
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (line.starts_with(fence)) {
            if (inside && wanted)
                blocks.push_back(block);
            inside = !inside;
            wanted = !file.empty() || line == "```sh";
            block = {.text = {}, .file = std::exchange(file, {}), .line = number + 1};
        } else if (inside) {
            block.text += line + '\n';
        } else if (line.starts_with(file_mark) && line.ends_with(end_of_mark)) {
            file = line.substr(file_mark.size(), line.size() - file_mark.size() - end_of_mark.size());
        }
    }
    return blocks;
}

} // namespace package_tests
