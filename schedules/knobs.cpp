#include "schedules/knobs.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <iterator>
#include <optional>
#include <sstream>
#include <stdexcept>

namespace halenet::schedules {

namespace {

std::size_t knob_named(const Space &space, const std::string &name) {
    const auto found = std::find(space.names.begin(), space.names.end(), name);
    if (found == space.names.end()) {
        throw std::runtime_error(
            fmt::format("knob \"{}\" is not known, expected {}", name,
                        space.names.empty() ? "none" : fmt::format("{}", fmt::join(space.names, ", "))));
    }
    return static_cast<std::size_t>(found - space.names.begin());
}

} // namespace

Values values_of(const Knobs &knobs) {
    Values values;
    for (const Knob &knob : knobs) {
        values.push_back(std::visit([](const auto *field) { return static_cast<int>(*field); }, knob.field));
    }
    return values;
}

void set_values(const Knobs &knobs, const Values &values) {
    for (std::size_t k = 0; k < knobs.size(); ++k) {
        std::visit([&](auto *field) { *field = static_cast<std::remove_pointer_t<decltype(field)>>(values[k]); },
                   knobs[k].field);
    }
}

Values Space::portable() const {
    Values first;
    for (const std::vector<int> &knob : values) {
        first.push_back(knob.front());
    }
    return first;
}

std::string to_text(const Space &space, const Values &values) {
    std::string text;
    for (std::size_t k = 0; k < values.size(); ++k) {
        text += fmt::format("{}{} {}", k == 0 ? "" : ", ", space.names[k], values[k]);
    }
    return text;
}

Values from_text(const Space &space, const std::string &text) {
    std::vector<std::optional<int>> found(space.names.size());
    std::istringstream parts(text);
    for (std::string part; std::getline(parts, part, ',');) {
        std::istringstream words(part);
        std::string name, rest;
        int value = 0;
        if (!(words >> name >> value) || words >> rest) {
            throw std::runtime_error(
                fmt::format(R"(plan "{}": found "{}", expected a knob and its value)", text, part));
        }
        found[knob_named(space, name)] = value;
    }
    Values values;
    for (std::size_t k = 0; k < found.size(); ++k) {
        if (!found[k]) {
            throw std::runtime_error(fmt::format("plan \"{}\": knob {} is missing", text, space.names[k]));
        }
        values.push_back(*found[k]);
    }
    if (const std::string why = why_not(space, values); !why.empty()) {
        throw std::runtime_error(fmt::format("plan \"{}\": {}", text, why));
    }
    return values;
}

std::string why_not(const Space &space, const Values &values) {
    for (std::size_t k = 0; k < values.size(); ++k) {
        if (!std::ranges::binary_search(space.values[k], values[k])) {
            return fmt::format("{} is {}, expected one of {}", space.names[k], values[k],
                               fmt::join(space.values[k], ", "));
        }
    }
    return space.refusal(values);
}

std::vector<int> vector_values(const Machine &machine, int extent) {
    std::vector<int> values{vector_of(extent, std::min(4, machine.widest_vector))};
    while (2 * values.back() <= vector_of(extent, machine.widest_vector)) {
        values.push_back(2 * values.back());
    }
    return values;
}

std::vector<int> count_values(int most) {
    std::vector<int> values;
    for (int count = 1; count < most; count += count < 8 ? 1 : 2) {
        values.push_back(count);
    }
    values.push_back(std::max(most, 1));
    return values;
}

std::vector<int> divisor_values(int extent, int most) {
    std::vector<int> values;
    for (int divisor = 1; divisor <= std::min(extent, std::max(most, 1)); ++divisor) {
        if (extent % divisor == 0) {
            values.push_back(divisor);
        }
    }
    return values;
}

std::vector<int> tile_values(int extent, int most) {
    return united(count_values(std::min(extent, most)), divisor_values(extent, most));
}

std::vector<int> united(const std::vector<int> &a, const std::vector<int> &b) {
    std::vector<int> values;
    std::ranges::set_union(a, b, std::back_inserter(values));
    return values;
}

std::vector<int> flag_values(bool may_be_set) {
    return may_be_set ? std::vector{0, 1} : std::vector{0};
}

} // namespace halenet::schedules
