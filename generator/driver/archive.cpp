#include "generator/driver/archive.h"

#include "generator/driver/build.h"
#include "generator/driver/version.h"
#include "runtime/files/child_process.h"
#include "runtime/files/files.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <regex>
#include <sstream>

namespace halenet::driver {

namespace fs = std::filesystem;

bool is_joined(const Library &library) {
    using Halide::Target;
    const Target::OS os = library.isas.front().target.halide.os;
    return !library.checked && (os == Target::Linux || os == Target::Android || os == Target::NoOS);
}

fs::path join(const std::vector<Member> &members, const std::vector<std::string> &api, bool symbols,
              const fs::path &folder) {
    const fs::path whole = folder / "whole.o", joined = folder / "joined.o", globals = folder / "globals.txt";
    std::vector<std::string> command{linker, "-r", "-o", whole.string()};
    for (const Member &member : members) {
        command.push_back(member.object.string());
    }
    run_program(command);
    write_file(globals, fmt::format("{}\n", fmt::join(api, "\n")));
    std::vector<std::string> localize{objcopy, "--keep-global-symbols=" + globals.string()};
    if (!symbols) {
        localize.emplace_back("--strip-unneeded");
    }
    localize.insert(localize.end(), {whole.string(), joined.string()});
    run_program(localize);
    return joined;
}

std::size_t text_bytes(const std::vector<Member> &members) {
    std::vector<std::string> command{object_size};
    for (const Member &member : members) {
        command.push_back(member.object.string());
    }
    Pipe pipe;
    ChildProcess size(command, pipe.write_end, pipe.write_end);
    pipe.write_end.close();
    std::istringstream lines(read_text(pipe.read_end));
    std::size_t bytes = 0;
    std::string line;
    std::getline(lines, line); // the columns' names
    while (std::getline(lines, line)) {
        bytes += std::stoull(line);
    }
    if (!size.wait()) {
        throw std::runtime_error(std::string(object_size) + " failed; it must be there and read object files");
    }
    return bytes;
}

std::string archive_of(const Library &library, const std::vector<Member> &members, const fs::path &folder) {
    std::vector<std::string> files;
    for (const Member &member : members) {
        files.push_back((folder / (member.name + ".o")).string());
        fs::copy_file(member.object, files.back(), fs::copy_options::overwrite_existing);
    }
    if (library.checked) {
        files.push_back((folder / "halide_runtime.o").string());
        Halide::compile_standalone_runtime(files.back(), library.isas.front().target.halide);
    }
    const fs::path archive = folder / "archive.a";
    std::vector<std::string> command{archiver, "rcsD", archive.string()}; // D: neither times nor owners
    command.insert(command.end(), files.begin(), files.end());
    run_program(command);
    return read_file(archive);
}

std::string shared_library_of(const Library &library, const fs::path &archive, const fs::path &folder) {
    const fs::path script = folder / "shared.map", object = folder / "shared.so";
    write_file(script, "{ global: " + library.name + "_api; local: *; };\n");
    std::vector<std::string> command = clang_target(library.isas.front().target.halide);
    command.insert(command.begin(), core_compiler);
    command.insert(command.end(), {"-shared", "-nostdlib", "-Wl,--whole-archive", archive.string(),
                                   "-Wl,--version-script=" + script.string(), "-Wl,-soname,lib" + library.name + ".so",
                                   "-Wl,-z,noexecstack", "-o", object.string()});
    run_program(command);
    return read_file(object);
}

std::vector<std::string> api_of(const std::string &header, const std::string &library) {
    std::vector<std::string> names{library + "_api"};
    const std::regex declaration("\\b(" + library + "_[a-z_0-9]+)\\([^)]*\\);");
    for (std::sregex_iterator at(header.begin(), header.end(), declaration), end; at != end; ++at) {
        names.push_back((*at)[1]);
    }
    return names;
}

} // namespace halenet::driver
