/// Each example, built in each of the three ways that its comment names, and run.
#include <filesystem>
#include <sstream>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "tests/linking/bundles.h"
#include "tests/runtime/temporary_folder.h"

using namespace linking_tests;
using Catch::Matchers::ContainsSubstring;

namespace fs = std::filesystem;

namespace {

struct Example {
    std::string folder;
    std::string source;
    std::string run;  ///< the program, and what follows it
    std::string says; ///< part of its output
};

/// A user whose ones look like the seven that is drawn here has three of them.
const std::string ones = R"(for name in a b c; do
    { echo P5 6 8 255; printf '@@@@@@     @    @@    @    @@    @    @@    @   '; } >$name.pgm
done
)";

const std::vector<Example> &examples() {
    static const std::string weights = "$BUNDLE/share/lenet5/lenet5.safetensors";
    static const std::vector<Example> all{
        {"classify_c", "classify.c", "classify " + weights, "7 ("},
        {"train_cpp", "train.cpp", "train", "of the test images are right"},
        {"two_models", "two_models.cpp", "two_models " + weights, "LeNet5_1998: 7 ("},
        {"many_threads", "many_threads.cpp", "many_threads " + weights + " 3", "the same bits as one thread"},
        {"static", "selftest.c", "selftest", "kernels of LeNet5 are right"},
        {"adapt_user", "adapt_user.cpp", "adapt_user " + weights + " 1=a.pgm 1=b.pgm 1=c.pgm",
         "of 1 held-out pictures 0 right before, 1 after 2 examples: kept"}};
    return all;
}

fs::path folder_of(const Example &example) {
    return fs::path(HALENET_SOURCE_DIR) / "examples" / example.folder;
}

enum class Way { pkg_config, compiler };

/// The commands that the comment of an example gives.
std::string commands_of(const Example &example, Way way) {
    std::istringstream lines(content_of(folder_of(example) / example.source));
    std::string commands;
    for (std::string line; std::getline(lines, line);) {
        const std::size_t start = line.find_first_not_of("/* ");
        if (start == std::string::npos ||
            !(line.substr(start).starts_with("cc ") || line.substr(start).starts_with("c++ ")))
            continue;
        if ((line.find("pkg-config") != std::string::npos) == (way == Way::pkg_config))
            commands += line.substr(start) + "\n";
    }
    return commands;
}

/// Runs the example's program, which lies in the folder `programs` of `folder`.
void check_run(const Example &example, const TemporaryFolder &folder, const std::string &programs) {
    const EnvironmentVariable data("HALENET_DATA", "synthetic");
    const Result run = shell(ones + programs + "/" + example.run, folder.path());
    INFO(run.output);
    CHECK(run.status == 0);
    CHECK_THAT(run.output, ContainsSubstring(example.says));
}

void check_commands(const Example &example, Way way) {
#ifdef HALENET_SANITIZED
    if (example.folder == "train_cpp")
        SKIP("halenet's runtime is built with the sanitizers, which the example's lines do not link");
#endif
    const TemporaryFolder folder;
    const Places places;
    fs::copy(folder_of(example), folder.path());
    const std::string commands = commands_of(example, way);
    CAPTURE(example.folder, commands);
    REQUIRE_FALSE(commands.empty());
    const Result built = shell(commands, folder.path());
    INFO(built.output);
    REQUIRE(built.status == 0);
    check_run(example, folder, ".");
}

} // namespace

TEST_CASE("the examples build by find_package and run") {
    const Example &example = GENERATE(from_range(examples()));
    const TemporaryFolder folder;
    const Places places;
    CAPTURE(example.folder);
    const Result built =
        build_project(folder_of(example), folder.path(),
                      bundle("lenet5").string() + ";" + bundle("lenet5_1998").string() + ";" HALENET_PREFIX);
    INFO(built.output);
    REQUIRE(built.status == 0);
    CHECK_THAT(built.output, !ContainsSubstring("warning") && !ContainsSubstring("Warning"));
    check_run(example, folder, "build");
}

TEST_CASE("the examples build by pkg-config as their comments say and run") {
    check_commands(GENERATE(from_range(examples())), Way::pkg_config);
}

TEST_CASE("the examples build by a compiler line as their comments say and run") {
    check_commands(GENERATE(from_range(examples())), Way::compiler);
}
