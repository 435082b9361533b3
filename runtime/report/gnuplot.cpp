#include "runtime/report/gnuplot.h"

#include <algorithm>
#include <array>
#include <fstream>

#include <fmt/format.h>

#include <halenet/error.h>

#include "runtime/files/child_process.h"

namespace halenet {
namespace {

namespace fs = std::filesystem;

constexpr std::array formats{"svg", "png"};

std::string script_of(std::span<const Picture> pictures) {
    // A generic family that fontconfig and browsers know both; Latin-1 is all that is written.
    std::string script = "set encoding utf8\n"
                         "if (format eq 'svg') { terminal = \"svg size %d,%d background '#ffffff'\"; scale = 1 } "
                         "else { terminal = 'pngcairo size %d,%d fontscale 2 linewidth 2 pointscale 2'; scale = 2 }\n"
                         "terminal = terminal.\" noenhanced font 'sans-serif,13'\"\n";
    for (const Picture &picture : pictures)
        script += fmt::format(
            "reset\nset datafile separator '\\t'\neval 'set terminal '.sprintf(terminal, scale*{}, scale*{})\n"
            "set output '../{}.'.format\n{}\nset output\n",
            picture.width, picture.height, picture.name, picture.commands);
    return script;
}

void write_file(const fs::path &path, const std::string &content) {
    std::ofstream file(path, std::ios::binary);
    file << content;
    file.close();
    if (!file)
        throw Error(
            fmt::format("{}: cannot be written, space for the data of the pictures was expected", path.string()));
}

/// gnuplot's own words: its first line that says what is wrong.
std::string complaint_of(const std::string &output) {
    for (std::size_t begin = 0; begin < output.size();) {
        const std::size_t end = std::min(output.find('\n', begin), output.size());
        const std::string line = output.substr(begin, end - begin);
        if (line.find_first_not_of(" \t^") != std::string::npos && line.find("line ") != std::string::npos)
            return "gnuplot failed: " + line;
        begin = end + 1;
    }
    return "gnuplot failed";
}

/// Runs gnuplot once for each format, at the same time.
std::optional<std::string> run_gnuplot(const fs::path &folder) {
    struct Run {
        explicit Run(const fs::path &folder, const std::string &format)
            : arguments{"gnuplot", "--default-settings", "-e", "format='" + format + "'", "pictures.gnuplot"},
              process(arguments, output.write_end, output.write_end, folder) {
            output.write_end.close();
        }
        std::array<std::string, 5> arguments;
        Pipe output;
        ChildProcess process;
    };
    try {
        Run svg(folder, formats[0]);
        Run png(folder, formats[1]);
        std::optional<std::string> complaint;
        for (Run *run : {&svg, &png}) {
            const std::string output = read_text(run->output.read_end);
            if (!run->process.wait() && !complaint)
                complaint = complaint_of(output);
        }
        return complaint;
    } catch (const Error &error) {
        return error.what();
    }
}

} // namespace

std::optional<std::string> draw_pictures(std::span<const Picture> pictures, const fs::path &folder) {
    const fs::path drawing = folder / "drawing";
    fs::create_directory(drawing);
    for (const Picture &picture : pictures)
        for (const auto &[name, content] : picture.data)
            write_file(drawing / name, content);
    write_file(drawing / "pictures.gnuplot", script_of(pictures));
    std::optional<std::string> complaint = run_gnuplot(drawing);
    fs::remove_all(drawing);

    const auto path_of = [&](const Picture &picture, const char *format) {
        return folder / (picture.name + "." + format);
    };
    std::error_code none;
    for (const Picture &picture : pictures)
        for (const char *format : formats)
            if (const auto bytes = fs::file_size(path_of(picture, format), none); !complaint && (none || bytes == 0))
                complaint = "gnuplot drew no " + picture.name + "." + format;
    if (complaint)
        for (const Picture &picture : pictures)
            for (const char *format : formats)
                fs::remove(path_of(picture, format), none);
    return complaint;
}

} // namespace halenet
