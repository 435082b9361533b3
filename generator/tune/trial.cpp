#include "generator/tune/trial.h"

#include <array>
#include <fmt/format.h>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace halenet::tune {

namespace {

constexpr std::array outcomes{std::pair{Outcome::measured, "measured"},
                              std::pair{Outcome::dropped, "dropped"},
                              std::pair{Outcome::wrong_bits, "wrong bits"},
                              std::pair{Outcome::crashed, "crashed"},
                              std::pair{Outcome::hung, "hung"},
                              std::pair{Outcome::slow_build, "slow build"},
                              std::pair{Outcome::no_build, "no build"},
                              std::pair{Outcome::too_large, "too large"}};
constexpr std::array stages{std::pair{Stage::search, "search"}, std::pair{Stage::ranking, "ranking"},
                            std::pair{Stage::contender, "contender"}};

template <typename Names, typename Value>
const char *find_name(const Names &names, Value value) {
    for (const auto &[known, name] : names) {
        if (known == value) {
            return name;
        }
    }
    throw std::logic_error("a value without a name");
}

template <typename Names>
auto find_value(const Names &names, const std::string &wanted, const char *what) {
    for (const auto &[known, name] : names) {
        if (std::string_view(name) == wanted) {
            return known;
        }
    }
    throw std::runtime_error(fmt::format("{} \"{}\" is not known", what, wanted));
}

} // namespace

const char *name_of(Outcome outcome) {
    return find_name(outcomes, outcome);
}

Outcome outcome_named(const std::string &name) {
    return find_value(outcomes, name, "outcome");
}

const char *name_of(Stage stage) {
    return find_name(stages, stage);
}

Stage stage_named(const std::string &name) {
    return find_value(stages, name, "stage");
}

} // namespace halenet::tune
