#pragma once

#include <span>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include <halenet/core.h>

namespace halenet::cli {

/// A model whose library is linked into the program.
struct ShippedModel {
    std::string_view name; ///< as --model names it: "lenet5"
    const halenet_api *api = nullptr;
};
using ShippedModels = std::span<const ShippedModel>;

/// Adds --model, which names a shipped model; the first one is the default.
void add_model_option(CLI::App &command, ShippedModels models, std::string &choice);

/// The library of the model that --model chose.
[[nodiscard]] const halenet_api &library_of(ShippedModels models, const std::string &choice);

} // namespace halenet::cli
