#include "runtime/report/training_record.h"

#include <fmt/format.h>

#include <halenet/error.h>

namespace halenet {
namespace {

using Score = TrainingRecord::Score;

std::optional<Score> read_score(const Json &loss, const Json &accuracy) {
    if (loss.is_null() || accuracy.is_null())
        return std::nullopt;
    return Score{loss.get<double>(), accuracy.get<double>()};
}

std::optional<Score> read_score(const Json &json) {
    return json.is_null() ? std::nullopt : read_score(json.at("loss"), json.at("accuracy"));
}

std::string text_of(const Json &value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

TrainingRecord read(const Json &json) {
    TrainingRecord record{
        .model_hash = json.at("model").at("hash").get<std::string>(),
        .recipe = json.at("recipe").get<std::string>(),
        .seed = json.at("seed").get<std::uint64_t>(),
        .train = read_score(json.at("train")),
        .test = read_score(json.at("test")),
        .seconds = json.at("seconds").at("train").get<double>(),
        .threads = json.at("threads").get<std::int64_t>(),
        .machine = json.at("machine").get<std::string>(),
        .command = json.at("command").get<std::string>(),
    };
    for (const auto &[name, value] : json.at("options").items())
        record.options.emplace_back(name, text_of(value));
    for (const Json &epoch : json.at("epochs"))
        record.epochs.push_back(
            {.epoch = epoch.at("epoch").get<std::int64_t>(),
             .seconds = epoch.at("seconds").get<double>(),
             .train = {epoch.at("train_loss").get<double>(), epoch.at("train_accuracy").get<double>()},
             .validation = read_score(epoch.at("validation_loss"), epoch.at("validation_accuracy"))});
    for (const Json &corner : json.at("learning_rate"))
        record.learning_rate.push_back({corner.at(0).get<std::int64_t>(), corner.at(1).get<double>()});
    return record;
}

} // namespace

TrainingRecord read_training_record(const Json &json, const std::string &name) {
    try {
        return read(json);
    } catch (const Json::exception &error) {
        throw Error(
            fmt::format("{}: is not what halenet train --json of this version writes ({})", name, error.what()));
    }
}

} // namespace halenet
