#include "runtime/report/tables.h"

#include <fmt/format.h>

#include "runtime/report/curves.h"

namespace halenet {
namespace {

std::string text_of(const std::optional<double> &number) {
    return number ? fmt::format("{}", *number) : "nan";
}

std::string class_table(const Confusion &confusion) {
    std::string table = "class\timages\tpredicted\tcorrect\tprecision\trecall\n";
    for (std::size_t label = 0; label < confusion.classes(); ++label) {
        const ClassScores scores = confusion.scores(label);
        table += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\n", label, scores.support, scores.predicted, scores.correct,
                             text_of(scores.precision()), text_of(scores.recall()));
    }
    return table;
}

std::string confusion_table(const Confusion &confusion) {
    std::string table = "class";
    for (std::size_t prediction = 0; prediction < confusion.classes(); ++prediction)
        table += fmt::format("\tas {}", prediction);
    for (std::size_t label = 0; label < confusion.classes(); ++label) {
        table += fmt::format("\n{}", label);
        for (std::size_t prediction = 0; prediction < confusion.classes(); ++prediction)
            table += fmt::format("\t{}", confusion.count(label, prediction));
    }
    return table + "\n";
}

std::string prediction_table(const Dataset &data, const TestResults &results) {
    std::string table = "image\tclass\tprediction\tprobability\n";
    for (std::size_t image = 0; image < data.size(); ++image)
        table += fmt::format("{}\t{}\t{}\t{}\n", image, data.labels(image), results.predictions[image],
                             results.confidence(image));
    return table;
}

} // namespace

std::map<std::string, std::string> tables_of(const std::optional<TrainingRecord> &training, const Dataset &data,
                                             const TestResults &results) {
    std::map<std::string, std::string> tables{{"classes.tsv", class_table(results.confusion)},
                                              {"confusion.tsv", confusion_table(results.confusion)},
                                              {"predictions.tsv", prediction_table(data, results)}};
    if (training) {
        tables["epochs.tsv"] = epochs_table(training->epochs);
        tables["learning_rate.tsv"] = learning_rate_table(training->learning_rate);
    }
    return tables;
}

} // namespace halenet
