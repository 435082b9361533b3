#include <filesystem>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "tests/package/command.h"
#include "tests/package/documents.h"
#include "tests/runtime/environment_variable.h"
#include "tests/runtime/real_mnist.h"
#include "tests/runtime/temporary_folder.h"

using namespace package_tests;

namespace fs = std::filesystem;

namespace {

/// Runs what a document tells its reader to type, block by block, in one folder that looks like the checkout: it has
/// the sources and build/release. halenet is the installed one; it trains on MNIST where that is found, else on
/// synthetic digits.
void run_blocks(const std::string &document) {
    const TemporaryFolder folder;
    const fs::path source = HALENET_SOURCE_DIR;
    for (const char *name : {"docs", "generator", "examples", "tests"})
        fs::create_directory_symlink(source / name, folder / name);
    fs::create_directory(folder / "build");
    fs::create_directory_symlink(HALENET_BUILD_FOLDER, folder / "build/release");
    const EnvironmentVariable path("PATH", HALENET_PREFIX "/bin:" + fs::path(HALENET_CMAKE).parent_path().string() +
                                               ":" + std::getenv("PATH"));
    const EnvironmentVariable home("HOME", folder.path().string());
    const EnvironmentVariable cache("XDG_CACHE_HOME", std::nullopt);
    const EnvironmentVariable data("HALENET_DATA", real_mnist().value_or("synthetic").string());

    const std::vector<Block> blocks = blocks_of(content_of(source / document));
    CHECK_FALSE(blocks.empty());
    for (const Block &block : blocks) {
        INFO(document << ":" << block.line << ":\n" << block.text);
        if (!block.file.empty()) {
            fs::create_directories((folder / block.file).parent_path());
            folder.write(block.file, block.text);
            continue;
        }
        const Result result = run_command({"bash", "-e", "-o", "pipefail", "-c", block.text}, folder.path());
        INFO(result.output);
        CHECK(result.status == 0);
    }
}

} // namespace

TEST_CASE("blocks to run and files to save are told from those to read") {
    const std::vector<Block> blocks =
        blocks_of("# T\n```\nread\n```\n```sh\na\nb\n```\n<!-- file: net.h -->\n```cpp\nint x;\n"
                  "```\ntext\n```cpp\nread\n```\n");
    REQUIRE(blocks.size() == 2);
    CHECK(blocks[0].text == "a\nb\n");
    CHECK(blocks[0].file.empty());
    CHECK(blocks[0].line == 6);
    CHECK(blocks[1].text == "int x;\n");
    CHECK(blocks[1].file == "net.h");
}

TEST_CASE("what README.md tells to type works") {
    run_blocks("README.md");
}

TEST_CASE("what docs/projects.md tells to type works") {
    run_blocks("docs/projects.md");
}

TEST_CASE("what docs/targets.md tells to type works") {
    run_blocks("docs/targets.md");
}

TEST_CASE("what docs/linking.md tells to type works") {
    run_blocks("docs/linking.md");
}
