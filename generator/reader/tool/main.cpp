#include "generator/description/json.h"
#include "generator/reader/folders.h"
#include "generator/reader/reader.h"
#include "runtime/files/files.h"
#include "runtime/files/installation.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <unistd.h>

namespace {

namespace fs = std::filesystem;

constexpr int user_mistake = 1;
constexpr int usage_mistake = 2;

struct Options {
    std::string header;
    std::string model;
    std::string output;
    std::string depfile;
    std::optional<int> memory_limit_mib;
};

constexpr const char *purpose =
    R"(Reads a model written in C++ and writes its description, from which the driver generates a library.)";

constexpr const char *lesson = R"(A model header is plain C++20:

  #include "layers.h"

  namespace halenet::models {

  /// What the model is for.
  struct Net : Model {
      Input<Height<28>, Width<28>, Channels<1>, Mean<0.1307>, Deviation<0.3081>> image;
      Conv2D<Filters<6>, Kernel<5>, Padding::same, relu> c1;
      MaxPool2D<2> s2;
      Flatten flatten;
      Dropout<0.25> d3;
      Dense<Units<10>, softmax> output;
  };

  } // namespace halenet::models

  halenet-reader net.h --out model.json
  halenet-reader net.h --out model.json --depfile model.json.d --memory-limit 512

"layers.h" is found by itself, and no compiler flags are needed. Field order is layer order, field names are layer
names. Mistakes are reported as a compiler does, with file, line and column.

Exit status: 0 when the description is written, 1 when the header or a file has a mistake (the output is then left as it
was), 2 when the command line has one.)";

int complain(int status, const std::string &sentence) {
    fmt::print(stderr, "halenet-reader: {}\n", sentence);
    return status;
}

/// Empty where the file can be read; else the reason why not.
std::string why_unreadable(const std::string &path) {
    std::error_code error;
    if (fs::is_directory(path, error))
        return "found a folder, expected a model header";
    if (!std::ifstream(path))
        return fmt::format("cannot read the model header: {}", std::generic_category().message(errno));
    return "";
}

/// A file name as make reads it.
std::string escaped(const std::string &name) {
    std::string text;
    for (const char letter : name) {
        if (letter == ' ' || letter == '#')
            text += '\\';
        text += letter == '$' ? std::string("$$") : std::string(1, letter);
    }
    return text;
}

/// What the output is made of, in make's syntax.
std::string make_rule(const std::string &output, const std::vector<std::string> &files) {
    std::string rule = escaped(output) + ":";
    for (const std::string &file : files)
        rule += " \\\n  " + escaped(file);
    return rule + '\n';
}

int run(const Options &options) {
    std::error_code error;
    for (const auto &[option, file] : {std::pair("--out", options.output), std::pair("--depfile", options.depfile)})
        if (fs::equivalent(options.header, file, error))
            return complain(usage_mistake,
                            fmt::format("{} {}: found the model header, expected another file", option, file));
    if (fs::weakly_canonical(options.output, error) == fs::weakly_canonical(options.depfile, error))
        return complain(usage_mistake,
                        fmt::format("--depfile {}: found the file of --out, expected another one", options.depfile));
    if (const std::string reason = why_unreadable(options.header); !reason.empty())
        return complain(user_mistake, fmt::format("{}: {}", options.header, reason));
    const halenet::reader::Reading reading =
        halenet::reader::read_model({.header = options.header,
                                     .model = options.model,
                                     .layers_folder = halenet::find_folder(halenet::models_folder),
                                     .resource_folder = halenet::reader::find_resource_folder(),
                                     .memory_limit_mib = options.memory_limit_mib,
                                     .colours = ::isatty(STDERR_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr});
    fmt::print(stderr, "{}", reading.diagnostics);
    if (!reading.model)
        return user_mistake;
    if (!options.depfile.empty())
        halenet::write_file_atomically(options.depfile, make_rule(options.output, reading.files));
    halenet::write_file_atomically(options.output, halenet::description::to_json(*reading.model));
    return 0;
}

} // namespace

int main(int argc, char **argv) {
    Options options;
    CLI::App app(purpose, "halenet-reader");
    app.footer(lesson);
    app.add_option("MODEL_HEADER", options.header, "C++ header with a struct that derives from halenet::Model")
        ->required();
    app.add_option("--model", options.model,
                   "The struct's name, where the header has several (its namespace before it, where that is needed)");
    app.add_option("--out", options.output, "The description to write, JSON (model.json)")->required();
    app.add_option("--depfile", options.depfile,
                   "A file to write for the build system: which headers the description was made of, in make's syntax");
    app.add_option("--memory-limit", options.memory_limit_mib,
                   "Refuse a model whose training takes more: weights, gradients, two moments, and what one shard of "
                   "16 images leaves in each layer, with its gradient")
        ->type_name("MIB")
        ->check(CLI::PositiveNumber);
    try {
        app.parse(argc, argv);
        return run(options);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : usage_mistake;
    } catch (const std::exception &error) {
        return complain(user_mistake, error.what());
    }
}
