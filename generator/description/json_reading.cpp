#include "generator/description/json_reading.h"

#include <fmt/format.h>

#include <limits>
#include <utility>

namespace halenet::description {

Json parse_json(std::string_view text, int deepest, std::string_view expected) {
    const auto check_depth = [&](int depth, Json::parse_event_t /*event*/, const Json & /*value*/) {
        if (depth > deepest)
            throw Error(fmt::format("found objects in objects deeper than {}, expected {}", deepest, expected));
        return true;
    };
    try {
        return Json::parse(text, check_depth);
    } catch (const Json::parse_error &error) {
        throw Error(fmt::format("found something that is no JSON at byte {}, expected {}", error.byte, expected));
    }
}

std::string shown(const Json &value) {
    if (value.is_object() || value.is_array())
        return value.is_object() ? "an object" : "an array";
    std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
    return text.size() <= 80 ? text : "a long string";
}

void refuse(std::string_view place, const Json &found, std::string_view expected) {
    throw Error(fmt::format("{}: found {}, expected {}", place, shown(found), expected));
}

const Json &member(const Json &json, std::string_view place, const std::string &name) {
    if (!json.is_object())
        refuse(place.empty() ? "the whole" : place, json, "an object");
    const auto found = json.find(name);
    if (found == json.end())
        throw Error(fmt::format("{}/{}: found nothing, expected this field", place, name));
    return *found;
}

std::string text_of(const Json &json, std::string_view place, const std::string &name) {
    std::string text;
    read(member(json, place, name), fmt::format("{}/{}", place, name), text);
    return text;
}

void read(const Json &value, std::string_view place, std::string &text) {
    if (!value.is_string())
        refuse(place, value, "a string");
    text = value.get<std::string>();
}

void read(const Json &value, std::string_view place, int &number) {
    // A number written as unsigned beyond 2^63 would wrap around as a signed one.
    const bool is_small = value.is_number_unsigned()
                              ? value.get<std::uint64_t>() <= std::numeric_limits<int>::max()
                              : value.is_number_integer() && std::in_range<int>(value.get<std::int64_t>());
    if (!is_small)
        refuse(place, value, "a whole number");
    number = value.get<int>();
}

void read(const Json &value, std::string_view place, double &number) {
    if (!value.is_number())
        refuse(place, value, "a number");
    number = value.get<double>();
}

} // namespace halenet::description
