/// Each file of tests/reader/cases is a model header with a mistake, and says in its comments what the reader must say:
///     // error@+1:12: text      on the next line, column 12; warning, note and fatal error likewise
///     // fix@+1:12: text        what the reader shows there under the caret, to be written instead
///     // arguments: --model X   what stands on the command line besides the header and --out
#include "tests/reader/tool.h"
#include "tests/runtime/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using namespace halenet::testing;

using Lines = std::vector<std::string>;

Lines lines_of(const std::string &text) {
    Lines lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

std::vector<fs::path> case_files() {
    std::vector<fs::path> files;
    for (const auto &entry : fs::directory_iterator(source_folder() / "tests/reader/cases"))
        if (entry.path().extension() == ".h")
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

/// "line:column: level: text", sorted.
Lines expected_of(const std::string &header) {
    static const std::regex expectation(R"( *// (fatal error|error|warning|note|fix)@([+-]\d+):(\d+): (.*))");
    Lines expected;
    int number = 0;
    for (const std::string &line : lines_of(header)) {
        ++number;
        std::smatch match;
        if (std::regex_match(line, match, expectation))
            expected.push_back(fmt::format("{}:{}: {}: {}", number + std::stoi(match[2]), match[3].str(),
                                           match[1].str(), match[4].str()));
    }
    std::sort(expected.begin(), expected.end());
    return expected;
}

/// The diagnostics in the header itself, in the same form. Each is its sentence, the line, one with the caret and,
/// where there is a fix, one with that; all but the first begin with a bar.
Lines found_in(const std::string &output, const fs::path &file) {
    static const std::regex sentence(R"((\d+):\d+: .*)"), caret(R"( *\| [ ~]*\^[ ~]*)"), fix(R"( *\| ( *)(\S.*?) *)");
    const std::string prefix = file.string() + ":";
    Lines found;
    std::string number;
    bool is_after_caret = false;
    for (const std::string &line : lines_of(output)) {
        const std::string rest = line.starts_with(prefix) ? line.substr(prefix.size()) : "";
        std::smatch match;
        if (std::regex_match(rest, match, sentence)) {
            number = match[1];
            found.push_back(rest);
        } else if (is_after_caret && std::regex_match(line, match, fix)) {
            found.push_back(fmt::format("{}:{}: fix: {}", number, match[1].length() + 1, match[2].str()));
        }
        is_after_caret = std::regex_match(line, caret);
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<std::string> arguments_of(const std::string &header) {
    static const std::regex directive(R"(// arguments: (\S+) (\S+))");
    std::smatch match;
    if (!std::regex_search(header, match, directive))
        return {};
    return {match[1], match[2]};
}

} // namespace

TEST_CASE("Each mistake is reported where it stands, and with an error no output is touched") {
    for (const fs::path &file : case_files()) {
        DYNAMIC_SECTION(file.filename().string()) {
            const std::string header = contents_of(file);
            const Lines expected = expected_of(header);
            REQUIRE_FALSE(expected.empty());
            const bool is_refused = header.find("error@") != std::string::npos;

            const TemporaryFolder folder;
            std::vector<std::string> arguments = arguments_of(header);
            arguments.insert(arguments.end(), {file.string(), "--out", (folder.path() / "model.json").string()});
            const Outcome outcome = run_reader(arguments);
            CHECK(outcome.status == (is_refused ? 1 : 0));
            CHECK(found_in(outcome.output, file) == expected);
            CHECK(folder.names().empty() == is_refused);

            folder.write("model.json", "from before");
            CHECK(run_reader(arguments).status == outcome.status);
            CHECK((contents_of(folder.path() / "model.json") == "from before") == is_refused);
            CHECK(folder.names() == std::vector<std::string>{"model.json"});
        }
    }
}

TEST_CASE("A note stands right after the error that it explains") {
    const fs::path file = source_folder() / "tests/reader/cases/convolution_after_flatten.h";
    std::string levels;
    for (const std::string &line : lines_of(run_reader({file.string(), "--out", "/dev/null"}).output))
        if (line.starts_with(file.string()))
            levels += line.find(" note: ") != std::string::npos ? "n" : "e";
    CHECK(levels == "enen");
}

TEST_CASE("A diagnostic shows the line and a caret at the place") {
    const fs::path file = source_folder() / "tests/reader/cases/kernel_larger_than_input.h";
    const std::string output = run_reader({file.string(), "--out", "/dev/null"}).output;
    CHECK(output.find("Conv2D<Filters<16>, Kernel<5>, Padding::valid, relu> c3;\n"
                      "      |                         ^~~~~~~~~\n") != std::string::npos);
    CHECK(output.ends_with("1 error generated.\n"));
}

TEST_CASE("Diagnostics come in the order of the text, whoever finds them") {
    const fs::path file = source_folder() / "tests/reader/cases/layers_misspelt.h";
    const std::string output = run_reader({file.string(), "--out", "/dev/null"}).output;
    const std::size_t clang = output.find("no template named"), own = output.find("n3: found BatchNormalization");
    CHECK(clang < own);
    CHECK(own != std::string::npos);
}
