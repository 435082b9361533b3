#include "generator/description/sentences.h"

#include <fmt/format.h>

namespace halenet::description {

std::string with_article(std::string_view noun) {
    const bool is_spoken_with_a_vowel = std::string_view("AEIOU8").find(noun.front()) != std::string_view::npos ||
                                        noun.starts_with("11x") || noun.starts_with("18x");
    return fmt::format("{} {}", is_spoken_with_a_vowel ? "an" : "a", noun);
}

std::string a_kind(const Layer &layer) {
    return with_article(kind(layer.operation));
}

std::string square(int extent) {
    return fmt::format("{0}x{0}", extent);
}

std::string last_of(int count, std::string_view noun) {
    if (count == 0)
        return "";
    return count == 1 ? fmt::format("the last {}", noun) : fmt::format("the last {} {}s", count, noun);
}

} // namespace halenet::description
