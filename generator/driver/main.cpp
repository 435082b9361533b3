/// halenet-generate: a model description and a target in, a static library with its header and manifest out.
#include "generator/driver/generate.h"
#include "generator/driver/version.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <regex>
#include <thread>

namespace halenet::driver {
namespace {

int run(int argc, char **argv) {
    GenerateOptions options;
    options.jobs = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    bool plan_only = false;
    CLI::App app{"Generates the static library of a model: kernels that classify and train it, for one CPU target."};
    app.name("halenet-generate");
    app.set_version_flag("--version", version);
    app.add_option("--model", options.model, "Model description (model.json), written by halenet-reader")->required();
    app.add_option("--name", options.name, "Name of the library and prefix of its symbols, a C identifier")
        ->required()
        ->check([](const std::string &name) {
            return std::regex_match(name, std::regex("[a-z][a-z0-9_]*")) ? ""
                                                                         : "must be lower-case letters, digits and _";
        });
    app.add_option("--target", options.target,
                   "\"host\" or a Halide target string such as x86-64-linux-avx-avx2-fma-f16c-sse41")
        ->capture_default_str();
    app.add_option("--out", options.out,
                   "Folder for lib<name>.a, <name>.h with halenet/core.h, and <name>.manifest.json")
        ->capture_default_str();
    app.add_option("--cache", options.cache, "Folder for object files that later runs reuse [<out>/cache]");
    app.add_option("--jobs", options.jobs, "Processes at once")->check(CLI::Range(1, 1024))->capture_default_str();
    app.add_flag("--checked", options.checked,
                 "Kernels that check arguments and bounds, with Halide's runtime: for tests");
    app.add_flag("--shared", options.shared, "Also lib<name>.so, for programs that load it while they run");
    app.add_flag("--plan", plan_only,
                 "Build nothing: print the manifest, with the kernels' plans and the bytes of memory");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    try {
        if (plan_only) {
            fmt::print("{}", plan(options));
        } else {
            generate(options);
        }
    } catch (const std::exception &error) {
        fmt::print(stderr, "halenet-generate: error: {}\n", error.what());
        return 1;
    }
    return 0;
}

} // namespace
} // namespace halenet::driver

int main(int argc, char **argv) {
    return halenet::driver::run(argc, argv);
}
