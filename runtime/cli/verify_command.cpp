#include "runtime/cli/verify_command.h"

#include <algorithm>
#include <memory>
#include <string>

#include <fmt/format.h>

#include "runtime/cli/checks.h"
#include "runtime/cli/verify_bundle.h"
#include "runtime/report/numbers.h"
#include "runtime/terminal/terminal.h"
#include "runtime/verify/gradient_check.h"

namespace halenet::cli {
namespace {

struct VerifyArguments {
    std::string subject; ///< a model, or a bundle's folder
    bool gradients = false;
    bool per_layer = false;
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

int verify_gradients(ShippedModels models, const VerifyArguments &arguments) {
    const description::ModelDescription model = description_of(arguments.subject);
    const halenet_api &api = library_of(models, arguments.subject);

    std::vector<verify::TensorReport> reports;
    {
        LiveText line(stdout);
        reports = verify::check_gradients(api, model, arguments.options, [&](std::size_t done, std::size_t total) {
            line.show(fmt::format("Checked {} of {} tensors", done, total));
        });
    }
    fmt::print("Gradients of {} for {} against difference quotients in double precision, {} random images, seed {}\n\n",
               api.model->name, api.model->isas[0].target, arguments.options.images, arguments.options.seed);
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

/// What belongs to the one check may not be given with the other.
void check_together(const CLI::App &command, ShippedModels models, VerifyArguments &arguments) {
    if (arguments.gradients) {
        if (const std::string refusal = model_choice(models)(arguments.subject); !refusal.empty())
            throw CLI::ValidationError("--gradients", refusal);
        if (arguments.per_layer)
            throw CLI::ValidationError("--per-layer", "found it with --gradients, expected it with a bundle");
        return;
    }
    for (const char *option : {"--seed", "--samples"})
        if (command.count(option) > 0)
            throw CLI::ValidationError(option, "found it without --gradients, expected it with a model's gradients");
}

} // namespace

Command add_verify_command(CLI::App &program, ShippedModels models) {
    const auto shared = std::make_shared<VerifyArguments>();
    VerifyArguments &arguments = *shared;
    CLI::App *command = program.add_subcommand("verify", "Check what a generated library computes");
    command->footer(
        "Of a bundle that halenet generate wrote, runs the self-test of its library with each of its instruction\n"
        "sets: each kernel against a naive one in plain C, then a short training, whose digest a strict library\n"
        "promises. Libraries for other processors run in an emulator (qemu-user, a WebAssembly engine).\n"
        "\n"
        "With --gradients, generates a model's library where need be and compares the gradients of one training\n"
        "step with (loss(w + h) - loss(w - h)) / 2h of a naive network in double precision, for some parameters w\n"
        "of each tensor. Skipped are those at a kink: a ReLU or a maximum that changes sides within 2h.\n"
        "\n"
        "Examples:\n"
        "  halenet verify lenet5\n"
        "  halenet verify phone --per-layer\n"
        "  halenet verify --gradients lenet5\n"
        "  halenet verify --gradients my_net.h --seed 3\n"
        "\n"
        "Exit status 1: a kernel or a gradient is wrong, no target of the bundle can be run here, or the model has a\n"
        "mistake; 2: a mistake on the command line.\n");
    command
        ->add_option("BUNDLE", arguments.subject,
                     "A bundle's folder; with --gradients a model header, or a shipped model's name (required)")
        ->type_name("DIR|NAME|FILE.h")
        ->required()
        ->check(not_empty("a bundle's folder"));
    command->add_flag("--per-layer", arguments.per_layer, "Print the error of each kernel");
    command->add_flag("--gradients", arguments.gradients, "Check a model's gradients in place of a bundle");
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
    return {command, [=] {
                check_together(*command, models, *shared);
                return shared->gradients ? verify_gradients(models, *shared)
                                         : verify_bundle(shared->subject, shared->per_layer);
            }};
}

} // namespace halenet::cli
