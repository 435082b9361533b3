#include "runtime/report/page_tables.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <fmt/format.h>

#include "runtime/report/html.h"
#include "runtime/report/html_table.h"
#include "runtime/report/machine.h"
#include "runtime/report/numbers.h"

namespace halenet {
namespace {

constexpr std::size_t most_mistakes = 40;
constexpr std::size_t most_matrix_classes = 64;

std::string score(const TrainingRecord::Score &score) {
    return fmt::format("accuracy {}, loss {:.4f}", percent(score.accuracy), score.loss);
}

} // namespace

std::string key_figures(const PageContent &content) {
    const Metrics &metrics = content.results.metrics;
    const halenet_model_info &model = content.report.network.model();
    std::string figures =
        key_figure("Test accuracy", percent(metrics.accuracy()),
                   fmt::format("\u00b1 {} standard error",
                               percent(accuracy_standard_error(metrics.correct, metrics.images)))) +
        key_figure("Test loss", fmt::format("{:.4f}", metrics.loss()), "mean cross-entropy") +
        key_figure("Mistakes", grouped(metrics.images - metrics.correct),
                   fmt::format("of {}", plural(metrics.images, "test image"))) +
        key_figure("Parameters", grouped(static_cast<std::int64_t>(model.parameters)), "weights and biases");
    if (content.training)
        figures += key_figure("Training", fmt::format("{:.1f} s", content.training->seconds),
                              fmt::format("{} on {}",
                                          plural(static_cast<std::int64_t>(content.training->epochs.size()), "epoch"),
                                          plural(content.training->threads, "thread")));
    return figure_cards(figures);
}

std::string epoch_rows(std::span<const TrainingRecord::Epoch> epochs) {
    std::vector<Row> rows{{"Epoch", "Seconds", "Training accuracy", "loss", "Validation accuracy", "loss"}};
    for (const TrainingRecord::Epoch &epoch : epochs)
        rows.push_back({fmt::format("{}", epoch.epoch), fmt::format("{:.2f}", epoch.seconds),
                        percent(epoch.train.accuracy), fmt::format("{:.4f}", epoch.train.loss),
                        epoch.validation ? percent(epoch.validation->accuracy) : "none",
                        epoch.validation ? fmt::format("{:.4f}", epoch.validation->loss) : "none"});
    return table_of(rows);
}

std::string mistake_rows(const PageContent &content) {
    const Dataset &data = content.report.digits.test;
    std::vector<Row> rows{{"Test image", "Class", "Taken for", "Probability"}};
    for (const std::size_t image :
         confident_mistakes(content.results, {data.labels.data(), data.size()}, most_mistakes))
        rows.push_back({fmt::format("{}", image), fmt::format("{}", data.labels(image)),
                        fmt::format("<span class=\"wrong\">\u00d7 {}</span>", content.results.predictions[image]),
                        percent(static_cast<double>(content.results.confidence(image)))});
    return table_of(rows);
}

std::string class_rows(const Confusion &confusion) {
    std::vector<Row> rows{{"Class", "Images", "Precision", "Recall"}};
    for (std::size_t label = 0; label < confusion.classes(); ++label) {
        const ClassScores scores = confusion.scores(label);
        rows.push_back(
            {fmt::format("{}", label), grouped(scores.support), percent(scores.precision()), percent(scores.recall())});
    }
    return table_of(rows) + "<p class=\"muted\">Precision: of the images taken for the class, those that are of it. "
                            "Recall: of the class's images, those that were found.</p>\n";
}

std::string confusion_rows(const Confusion &confusion) {
    if (confusion.classes() > most_matrix_classes)
        return fmt::format("<p class=\"muted\">The matrix of {} classes is in confusion.tsv, beside this page.</p>\n",
                           confusion.classes());
    std::vector<Row> rows{{"Class"}};
    for (std::size_t prediction = 0; prediction < confusion.classes(); ++prediction)
        rows.front().push_back(fmt::format("as {}", prediction));
    for (std::size_t label = 0; label < confusion.classes(); ++label) {
        Row row{fmt::format("{}", label)};
        for (std::size_t prediction = 0; prediction < confusion.classes(); ++prediction) {
            const std::int64_t count = confusion.count(label, prediction);
            row.push_back(count == 0 ? "0"
                                     : fmt::format("<span class=\"{}\">{}</span>",
                                                   label == prediction ? "right" : "wrong", count));
        }
        rows.push_back(std::move(row));
    }
    return table_of(rows, "matrix");
}

std::string layer_rows(const halenet_model_info &model) {
    std::vector<Row> rows{{"Layer", "Kind", "Output (height \u00d7 width \u00d7 channels)", "Parameters"}};
    for (const halenet_layer_info &layer : std::span(model.layers, model.layer_count))
        rows.push_back({escaped(layer.name), escaped(layer.kind),
                        fmt::format("{} \u00d7 {} \u00d7 {}", layer.height, layer.width, layer.channels),
                        grouped(static_cast<std::int64_t>(layer.parameters))});
    rows.push_back({"all", "", "", grouped(static_cast<std::int64_t>(model.parameters))});
    return table_of(rows, "layers");
}

std::string summary_rows(const PageContent &content) {
    const TrainingReport &report = content.report;
    const halenet_model_info &model = report.network.model();
    const Metrics &metrics = content.results.metrics;
    std::string rows = fact("Model", fmt::format("{}, {} parameters", model.name,
                                                 grouped(static_cast<std::int64_t>(model.parameters)))) +
                       fact("Model's hash", model.hash) + fact("Kernels for", report.network.target()) +
                       fact("Data", report.digits.source);
    if (content.training) {
        const TrainingRecord &training = *content.training;
        std::string options;
        for (const auto &[name, value] : training.options)
            options += fmt::format("{}{} {}", options.empty() ? "" : ", ", name, value);
        rows +=
            fact("Recipe", training.recipe) + fact("Options", options) + fact("Seed", fmt::format("{}", training.seed));
        if (training.train)
            rows += fact("Training set, final weights", score(*training.train));
        if (!training.epochs.empty() && training.epochs.back().validation)
            rows += fact("Validation, last epoch", score(*training.epochs.back().validation));
    }
    rows += fact("Test set",
                 fmt::format("accuracy {} \u00b1 {} ({} of {} images), loss {:.4f}", percent(metrics.accuracy()),
                             percent(accuracy_standard_error(metrics.correct, metrics.images)),
                             grouped(metrics.correct), grouped(metrics.images), metrics.loss()));
    if (content.training)
        rows += fact("Training time",
                     fmt::format("{:.2f} s, {}, {}", content.training->seconds,
                                 plural(static_cast<std::int64_t>(content.training->epochs.size()), "epoch"),
                                 plural(content.training->threads, "thread"))) +
                fact("Machine", content.training->machine);
    else
        rows += fact("Machine of this report",
                     fmt::format("{}, {}", machine_name(), plural(report.network.threads(), "thread")));
    return facts(rows + fact("halenet", HALENET_VERSION));
}

std::string command_of(const PageContent &content) {
    return content.training ? content.training->command : content.report.command;
}

} // namespace halenet
