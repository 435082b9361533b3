#include "tests/reader/tool.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <sys/wait.h>

namespace halenet::testing {
namespace {

std::string quoted(const std::string &argument) {
    std::string text = "'";
    for (const char letter : argument)
        text += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
    return text + "'";
}

} // namespace

Outcome run(const std::vector<std::string> &arguments) {
    std::string command;
    for (const std::string &argument : arguments)
        command += quoted(argument) + ' ';
    FILE *pipe = ::popen((command + "2>&1").c_str(), "r");
    if (!pipe)
        throw std::runtime_error("cannot run: " + command);
    Outcome outcome;
    std::array<char, 4096> block{};
    while (const std::size_t count = std::fread(block.data(), 1, block.size(), pipe))
        outcome.output.append(block.data(), count);
    const int status = ::pclose(pipe);
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return outcome;
}

Outcome run_reader(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), HALENET_READER);
    return run(arguments);
}

const std::filesystem::path &source_folder() {
    static const std::filesystem::path folder = HALENET_SOURCE_FOLDER;
    return folder;
}

std::string contents_of(const std::filesystem::path &file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        throw std::runtime_error("cannot read " + file.string());
    return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace halenet::testing
