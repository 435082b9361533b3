/// halenet-generate: a model description and targets in, a bundle out: a static library with what helps to link it.
#include "generator/description/library_name.h"
#include "generator/driver/generate.h"
#include "generator/driver/target.h"
#include "generator/driver/target_list.h"
#include "generator/driver/version.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <thread>

namespace halenet::driver {
namespace {

int run(int argc, char **argv) {
    GenerateOptions options;
    options.jobs = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    bool plan_only = false, list_targets = false;
    std::string weights_as = "file";
    CLI::App app{"Generates the static library of a model, with what helps to link it: kernels that classify and train "
                 "it, for one or more CPU targets."};
    app.name("halenet-generate");
    app.set_version_flag("--version", version);
    app.add_option("--model", options.model, "Model description (model.json), written by halenet-reader");
    app.add_option("--name", options.name, "Name of the library and prefix of its symbols, a C identifier")
        ->check(description::refusal_of_library_name);
    app.add_option("--target", options.targets,
                   "Names that --targets lists, or Halide target strings such as x86-64-linux-avx2; several, with "
                   "commas between them, make one library that picks the best that a CPU has")
        ->capture_default_str();
    app.add_option("--out", options.out, "The bundle's folder")->capture_default_str();
    app.add_option("--cache", options.cache, "Folder for objects that later runs reuse; else they make them anew");
    app.add_option("--jobs", options.jobs, "Processes at once")->check(CLI::Range(1, 1024))->capture_default_str();
    app.add_option("--for", options.use, "train (and classify), or classify alone")
        ->transform(
            CLI::CheckedTransformer(std::map<std::string, Use>{{"train", Use::train}, {"classify", Use::classify}}));
    app.add_flag("--strict", options.strict, "The same bits on every CPU");
    app.add_option("--plans", options.plans, "Folder of tuned plans, in place of halenet's own");
    app.add_option("--plans-of", options.plans_of, "Manifest of a library whose plans come in place of tuned ones");
    app.add_option("--weights", options.weights, "Weights file to bring along");
    app.add_option("--weights-as", weights_as, "file: beside the library; embed: inside it")
        ->check(CLI::IsMember({"file", "embed"}))
        ->capture_default_str();
    app.add_option("--emit", options.emit, "Kernels as text too: assembly, stmt")
        ->delimiter(',')
        ->check(CLI::IsMember({"assembly", "stmt"}));
    app.add_flag("--symbols", options.symbols, "All names and the lines of the core, for profilers and debuggers");
    app.add_flag("--timing", options.timing, "A core that can count what each kernel takes: <name>_time_kernels");
    app.add_flag("--checked", options.checked,
                 "Kernels that check arguments and bounds, with Halide's runtime: for tests");
    app.add_flag("--shared", options.shared, "Also lib<name>.so, for programs that load it while they run");
    app.add_flag("--plan", plan_only,
                 "Build nothing: print the manifest, with the kernels' plans and the bytes of memory");
    app.add_flag("--targets", list_targets, "Print the targets that have names, as JSON, and nothing else");
    try {
        app.parse(argc, argv);
        if (!list_targets && (options.model.empty() || options.name.empty())) {
            throw CLI::RequiredError(options.model.empty() ? "--model" : "--name");
        }
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    options.embed = weights_as == "embed";
    try {
        if (list_targets) {
            fmt::print("{}", list_of_targets());
        } else if (plan_only) {
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
