/// Text files with placeholders, which become a library's header and the files of its bundle.
#pragma once

#include <map>
#include <string>

namespace halenet::driver {

/// What stands for each placeholder; as a condition, "" is false.
using Placeholders = std::map<std::string, std::string>;

/// Every @key@ becomes its value. The lines from one `@if key@` to `@else@` or `@end@` stay where the value of key is
/// not empty, those from `@else@` to `@end@` where it is; there is no `@if@` inside another. A key that `values` lacks
/// is an error of ours: throws std::logic_error naming it.
[[nodiscard]] std::string fill_template(const std::string &text, const Placeholders &values);

/// A library's name as its macros have it: "LENET5".
[[nodiscard]] std::string upper_case(std::string name);

} // namespace halenet::driver
