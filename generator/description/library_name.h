/// What a generated library may be called: its name begins its C functions, is its namespace in C++ and its headers'.
#pragma once

#include <string>
#include <string_view>

namespace halenet::description {

/// Why a library cannot have this name, and what was expected; empty where it can.
[[nodiscard]] std::string refusal_of_library_name(const std::string &name);

/// Whether C, or a system below it, has a header `name`.h, in whose place a compiler would find the library's.
[[nodiscard]] bool is_c_header(std::string_view name);

} // namespace halenet::description
