#include "runtime/cli/verify_command.h"

#include <algorithm>
#include <memory>
#include <string>

#include <fmt/format.h>

#include "runtime/cli/checks.h"
#include "runtime/cli/terminal.h"
#include "runtime/cli/text.h"
#include "runtime/verify/gradient_check.h"

namespace halenet::cli {
namespace {

struct VerifyArguments {
    std::string model;
    bool gradients = false;
    verify::GradientCheckOptions options;
};

void print_table(const std::vector<verify::TensorReport> &reports) {
    fmt::print("{:<20} {:>12} {:>8} {:>8} {:>16} {:>16}\n", "tensor", "parameters", "checked", "skipped",
               "largest gradient", "worst difference");
    for (const verify::TensorReport &report : reports)
        fmt::print("{:<20} {:>12} {:>8} {:>8} {:>16.3e} {:>16.1e}  {}\n", report.name,
                   grouped(static_cast<std::int64_t>(report.parameters)), report.checked, report.skipped,
                   report.largest, report.worst, report.passed() ? "ok" : "WRONG");
}

int verify(ShippedModels models, const VerifyArguments &arguments) {
    const description::ModelDescription model = description_of(arguments.model);
    const halenet_api &api = library_of(models, arguments.model);

    std::vector<verify::TensorReport> reports;
    {
        LiveLine line(stdout);
        reports = verify::check_gradients(api, model, arguments.options, [&](std::size_t done, std::size_t total) {
            line.show(fmt::format("Checked {} of {} tensors", done, total));
        });
    }
    fmt::print("Gradients of {} for {} against difference quotients in double precision, {} random images, seed {}\n\n",
               api.model->name, api.model->target, arguments.options.images, arguments.options.seed);
    print_table(reports);
    const auto wrong = std::ranges::count_if(reports, [](const auto &report) { return !report.passed(); });
    if (wrong > 0)
        fmt::print("\n{} of {} tensors have a wrong gradient; this is a mistake of halenet's, not of the model\n",
                   wrong, reports.size());
    else
        fmt::print("\nAll {} tensors are within {:.0e} of their largest gradient\n", reports.size(),
                   verify::gradient_tolerance);
    return wrong > 0 ? 1 : 0;
}

} // namespace

Command add_verify_command(CLI::App &program, ShippedModels models) {
    const auto shared = std::make_shared<VerifyArguments>();
    VerifyArguments &arguments = *shared;
    CLI::App *command = program.add_subcommand("verify", "Check the gradients of a model's generated library");
    command->footer(
        "Generates the library where need be and compares the gradients of one training step with\n"
        "(loss(w + h) - loss(w - h)) / 2h of a naive network in double precision, for some parameters w of\n"
        "each tensor. Skipped are those at a kink: a ReLU or a maximum that changes sides within 2h.\n"
        "\n"
        "Examples:\n"
        "  halenet verify --gradients lenet5\n"
        "  halenet verify --gradients my_net.h --seed 3\n"
        "\n"
        "Exit status 1: a gradient is wrong, or the model has a mistake; 2: a mistake on the command line.\n");
    command->add_flag("--gradients", arguments.gradients, "What to check (required)")->required();
    command->add_option("MODEL", arguments.model, "A model header, or a shipped model's name (required)")
        ->type_name("NAME|FILE.h")
        ->required()
        ->check(model_choice(models));
    command
        ->add_option("--seed", arguments.options.seed,
                     "Of weights, images, Dropout and the choice of parameters (default: 0)")
        ->type_name("N")
        ->transform(whole_number(0, UINT64_MAX));
    command
        ->add_option("--samples", arguments.options.samples,
                     fmt::format("Parameters to check in each tensor (default: {})", arguments.options.samples))
        ->type_name("N")
        ->transform(whole_number(1, 1'000'000));
    return {command, [=] { return verify(models, *shared); }};
}

} // namespace halenet::cli
