/// Pieces of sentences. Internal to the description.
#pragma once

#include "generator/description/description.h"

#include <string>
#include <string_view>

namespace halenet::description {

/// "a Dense", "an Input", "an 8x8 kernel".
[[nodiscard]] std::string with_article(std::string_view noun);

/// The kind of a layer with its article.
[[nodiscard]] std::string a_kind(const Layer &layer);

/// "5x5".
[[nodiscard]] std::string square(int extent);

/// "the last row", "the last 2 rows"; of none nothing.
[[nodiscard]] std::string last_of(int count, std::string_view noun);

} // namespace halenet::description
