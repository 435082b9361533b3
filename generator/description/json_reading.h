/// Reading JSON that somebody else may have changed: each refusal is an Error that names the place as a JSON pointer
/// ("/layers/3/kernel"), what was found there, and what was expected.
#pragma once

#include "generator/description/json.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace halenet::description {

using Json = nlohmann::json; ///< finds a key fast, however many a hostile file has

/// `deepest`: objects and arrays inside each other, the outermost one counted. `expected`: "a model description".
[[nodiscard]] Json parse_json(std::string_view text, int deepest, std::string_view expected);

/// A value as a sentence shows it: short, whatever it holds.
[[nodiscard]] std::string shown(const Json &value);

[[noreturn]] void refuse(std::string_view place, const Json &found, std::string_view expected);

/// Refuses what is there unless it is an object; what it has under `name`.
[[nodiscard]] const Json &member(const Json &json, std::string_view place, const std::string &name);

[[nodiscard]] std::string text_of(const Json &json, std::string_view place, const std::string &name);

void read(const Json &value, std::string_view place, std::string &text);
void read(const Json &value, std::string_view place, int &number);
void read(const Json &value, std::string_view place, double &number);

} // namespace halenet::description
