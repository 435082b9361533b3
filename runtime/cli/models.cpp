#include "runtime/cli/models.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "runtime/cli/checks.h"

namespace halenet::cli {

void add_model_option(CLI::App &command, ShippedModels models, std::string &choice) {
    std::vector<std::string> names;
    for (const ShippedModel &model : models)
        names.emplace_back(model.name);
    choice = models.front().name;
    command.add_option("--model", choice, fmt::format("The model (default: {})", models.front().name))
        ->type_name("NAME")
        ->check(one_of(names));
}

const halenet_api &library_of(ShippedModels models, const std::string &choice) {
    return *std::ranges::find(models, choice, &ShippedModel::name)->api;
}

} // namespace halenet::cli
