#include "generator/tune/record_lines.h"

#include "generator/description/fields.h"
#include "generator/description/json_reading.h"
#include "runtime/files/sha256.h"

#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <nlohmann/json.hpp>

namespace halenet::tune {

namespace {

using description::Either;
using description::Json;
using description::member;
using description::read;
using description::refuse;
using OrderedJson = nlohmann::ordered_json; ///< for writing: keys stay in the order a person reads them in

constexpr std::string_view record_name = "halenet-tuning";
constexpr int record_version = 1;
/// Deeper than the lines of this version are, for the fields of later ones.
constexpr int deepest = 8;

// One list of the fields of each kind of line, for writing and for reading.

void visit_fields(Either<RecordKey> auto &key, const auto &visit) {
    visit("target", key.target);
    visit("cpu", key.cpu);
    visit("halide", key.halide);
    visit("start", key.start);
}

void visit_fields(Either<TrialLine> auto &line, const auto &visit) {
    auto &trial = line.trial;
    visit("key", line.key);
    visit("source", line.source);
    visit("stage", trial.question.stage);
    visit("kernel", trial.question.kernel);
    visit("plan", trial.question.plan);
    visit("reference", trial.question.reference);
    visit("outcome", trial.outcome);
    visit("why", trial.why);
    visit("gain", trial.gain.estimate);
    visit("gain_low", trial.gain.low);
    visit("gain_high", trial.gain.high);
    visit("pairs", trial.pairs);
    visit("seconds", trial.seconds);
    visit("bytes", trial.bytes);
    visit("build_seconds", trial.build_seconds);
    visit("cost_seconds", trial.cost_seconds);
}

// JSON has no infinity, which an interval of few pairs has.
constexpr std::string_view infinity = "infinity", minus_infinity = "-infinity";

OrderedJson json_of(const auto &value) {
    return value;
}

OrderedJson json_of(double number) {
    return std::isinf(number) ? OrderedJson(number > 0 ? infinity : minus_infinity) : OrderedJson(number);
}

OrderedJson json_of(Stage stage) {
    return name_of(stage);
}

OrderedJson json_of(Outcome outcome) {
    return name_of(outcome);
}

void read_field(const Json &json, const std::string &place, auto &value) {
    read(json, place, value);
}

void read_field(const Json &json, const std::string &place, double &number) {
    if (json == infinity || json == minus_infinity) {
        constexpr double unbounded = std::numeric_limits<double>::infinity();
        number = json == infinity ? unbounded : -unbounded;
    } else {
        read(json, place, number);
    }
}

void read_field(const Json &json, const std::string &place, std::size_t &number) {
    if (!json.is_number_unsigned()) {
        refuse(place, json, "a whole number that is not negative");
    }
    number = json.get<std::size_t>();
}

void read_field(const Json &json, const std::string &place, Stage &stage) {
    std::string name;
    read(json, place, name);
    stage = stage_named(name);
}

void read_field(const Json &json, const std::string &place, Outcome &outcome) {
    std::string name;
    read(json, place, name);
    outcome = outcome_named(name);
}

OrderedJson fields_of(const auto &line) {
    OrderedJson json;
    visit_fields(line, [&](const char *name, const auto &value) { json[name] = json_of(value); });
    return json;
}

void read_fields(const Json &json, auto &line) {
    visit_fields(line, [&](const char *name, auto &value) {
        read_field(member(json, "", name), fmt::format("/{}", name), value);
    });
}

std::string dump(const OrderedJson &json) {
    return json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

KeyLine key_line_of(const Json &json) {
    if (const Json &name = member(json, "", "record"); name != record_name) {
        refuse("/record", name, fmt::format("\"{}\"", record_name));
    }
    if (const Json &version = member(json, "", "version"); version != record_version) {
        refuse("/version", version, fmt::format("{}, the one that this halenet reads", record_version));
    }
    KeyLine line;
    read_fields(json, line.key);
    if (const Json &id = member(json, "", "key"); id != id_of(line.key)) {
        refuse("/key", id, fmt::format("\"{}\", as the rest of the line says", id_of(line.key)));
    }
    const Json &forgets = member(json, "", "forgets");
    if (!forgets.is_array()) {
        refuse("/forgets", forgets, "an array");
    }
    for (const Json &kernel : forgets) {
        read(kernel, "/forgets", line.forgets.emplace_back());
    }
    return line;
}

} // namespace

std::string id_of(const RecordKey &key) {
    return sha256(dump(fields_of(key))).substr(0, 16);
}

std::string text_of(const KeyLine &line) {
    OrderedJson json = {
        {"record", record_name}, {"version", record_version}, {"key", id_of(line.key)}, {"forgets", line.forgets}};
    json.update(fields_of(line.key));
    return dump(json);
}

std::string text_of(const TrialLine &line) {
    return dump(fields_of(line));
}

std::variant<KeyLine, TrialLine> parse_line(std::string_view text) {
    const Json json = description::parse_json(text, deepest, "a line of a tuning record");
    if (json.contains("record")) {
        return key_line_of(json);
    }
    TrialLine line;
    read_fields(json, line);
    return line;
}

std::string difference(const RecordKey &theirs, const RecordKey &ours) {
    const OrderedJson their_fields = fields_of(theirs), our_fields = fields_of(ours);
    std::string text;
    for (const auto &[name, value] : their_fields.items()) {
        if (value != our_fields.at(name)) {
            text += fmt::format("{}another {} ({}, not {})", text.empty() ? "" : " and ", name, dump(value),
                                dump(our_fields.at(name)));
        }
    }
    return text;
}

} // namespace halenet::tune
