#include "runtime/report/json.h"

#include <cmath>
#include <optional>

namespace halenet {
namespace {

Json number_or_null(const std::optional<double> &number) {
    return number && std::isfinite(*number) ? Json(*number) : Json(nullptr);
}

} // namespace

Json json_of(const TestResults &results) {
    const Confusion &confusion = results.confusion;
    Json classes = Json::array();
    Json counts = Json::array();
    for (std::size_t label = 0; label < confusion.classes(); ++label) {
        const ClassScores scores = confusion.scores(label);
        classes.push_back({{"class", label},
                           {"images", scores.support},
                           {"predicted", scores.predicted},
                           {"correct", scores.correct},
                           {"precision", number_or_null(scores.precision())},
                           {"recall", number_or_null(scores.recall())}});
        Json row = Json::array();
        for (std::size_t prediction = 0; prediction < confusion.classes(); ++prediction)
            row.push_back(confusion.count(label, prediction));
        counts.push_back(std::move(row));
    }
    return {
        {"loss", number_or_null(results.metrics.loss())},
        {"accuracy", number_or_null(results.metrics.accuracy())},
        {"accuracy_standard_error",
         number_or_null(accuracy_standard_error(results.metrics.correct, results.metrics.images))},
        {"images", results.metrics.images},
        {"correct", results.metrics.correct},
        {"classes", std::move(classes)},
        {"confusion", std::move(counts)},
    };
}

} // namespace halenet
