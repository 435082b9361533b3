#include "runtime/cli/train_options.h"

#include <fmt/format.h>

#include <halenet/threads.h>

#include "runtime/cli/checks.h"
#include "runtime/cli/recipes.h"

namespace halenet::cli {
namespace {

std::string described(const TrainerOptions &options) {
    return fmt::format("--epochs {} --batch {} --learning-rate {} --lr-schedule {} --label-smoothing {}",
                       options.epochs, options.batch, options.learning_rate, schedule_name(options.schedule),
                       options.label_smoothing);
}

std::string footer() {
    std::string text = "Recipes:\n";
    for (const Recipe &recipe : recipes())
        text += fmt::format("  {:10}{}\n  {:10}{}\n", recipe.name, recipe.purpose, "", described(recipe.options));
    text +=
        "\n"
        "Examples:\n"
        "  halenet train                                  train on MNIST, write lenet5.safetensors\n"
        "  halenet train --recipe tutorial --seed 3       another recipe and seed\n"
        "  halenet train --validation 0 --out all.safetensors --json all.json\n"
        "\n"
        "The same seed and data give the same weights, bit for bit, with any number of threads. Ctrl-C stops after\n"
        "the step, writes the weights as they are and exits with status 130 (SIGTERM: 143); a second one leaves at\n"
        "once. Exit status 1: something could not be read or written; 2: a mistake on the command line.\n";
    return text;
}

} // namespace

void add_data_option(CLI::App &command, std::string &data) {
    command
        .add_option("--data", data,
                    "Folder with MNIST's four IDX files, gzipped or plain, or the word synthetic for digits\n"
                    "that the program draws (default: $HALENET_DATA, else data/mnist in the checkout, else\n"
                    "../shared/data/mnist, else the user's cache, else downloaded there)")
        ->type_name("DIR|synthetic")
        ->check(not_empty("a folder or the word synthetic"));
}

void add_threads_option(CLI::App &command, int &threads) {
    command
        .add_option("--threads", threads,
                    fmt::format("Threads, 1 to 1024; they change the speed and no bit of the results\n"
                                "(default: as many as can run at once, {} here)",
                                available_cpus()))
        ->type_name("N")
        ->transform(whole_number(1, 1024, "threads"));
}

void add_train_options(CLI::App &command, ShippedModels models, TrainArguments &arguments) {
    command.footer(footer());
    const Recipe &standard = recipes().front();

    std::vector<std::string> recipe_names;
    for (const Recipe &recipe : recipes())
        recipe_names.emplace_back(recipe.name);
    arguments.recipe = standard.name;

    add_model_option(command, models, arguments.model);
    add_data_option(command, arguments.data);
    command
        .add_option("--recipe", arguments.recipe,
                     fmt::format("The options below as a set, see Recipes; an option that is given replaces the\n"
                                 "recipe's (default: {})",
                                 standard.name))
        ->type_name("NAME")
        ->check(one_of(recipe_names));
    command
        .add_option("--epochs", arguments.epochs,
                     fmt::format("Passes over the training images (default: {})", standard.options.epochs))
        ->type_name("N")
        ->transform(whole_number(1, 100'000, "epochs"));
    command
        .add_option("--batch", arguments.batch,
                     fmt::format("Images a step, 1 to 65536; an epoch's last step takes what is left (default: {})",
                                 standard.options.batch))
        ->type_name("IMAGES")
        ->transform(whole_number(1, 65'536, "images"));
    command
        .add_option("--learning-rate", arguments.learning_rate,
                     fmt::format("Adam's learning rate at the schedule's peak, above 0 to 10 (default: {})",
                                 standard.options.learning_rate))
        ->type_name("RATE")
        ->check(real_number({.least = 0, .with_least = false, .most = 10}));
    command
        .add_option("--lr-schedule", arguments.schedule,
                     fmt::format("constant, or one-cycle: linear from a tenth to the whole rate over the first fifth\n"
                                 "of the steps, then down to a thousandth (default: {})",
                                 schedule_name(standard.options.schedule)))
        ->type_name("NAME")
        ->check(one_of({"constant", "one-cycle"}));
    command
        .add_option("--label-smoothing", arguments.label_smoothing,
                     fmt::format("Part of the target spread evenly over the classes, 0 to below 1 (default: {})",
                                 standard.options.label_smoothing))
        ->type_name("PART")
        ->check(real_number({.least = 0, .most = 1, .with_most = false}));
    command
        .add_option("--validation", arguments.validation,
                     fmt::format("Images held out to watch the training: the last ones of the training set, whatever\n"
                                 "the seed; 0 trains on all (default: {})",
                                 standard.options.validation))
        ->type_name("IMAGES")
        ->transform(whole_number(0, 4'000'000'000, "images"));
    command
        .add_option("--seed", arguments.seed,
                     "Of the first weights and of the images' order, 0 to 18446744073709551615 (default: 0)")
        ->type_name("N")
        ->transform(whole_number(0, UINT64_MAX));
    add_threads_option(command, arguments.threads);
    command
        .add_option("--out", arguments.out,
                     fmt::format("Where the weights go, as safetensors (default: {})", arguments.out.string()))
        ->type_name("FILE")
        ->check(not_empty("a file's path"));
    command.add_option("--json", arguments.json, "Where a report of the run goes (default: none is written)")
        ->type_name("FILE")
        ->check(not_empty("a file's path"));
}

TrainerOptions trainer_options(const TrainArguments &arguments) {
    TrainerOptions options = recipe_named(arguments.recipe).options;
    options.epochs = arguments.epochs.value_or(options.epochs);
    options.batch = arguments.batch.value_or(options.batch);
    options.learning_rate = arguments.learning_rate.value_or(options.learning_rate);
    options.label_smoothing = arguments.label_smoothing.value_or(options.label_smoothing);
    options.validation = arguments.validation.value_or(options.validation);
    if (arguments.schedule)
        options.schedule = schedule_named(*arguments.schedule);
    options.seed = arguments.seed;
    return options;
}

} // namespace halenet::cli
