/// docs/model-language.md is kept honest: each of its blocks of C++ that is a whole model goes through the reader.
/// Where a block of text follows it at once, that is what the reader says; else it says nothing.
#include "tests/reader/tool.h"
#include "tests/runtime/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <filesystem>
#include <regex>
#include <string>
#include <vector>

using namespace halenet::testing;

namespace {

struct Block {
    std::string language, text;
    std::size_t begin = 0, end = 0; ///< in the page, fences included
};

std::vector<Block> blocks_of(const std::string &page) {
    static const std::regex fenced("```(\\w*)\n([^`]*)```\n");
    std::vector<Block> blocks;
    for (std::sregex_iterator block(page.begin(), page.end(), fenced), none; block != none; ++block) {
        const auto begin = static_cast<std::size_t>(block->position());
        blocks.push_back({(*block)[1], (*block)[2], begin, begin + static_cast<std::size_t>(block->length())});
    }
    return blocks;
}

} // namespace

TEST_CASE("What docs/model-language.md shows is what the reader reads and says") {
    const std::string page = contents_of(source_folder() / "docs/model-language.md");
    const std::vector<Block> blocks = blocks_of(page);
    std::size_t models = 0, mistakes = 0;
    for (std::size_t index = 0; index < blocks.size(); ++index) {
        const Block &block = blocks[index];
        if (block.language != "cpp" || block.text.find(": Model {") == std::string::npos)
            continue;
        const bool has_answer = index + 1 < blocks.size() && blocks[index + 1].language == "text" &&
                                blocks[index + 1].begin == block.end + 1; // one empty line between them
        const std::string answer = has_answer ? blocks[index + 1].text : "";
        INFO(block.text);
        const TemporaryFolder folder;
        folder.write("net.h", block.text);
        const Outcome outcome =
            run({"env", "--chdir", folder.path().string(), HALENET_READER, "net.h", "--out", "model.json"});
        CHECK(outcome.output == answer);
        CHECK(outcome.status == (answer.find(" error: ") == std::string::npos ? 0 : 1));
        ++models;
        mistakes += has_answer ? 1U : 0U;
    }
    CHECK(models >= 8);
    CHECK(mistakes >= 3);
}
