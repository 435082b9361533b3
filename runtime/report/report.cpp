#include "runtime/report/report.h"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include <halenet/error.h>

#include "runtime/report/page.h"
#include "runtime/report/pictures.h"
#include "runtime/report/tables.h"

namespace halenet {
namespace {

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

} // namespace

std::optional<std::string> write_report_folder(const std::filesystem::path &folder, const TrainingReport &report) {
    ReportFolder files(folder);
    const Dataset &data = report.digits.test;
    if (data.size() == 0)
        throw Error("there is no test image, a report needs at least one");
    std::optional<TrainingRecord> training;
    if (!report.training.is_null())
        training = read_training_record(report.training, "the training's history");
    const TestResults results = test_network(report.network, data);

    const std::vector<Picture> pictures = pictures_of(report, training, results);
    const Gallery gallery{pictures, files.path(), files.draw(pictures)};
    for (const auto &[name, table] : tables_of(training, data, results))
        files.write(name, table);
    const halenet_model_info &model = report.network.model();
    const bool convolution = std::ranges::any_of(std::span(model.tensors, model.tensor_count),
                                                 [](const auto &tensor) { return tensor.rank == 4; });
    files.write("index.html", page_of({report, training, results, gallery, convolution}));
    files.finish({{"model", json_of(report.network)},
                  {"data", {{"source", report.digits.source}, {"synthetic", report.digits.synthetic}}},
                  {"test", json_of(results)},
                  {"mistakes", mistakes_json(data, results)},
                  {"training", report.training},
                  {"command", training ? training->command : report.command}});
    return gallery.missing;
}

} // namespace halenet
