#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include <halenet/trainer.h>

#include "runtime/cli/models.h"

namespace halenet::cli {

/// The command line of `halenet train`. What is not given comes from the recipe.
struct TrainArguments {
    std::string model;
    std::string recipe;
    std::optional<int> epochs;
    std::optional<int> batch;
    std::optional<double> learning_rate;
    std::optional<std::string> schedule;
    std::optional<double> label_smoothing;
    std::optional<std::string> augment; ///< see augmentation.h
    std::optional<std::string> optimizer;
    std::optional<double> momentum;
    std::optional<double> beta2;
    std::optional<double> weight_decay;
    std::optional<int> early_stopping; ///< epochs
    std::optional<std::size_t> validation;
    std::optional<std::size_t> first_images;
    std::uint64_t seed = 0;
    int threads = 0; ///< 0: as many as are useful
    std::string data;
    std::filesystem::path out;    ///< empty: see weights_file
    std::filesystem::path json;   ///< empty: none
    std::filesystem::path report; ///< empty: none
};

/// Adds the options of `command`, whose parsing fills `arguments`.
void add_train_options(CLI::App &command, ShippedModels models, TrainArguments &arguments);

/// The recipe with what was given instead. Throws CLI::ValidationError for what only the options together get wrong.
[[nodiscard]] TrainerOptions trainer_options(const TrainArguments &arguments);

/// Where the weights go: what was given, or a file in the current folder that is named after the model.
[[nodiscard]] std::filesystem::path weights_file(const TrainArguments &arguments);

/// A command line that gives the same weights again, whatever the recipes are then.
[[nodiscard]] std::string command_of(const TrainArguments &arguments, const TrainerOptions &options);

/// The options that several commands share.
void add_data_option(CLI::App &command, std::string &data);
void add_threads_option(CLI::App &command, int &threads);
void add_report_option(CLI::App &command, const std::string &name, std::filesystem::path &folder,
                       const std::string &remark);

} // namespace halenet::cli
