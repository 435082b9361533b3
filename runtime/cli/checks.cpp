#include "runtime/cli/checks.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runtime/terminal/text.h"

namespace halenet::cli {
namespace {

template <typename Number>
std::optional<Number> parse(const std::string &text) {
    Number number{};
    const char *end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stop != end)
        return std::nullopt;
    return number;
}

std::string refusal(const std::string &found, const std::string &expected) {
    return fmt::format("found \"{}\", expected {}", found, expected);
}

} // namespace

CLI::Validator whole_number(std::uint64_t least, std::uint64_t most, const std::string &unit) {
    const std::string expected =
        fmt::format("a whole number{} from {} to {}", unit.empty() ? "" : " of " + unit, least, most);
    return {[=](std::string &text) {
                const auto number = parse<std::uint64_t>(text);
                if (!number || *number < least || *number > most)
                    return refusal(text, expected);
                text = fmt::format("{}", *number); // CLI11 would read 010 as octal
                return std::string();
            },
            ""};
}

CLI::Validator real_number(const Range &range) {
    const std::string expected = fmt::format("a number {} {} {} {}", range.with_least ? "from" : "above", range.least,
                                             range.with_most ? "to" : "to below", range.most);
    return {[=](std::string &text) {
                const auto number = parse<double>(text);
                // Each written so that a NaN does not fit.
                const bool fits = number && (range.with_least ? *number >= range.least : *number > range.least) &&
                                  (range.with_most ? *number <= range.most : *number < range.most);
                return fits ? std::string() : refusal(text, expected);
            },
            ""};
}

CLI::Validator length_of_time() {
    return {[](std::string &text) {
                return seconds_meant_by(text) ? std::string() : refusal(text, "a time such as 90s, 10m or 1h30m");
            },
            ""};
}

CLI::Validator one_of(const std::vector<std::string> &words) {
    return {[=](std::string &text) {
                return std::ranges::find(words, text) != words.end()
                           ? std::string()
                           : refusal(text, fmt::format("{}", fmt::join(words, " or ")));
            },
            ""};
}

CLI::Validator not_empty(const std::string &expected) {
    return {[=](std::string &text) { return text.empty() ? refusal(text, expected) : std::string(); }, ""};
}

} // namespace halenet::cli
