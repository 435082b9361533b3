#include "generator/description/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace halenet::description {
namespace {

constexpr std::size_t longest_name = 64;

std::string lower_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return text;
}

/// The end of a sentence that begins with the name; empty where the name is a good one.
std::string fault_of(const std::string &name) {
    const auto is_word = [](unsigned char letter) { return letter < 128 && (std::isalnum(letter) || letter == '_'); };
    if (name.empty() || !std::all_of(name.begin(), name.end(), is_word) || (name[0] >= '0' && name[0] <= '9'))
        return "is no C identifier";
    if (name.size() > longest_name)
        return fmt::format("has {} letters, expected at most {}", name.size(), longest_name);
    if (name.front() == '_' || name.find("__") != std::string::npos)
        return "is reserved: C and C++ keep names with a leading or a double underscore for themselves";
    return "";
}

/// The library's symbols begin with the model's name in lower case; those of the C core's types with halenet_.
std::string fault_of_model(const std::string &name) {
    const std::string lower = lower_case(name);
    return lower == "halenet" ? fmt::format("is reserved: the library's symbols would begin with '{}_'", lower)
                              : fault_of(name);
}

} // namespace

std::vector<Problem> problems_of_names(const ModelDescription &model) {
    const std::size_t none = model.layers.size();
    std::vector<Problem> problems;
    const auto report = [&](std::size_t layer, std::string sentence, std::size_t cause, std::string cause_sentence) {
        problems.push_back({layer, Severity::error, std::move(sentence), {}, cause, std::move(cause_sentence)});
    };
    if (const std::string fault = fault_of_model(model.name); !fault.empty())
        report(none, fmt::format("the model's name '{}' {}", model.name, fault), none, "");

    std::map<std::string, std::size_t> layers; // by their names in lower case, since macros carry them in upper case
    for (std::size_t index = 0; index < none; ++index) {
        const std::string &name = model.layers[index].name;
        if (const std::string fault = fault_of(name); !fault.empty())
            report(index, fmt::format("{}: the layer's name {}", name, fault), none, "");
        const auto [earlier, is_new] = layers.emplace(lower_case(name), index);
        if (is_new)
            continue;
        const std::string &other = model.layers[earlier->second].name;
        report(index,
               name == other
                   ? fmt::format("{}: found a second layer of this name, expected unique names", name)
                   : fmt::format("{}: only the case tells it from {}, expected names that differ", name, other),
               earlier->second, fmt::format("{} is here", other));
    }
    return problems;
}

} // namespace halenet::description
