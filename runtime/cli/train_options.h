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
    std::optional<std::size_t> validation;
    std::uint64_t seed = 0;
    int threads = 0; ///< 0: as many as can run
    std::string data;
    std::filesystem::path out = "lenet5.safetensors";
    std::filesystem::path json; ///< empty: none
};

/// Adds the options of `command`, whose parsing fills `arguments`.
void add_train_options(CLI::App &command, ShippedModels models, TrainArguments &arguments);

/// The recipe with what was given instead.
[[nodiscard]] TrainerOptions trainer_options(const TrainArguments &arguments);

/// The options that train and eval share.
void add_data_option(CLI::App &command, std::string &data);
void add_threads_option(CLI::App &command, int &threads);

} // namespace halenet::cli
