#include "runtime/cli/train_options.h"

#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <halenet/threads.h>

#include "runtime/cli/augmentation.h"
#include "runtime/cli/checks.h"
#include "runtime/cli/recipes.h"
#include "runtime/terminal/text.h"

namespace halenet::cli {
namespace {

// A recipe's options on lines of at most 100 columns.
std::string described(const TrainerOptions &options) {
    constexpr std::size_t most_columns = 100;
    const std::string indent(14, ' ');
    std::string text;
    std::string line = indent;
    for (const std::string &option : spelled(options)) {
        const bool first = line == indent;
        if (!first && line.size() + 1 + option.size() > most_columns) {
            text += line + '\n';
            line = indent + option;
        } else {
            line += first ? option : ' ' + option;
        }
    }
    return text + line + '\n';
}

std::string footer() {
    std::string text = "Recipes:\n";
    for (const Recipe &recipe : recipes())
        text += fmt::format("  {:12}{}\n{}", recipe.name, recipe.purpose, described(recipe.options));
    text +=
        "\n"
        "Examples:\n"
        "  halenet train                                  train on MNIST, write lenet5.safetensors\n"
        "  halenet train --recipe tutorial --seed 3       another recipe and seed\n"
        "  halenet train --augment 2,10 --epochs 40 --early-stopping 5\n"
        "  halenet train --optimizer sgd --learning-rate 0.05 --momentum 0.9 --weight-decay 0.001\n"
        "  halenet train --report report                  and a page of what came of it: report/index.html\n"
        "  halenet train --validation 0 --out all.safetensors --json all.json\n"
        "\n"
        "The same seed and data give the same weights, bit for bit, with any number of threads. Ctrl-C stops after\n"
        "the step, writes the weights as they are and exits with status 130 (SIGTERM: 143); a second one leaves at\n"
        "once. Exit status 1: something could not be read or written; 2: a mistake on the command line.\n";
    return text;
}

void check_together(const TrainArguments &arguments, const TrainerOptions &options) {
    const auto refuse = [](const char *option, const std::string &sentence) {
        throw CLI::ValidationError(option, sentence);
    };
    if (arguments.momentum && options.optimizer != Optimizer::sgd)
        refuse("--momentum", fmt::format("found {} with the optimizer {}, expected it with --optimizer sgd",
                                         *arguments.momentum, optimizer_name(options.optimizer)));
    if (arguments.beta2 && options.optimizer != Optimizer::adam)
        refuse("--beta2", fmt::format("found {} with the optimizer {}, expected it with --optimizer adam",
                                      *arguments.beta2, optimizer_name(options.optimizer)));
    if (options.early_stopping.patience > 0 && options.validation == 0)
        refuse("--early-stopping", fmt::format("found {} with --validation 0, expected held out images to watch",
                                               options.early_stopping.patience));
    if (options.weight_decay * options.learning_rate >= 1)
        refuse("--weight-decay",
               fmt::format("found {}, which times the learning rate {} is {}, expected below 1", options.weight_decay,
                           options.learning_rate, options.weight_decay * options.learning_rate));
    if (!arguments.json.empty() && arguments.json == weights_file(arguments))
        refuse("--json",
               fmt::format("found \"{}\", which is --out's file too, expected another", arguments.json.string()));
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
                    fmt::format("Threads, 1 to 1024; they change the speed and no bit of the results (default: as\n"
                                "many as can run at once, {} here, but at most one for 16 images of a batch)",
                                available_cpus()))
        ->type_name("N")
        ->transform(whole_number(1, 1024, "threads"));
}

void add_report_option(CLI::App &command, const std::string &name, std::filesystem::path &folder,
                       const std::string &remark) {
    command
        .add_option(name, folder,
                    "Folder for a page with curves, predictions, mistakes and what the layers see, and its\n"
                    "pictures and numbers; an earlier report in it is replaced" +
                        remark)
        ->type_name("DIR")
        ->check(not_empty("a folder's path"));
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
                    fmt::format("The learning rate at the schedule's peak, above 0 to 10 (default: {})",
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
        .add_option(
            "--augment", arguments.augment,
            fmt::format("Move each image by up to PIXELS along each axis and turn it by up to DEGREES, at random\n"
                        "and anew in each epoch; at most 16,45; 0: leave the images alone (default: {})",
                        text_of(standard.options.augment)))
        ->type_name("PIXELS[,DEGREES]")
        ->check(augmentation_check());
    command
        .add_option("--optimizer", arguments.optimizer,
                    fmt::format("adam, or sgd, whose learning rate should be some ten times Adam's (default: {})",
                                optimizer_name(standard.options.optimizer)))
        ->type_name("NAME")
        ->check(one_of({"adam", "sgd"}));
    command
        .add_option("--momentum", arguments.momentum,
                    fmt::format("Part of its last step that SGD takes again, 0 to below 1 (default: {})",
                                standard.options.momentum))
        ->type_name("PART")
        ->check(real_number({.least = 0, .most = 1, .with_most = false}));
    command
        .add_option("--beta2", arguments.beta2,
                    fmt::format("Part of its mean of squared gradients that Adam keeps in a step, 0 to below 1\n"
                                "(default: {})",
                                standard.options.beta2))
        ->type_name("PART")
        ->check(real_number({.least = 0, .most = 1, .with_most = false}));
    command
        .add_option("--weight-decay", arguments.weight_decay,
                    fmt::format("Each step each parameter loses this part, times the rate, of itself, 0 to 100\n"
                                "(default: {})",
                                standard.options.weight_decay))
        ->type_name("PART")
        ->check(real_number({.least = 0, .most = 100}));
    command
        .add_option("--early-stopping", arguments.early_stopping,
                    fmt::format("Stop after so many epochs in a row without a lower loss on the held out images, and\n"
                                "keep the weights of the best epoch; 0: train all epochs (default: {})",
                                standard.options.early_stopping.patience))
        ->type_name("EPOCHS")
        ->transform(whole_number(0, 100'000, "epochs"));
    command
        .add_option("--validation", arguments.validation,
                    fmt::format("Images held out to watch the training: the last ones of the training set, whatever\n"
                                "the seed; 0 trains on all (default: {})",
                                standard.options.validation))
        ->type_name("IMAGES")
        ->transform(whole_number(0, 4'000'000'000, "images"));
    command
        .add_option(
            "--first-images", arguments.first_images,
            fmt::format("Begin with this many of the first images, shuffled among themselves, while the others\n"
                        "are being read; later epochs mix all; 0: wait for all of them (default: {})",
                        standard.options.first_images))
        ->type_name("IMAGES")
        ->transform(whole_number(0, 4'000'000'000, "images"));
    command
        .add_option("--seed", arguments.seed,
                    "Of the first weights, the images' order and all else that is drawn, 0 to\n"
                    "18446744073709551615 (default: 0)")
        ->type_name("N")
        ->transform(whole_number(0, UINT64_MAX));
    add_threads_option(command, arguments.threads);
    command
        .add_option("--out", arguments.out,
                    "Where the weights go, as safetensors (default: the model's name with .safetensors)")
        ->type_name("FILE")
        ->check(not_empty("a file's path"));
    command.add_option("--json", arguments.json, "Where a report of the run goes (default: none is written)")
        ->type_name("FILE")
        ->check(not_empty("a file's path"));
    add_report_option(command, "--report", arguments.report, " (default: none is written)");
}

TrainerOptions trainer_options(const TrainArguments &arguments) {
    TrainerOptions options = recipe_named(arguments.recipe).options;
    options.epochs = arguments.epochs.value_or(options.epochs);
    options.batch = arguments.batch.value_or(options.batch);
    options.learning_rate = arguments.learning_rate.value_or(options.learning_rate);
    options.label_smoothing = arguments.label_smoothing.value_or(options.label_smoothing);
    options.validation = arguments.validation.value_or(options.validation);
    options.first_images = arguments.first_images.value_or(options.first_images);
    if (arguments.schedule)
        options.schedule = schedule_named(*arguments.schedule);
    if (arguments.augment)
        options.augment = augmentation_of(*arguments.augment);
    if (arguments.optimizer)
        options.optimizer = optimizer_named(*arguments.optimizer);
    options.momentum = arguments.momentum.value_or(options.momentum);
    options.beta2 = arguments.beta2.value_or(options.beta2);
    options.weight_decay = arguments.weight_decay.value_or(options.weight_decay);
    options.early_stopping.patience = arguments.early_stopping.value_or(options.early_stopping.patience);
    options.seed = arguments.seed;
    check_together(arguments, options);
    return options;
}

std::filesystem::path weights_file(const TrainArguments &arguments) {
    return arguments.out.empty() ? weights_file_of(arguments.model) : arguments.out;
}

std::string command_of(const TrainArguments &arguments, const TrainerOptions &options) {
    std::string command = "halenet train --model " + shell_word(arguments.model);
    if (!arguments.data.empty())
        command += " --data " + shell_word(arguments.data);
    return fmt::format("{} {} --seed {}", command, fmt::join(spelled(options), " "), options.seed);
}

} // namespace halenet::cli
