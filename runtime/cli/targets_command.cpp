#include "runtime/cli/targets_command.h"

#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "runtime/cli/tools.h"
#include "runtime/terminal/text_table.h"

namespace halenet::cli {
namespace {

using Json = nlohmann::json;

std::string fit_of(const Json &fits) {
    return fits.is_null() ? "another architecture" : fits.get<bool>() ? "runs it" : "lacks some of it";
}

int print_targets(bool as_json) {
    const std::string list = targets_with_names();
    if (as_json) {
        fmt::print("{}", list);
        return 0;
    }
    std::vector<std::vector<std::string>> rows{{"target", "for", "this processor", "tested", "tuned"}};
    for (const Json &target : Json::parse(list))
        rows.push_back({target.at("name"), target.at("what"), fit_of(target.at("fits_this_cpu")), target.at("tested"),
                        target.at("tuned").get<bool>() ? "yes" : "no"});
    fmt::print("{}", text_table(rows));
    return 0;
}

} // namespace

Command add_targets_command(CLI::App &program) {
    const auto as_json = std::make_shared<bool>(false);
    CLI::App *command = program.add_subcommand("targets", "List the processors that libraries can be generated for");
    command->footer(
        "halenet generate takes these names, and any target as Halide writes it, such as\n"
        "x86-64-linux-avx2 or arm-64-osx. tuned: the numbers in its kernels' plans were measured on such a\n"
        "processor; the others follow from its registers and vectors.\n"
        "\n"
        "Examples:\n"
        "  halenet targets\n"
        "  halenet targets --json\n"
        "\n"
        "Exit status 1: the generator is missing; 2: a mistake on the command line.\n");
    command->add_flag("--json", *as_json, "Print JSON, with each target as Halide writes it");
    return {command, [=] { return print_targets(*as_json); }};
}

} // namespace halenet::cli
