#pragma once

#include <filesystem>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "runtime/report/picture.h"

namespace halenet {

// The parts that pages of reports are made of, as HTML. `body` is HTML already; everything else is text.

/// The pictures that a page may show.
struct Gallery {
    std::span<const Picture> pictures;
    std::filesystem::path folder;       ///< with their SVGs
    std::optional<std::string> missing; ///< a sentence about why there are none
};

/// The whole page.
[[nodiscard]] std::string page_html(const std::string &title, const std::string &body);

/// Nothing where the body is empty.
[[nodiscard]] std::string section(const std::string &heading, const std::string &body);
[[nodiscard]] std::string stack(const std::string &body);   ///< cards below each other
[[nodiscard]] std::string columns(const std::string &body); ///< cards beside each other where there is room
[[nodiscard]] std::string card(const std::string &heading, const std::string &body);
[[nodiscard]] std::string note(const std::string &sentence);
[[nodiscard]] std::string command_card(const std::string &command);

/// The pictures of these names that there are.
[[nodiscard]] std::string figures(const Gallery &gallery, std::initializer_list<std::string_view> names);

/// A table that the page shows at once where no picture shows its numbers, and folded otherwise.
[[nodiscard]] std::string numbers(const Gallery &gallery, const std::string &heading, const std::string &table);

} // namespace halenet
