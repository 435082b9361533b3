#pragma once

#include <optional>
#include <string>
#include <vector>

namespace halenet {

using Row = std::vector<std::string>; ///< cells of HTML

/// A table that scrolls where it finds no room; the first row is the names'. `style`: a class of the style sheet.
[[nodiscard]] std::string table_of(const std::vector<Row> &rows, const char *style = "");

/// A table of names with their values, which are lines of fact().
[[nodiscard]] std::string facts(const std::string &lines);
[[nodiscard]] std::string fact(const std::string &name, const std::string &value);

/// A row of cards with one number each, which are key_figure()s.
[[nodiscard]] std::string figure_cards(const std::string &cards);
[[nodiscard]] std::string key_figure(const std::string &name, const std::string &value, const std::string &remark);

/// 0.125 as "12.50 %".
[[nodiscard]] std::string percent(double share);
[[nodiscard]] std::string percent(const std::optional<double> &share); ///< or "none"

} // namespace halenet
