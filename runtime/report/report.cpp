#include "runtime/report/report.h"

#include <algorithm>
#include <fstream>

#include <fmt/format.h>

#include <halenet/error.h>

#include "runtime/files/folder_replacement.h"
#include "runtime/report/gnuplot.h"
#include "runtime/report/machine.h"
#include "runtime/report/page.h"
#include "runtime/report/pictures.h"
#include "runtime/report/tables.h"

namespace halenet {
namespace {

namespace fs = std::filesystem;

constexpr const char *list_name = "report.json";
constexpr const char *list_key = "files"; // of the report, by name

/// The files that the report in `folder` says it consists of; none where there is no report.
std::vector<std::string> files_of_report(const fs::path &folder) {
    std::ifstream file(folder / list_name);
    const Json json = Json::parse(file, nullptr, false);
    if (!json.is_object() || !json.contains(list_key))
        return {};
    try {
        return json.at(list_key).get<std::vector<std::string>>();
    } catch (const Json::exception &) {
        return {};
    }
}

/// Whatever lies in a folder that is replaced is lost, so all of it must be a report's.
void check_contents(const fs::path &folder) {
    std::error_code error;
    if (!fs::is_directory(folder, error))
        return;
    const std::vector<std::string> known = files_of_report(folder);
    for (const fs::directory_entry &entry : fs::directory_iterator(folder, error))
        if (const std::string name = entry.path().filename().string(); std::ranges::find(known, name) == known.end())
            throw Error(fmt::format("{}: holds \"{}\", which is no part of a report, an empty folder, a new name or an "
                                    "earlier report was expected",
                                    folder.string(), name));
    if (error)
        throw Error(fmt::format("{}: cannot be read ({}), a folder that can be read was expected", folder.string(),
                                error.message()));
}

std::vector<Picture> pictures_of(const TrainingReport &report, const std::optional<TrainingRecord> &training,
                                 const TestResults &results) {
    const Dataset &data = report.digits.test;
    std::vector<Picture> pictures{digits_picture(data, results), confusion_picture(results.confusion),
                                  feature_maps_picture(report.network, data, results)};
    const auto add = [&](std::optional<Picture> picture) {
        if (picture)
            pictures.push_back(std::move(*picture));
    };
    add(mistakes_picture(data, results));
    add(filters_picture(report.network.model(), report.network.parameters()));
    if (training && !training->epochs.empty()) {
        add(accuracy_picture(training->epochs));
        add(loss_picture(training->epochs));
        add(overview_picture(training->epochs, data, results));
    }
    if (training && !training->learning_rate.empty())
        add(learning_rate_picture(training->learning_rate));
    return pictures;
}

Json json_of(const Network &network) {
    const halenet_model_info &model = network.model();
    Json layers = Json::array();
    for (const halenet_layer_info &layer : std::span(model.layers, model.layer_count))
        layers.push_back({{"name", layer.name},
                          {"kind", layer.kind},
                          {"height", layer.height},
                          {"width", layer.width},
                          {"channels", layer.channels},
                          {"parameters", layer.parameters}});
    return {{"name", model.name},
            {"hash", model.hash},
            {"parameters", model.parameters},
            {"target", network.target()},
            {"layers", std::move(layers)}};
}

Json mistakes_json(const Dataset &data, const TestResults &results) {
    Json mistakes = Json::array();
    for (const std::size_t image : confident_mistakes(results, {data.labels.data(), data.size()}, data.size()))
        mistakes.push_back({{"image", image},
                            {"class", data.labels(image)},
                            {"prediction", results.predictions[image]},
                            {"probability", results.confidence(image)}});
    return mistakes;
}

std::vector<std::string> names_in(const fs::path &folder) {
    std::vector<std::string> names;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
}

} // namespace

std::optional<std::string> write_report_folder(const fs::path &folder, const TrainingReport &report) {
    ensure_report_folder(folder);
    const Dataset &data = report.digits.test;
    if (data.size() == 0)
        throw Error("there is no test image, a report needs at least one");
    std::optional<TrainingRecord> training;
    if (!report.training.is_null())
        training = read_training_record(report.training, "the training's history");
    const TestResults results = test_network(report.network, data);

    FolderReplacement replacement(folder);
    const std::vector<Picture> pictures = pictures_of(report, training, results);
    std::optional<std::string> no_pictures = draw_pictures(pictures, replacement.path());
    if (no_pictures)
        no_pictures = fmt::format("The report has no pictures, only numbers: {}.", *no_pictures);
    for (const auto &[name, table] : tables_of(training, data, results))
        replacement.write(name, table);
    const halenet_model_info &model = report.network.model();
    const bool convolution = std::ranges::any_of(std::span(model.tensors, model.tensor_count),
                                                 [](const auto &tensor) { return tensor.rank == 4; });
    replacement.write("index.html",
                      page_of({report, training, results, pictures, replacement.path(), no_pictures, convolution}));

    std::vector<std::string> files = names_in(replacement.path());
    files.emplace_back(list_name);
    const Json json{{list_key, files},
                    {"halenet", HALENET_VERSION},
                    {"model", json_of(report.network)},
                    {"data", {{"source", report.digits.source}, {"synthetic", report.digits.synthetic}}},
                    {"test", json_of(results)},
                    {"mistakes", mistakes_json(data, results)},
                    {"training", report.training},
                    {"command", training ? training->command : report.command},
                    {"no_pictures", no_pictures ? Json(*no_pictures) : Json(nullptr)}};
    replacement.write(list_name, json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    replacement.take_place();
    return no_pictures;
}

void ensure_report_folder(const fs::path &folder) {
    const FolderReplacement probe(folder);
    check_contents(folder);
}

} // namespace halenet
