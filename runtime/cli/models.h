#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include <halenet/core.h>

#include "generator/description/description.h"

namespace halenet::cli {

/// A model whose library is linked into the program.
struct ShippedModel {
    std::string_view name; ///< as --model names it: "lenet5"
    const halenet_api *api = nullptr;
};
using ShippedModels = std::span<const ShippedModel>;

/// A shipped model's name, or the path of a model header: what contains a slash or a dot is a path.
[[nodiscard]] CLI::Validator model_choice(ShippedModels models);

/// Adds --model; the first shipped model is the default.
void add_model_option(CLI::App &command, ShippedModels models, std::string &choice);

/// The header that a choice means. Throws Error where it cannot be read.
[[nodiscard]] std::filesystem::path header_of(const std::string &choice);

/// Where a training writes the weights of the model that --model chose, unless it is told otherwise: a file in the
/// current folder that is named after the model.
[[nodiscard]] std::filesystem::path weights_file_of(const std::string &choice);

/// The library of the model that --model chose. A header's is generated first, unless the user's cache has it, and
/// stays loaded until the program ends. Throws Error where the header has a mistake, which then has been reported.
[[nodiscard]] const halenet_api &library_of(ShippedModels models, const std::string &choice);

/// The description of the model that --model chose. Throws Error where its header has a mistake, which then has been
/// reported.
[[nodiscard]] description::ModelDescription description_of(const std::string &choice);

} // namespace halenet::cli
