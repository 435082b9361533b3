#include "runtime/report/confusion.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace halenet {
namespace {

std::optional<double> ratio(std::int64_t part, std::int64_t whole) {
    if (whole == 0)
        return std::nullopt;
    return static_cast<double>(part) / static_cast<double>(whole);
}

} // namespace

std::optional<double> ClassScores::precision() const {
    return ratio(correct, predicted);
}

std::optional<double> ClassScores::recall() const {
    return ratio(correct, support);
}

Confusion::Confusion(std::span<const std::uint8_t> labels, std::span<const std::uint8_t> predictions,
                     std::size_t classes)
    : classes_(classes), images_(static_cast<std::int64_t>(labels.size())), counts_(classes * classes) {
    for (std::size_t k = 0; k < labels.size(); ++k) {
        ++counts_[labels[k] * classes + predictions[k]];
        correct_ += labels[k] == predictions[k] ? 1 : 0;
    }
}

ClassScores Confusion::scores(std::size_t label) const {
    ClassScores scores{.correct = count(label, label)};
    for (std::size_t other = 0; other < classes_; ++other) {
        scores.support += count(label, other);
        scores.predicted += count(other, label);
    }
    return scores;
}

std::vector<Mistake> frequent_mistakes(const Confusion &confusion) {
    std::vector<Mistake> mistakes;
    for (std::size_t label = 0; label < confusion.classes(); ++label)
        for (std::size_t prediction = 0; prediction < confusion.classes(); ++prediction)
            if (label != prediction && confusion.count(label, prediction) > 0)
                mistakes.push_back({label, prediction, confusion.count(label, prediction)});
    std::ranges::sort(mistakes, {}, [](const Mistake &mistake) {
        return std::tuple(-mistake.images, mistake.label, mistake.prediction);
    });
    return mistakes;
}

std::optional<double> accuracy_standard_error(std::int64_t correct, std::int64_t images) {
    const std::optional<double> share = ratio(correct, images);
    if (!share)
        return std::nullopt;
    return std::sqrt(*share * (1 - *share) / static_cast<double>(images));
}

} // namespace halenet
