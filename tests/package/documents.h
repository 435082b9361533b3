#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace package_tests {

/// A block of code in a Markdown document that a reader is to type: commands, or a file.
struct Block {
    std::string text;
    std::string file; ///< the name under which the text is to be saved; empty: the text is commands
    int line = 0;     ///< of the block's first line in the document, from 1
};

/// The blocks of a document, in order: those marked ```sh are commands, those after a line <!-- file: NAME --> are
/// files. Others are for reading only.
[[nodiscard]] std::vector<Block> blocks_of(std::string_view document);

} // namespace package_tests
