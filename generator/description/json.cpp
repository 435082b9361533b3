#include "generator/description/json.h"

#include "generator/description/fields.h"
#include "generator/description/json_reading.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace halenet::description {
namespace {

using OrderedJson = nlohmann::ordered_json; ///< for writing: keys stay in the order a person reads them in

constexpr std::string_view format_name = "halenet model description";
constexpr int format_version = 2;
/// A description of a thousand layers is far smaller.
constexpr std::size_t most_bytes = std::size_t{1} << 20;
/// The whole, its layers, a layer, its output.
constexpr int deepest = 4;

// Writing.

OrderedJson json_of(const Layer &layer) {
    OrderedJson json = {{"name", layer.name}, {"kind", kind(layer.operation)}, {"comment", layer.comment}};
    const auto write = [&json](const char *name, auto number) {
        if constexpr (std::is_enum_v<decltype(number)>)
            json[name] = to_string(number);
        else
            json[name] = number;
    };
    std::visit([&](const auto &operation) { visit_numbers(operation, write); }, layer.operation);
    json["output"] = {
        {"height", layer.output.height}, {"width", layer.output.width}, {"channels", layer.output.channels}};
    json["parameters"] = layer.parameters;
    return json;
}

OrderedJson json_of(const ModelDescription &model) {
    OrderedJson json = {{"format", format_name},         {"version", format_version},
                        {"model", model.name},           {"comment", model.comment},
                        {"hash", model_hash(model)},     {"shard_images", shard_images},
                        {"summation", summation},        {"parameters", parameter_count(model)},
                        {"layers", OrderedJson::array()}};
    for (const Layer &layer : model.layers)
        json["layers"].push_back(json_of(layer));
    return json;
}

// Reading.

using description::read;

template <typename Word>
    requires std::is_enum_v<Word>
void read(const Json &value, std::string_view place, Word &word) {
    const std::optional<Word> found = value.is_string() ? word_named<Word>(value.get<std::string>()) : std::nullopt;
    if (!found) {
        std::string expected;
        for (const Word candidate : words_like(word))
            expected += fmt::format("{}\"{}\"", expected.empty() ? "" : " or ", to_string(candidate));
        refuse(place, value, expected);
    }
    word = *found;
}

Operation operation_of(const Json &json, std::string_view place) {
    const std::string name = text_of(json, place, "kind");
    std::optional<Operation> operation = operation_of_kind(name);
    if (!operation)
        refuse(fmt::format("{}/kind", place), name, "the kind of a layer");
    const auto read_number = [&](const char *number_name, auto &number) {
        read(member(json, place, number_name), fmt::format("{}/{}", place, number_name), number);
    };
    std::visit([&](auto &layer) { visit_numbers(layer, read_number); }, *operation);
    return *operation;
}

Json parse(std::string_view text) {
    if (text.size() > most_bytes)
        throw Error(fmt::format("found {} bytes, expected at most {}", text.size(), most_bytes));
    return parse_json(text, deepest, "a model description");
}

/// Compares all that the file holds with what its model alone says it must hold.
void check_derived(const Json &found, const ModelDescription &model) {
    const Json expected = json_of(model);
    const Json difference = Json::diff(expected, found);
    if (difference.empty())
        return;
    const Json &first = difference.front();
    const std::string place = first.at("path").get<std::string>();
    if (first.at("op") == "add")
        throw Error(fmt::format("{}: found a field that version {} does not have", place, format_version));
    const Json &value = expected.at(Json::json_pointer(place));
    if (first.at("op") == "remove")
        throw Error(fmt::format("{}: found nothing, expected {}", place, shown(value)));
    refuse(place, first.at("value"), shown(value));
}

} // namespace

std::string to_json(const ModelDescription &model) {
    return json_of(model).dump(2, ' ', false, OrderedJson::error_handler_t::replace) + '\n';
}

ModelDescription from_json(std::string_view text) {
    const Json json = parse(text);
    if (const Json &format = member(json, "", "format"); format != format_name)
        refuse("/format", format, fmt::format("\"{}\"", format_name));
    if (const Json &version = member(json, "", "version"); version != format_version)
        refuse("/version", version, fmt::format("{}, the one that this halenet reads", format_version));

    ModelDescription model{.name = text_of(json, "", "model"), .comment = text_of(json, "", "comment"), .layers = {}};
    const Json &layers = member(json, "", "layers");
    if (!layers.is_array())
        refuse("/layers", layers, "an array");
    for (const Json &layer : layers) {
        const std::string place = fmt::format("/layers/{}", model.layers.size());
        model.layers.push_back({.name = text_of(layer, place, "name"),
                                .comment = text_of(layer, place, "comment"),
                                .operation = operation_of(layer, place),
                                .output = {}});
    }
    const std::vector<Problem> problems = complete(model);
    if (const Problem *error = first_error(problems))
        throw Error(error->sentence);
    check_derived(json, model);
    return model;
}

} // namespace halenet::description
