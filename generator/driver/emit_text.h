/// A text that grows by formatted pieces.
#pragma once

#include <fmt/format.h>
#include <iterator>
#include <string>
#include <utility>

namespace halenet::driver {

using Text = std::string;

template <typename... Values>
void add(Text &text, fmt::format_string<Values...> format, Values &&...values) {
    fmt::format_to(std::back_inserter(text), format, std::forward<Values>(values)...);
}

} // namespace halenet::driver
