#include "runtime/cli/eval_text.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "runtime/report/numbers.h"

namespace halenet::cli {
namespace {

constexpr std::size_t widest = 80;
constexpr std::size_t most_mistakes = 20;

std::string percent(const std::optional<double> &share) {
    return share ? fmt::format("{:.2f} %", 100 * *share) : "-";
}

std::string class_table(const Confusion &confusion) {
    std::string text = fmt::format("{:>5}{:>10}{:>12}{:>12}\n", "class", "images", "precision", "recall");
    for (std::size_t label = 0; label < confusion.classes(); ++label) {
        const ClassScores scores = confusion.scores(label);
        text += fmt::format("{:>5}{:>10}{:>12}{:>12}\n", label, grouped(scores.support), percent(scores.precision()),
                            percent(scores.recall()));
    }
    return text;
}

std::string matrix(const Confusion &confusion, int column) {
    std::string text = "Confusion matrix (a row is a class, a column what its images were taken for):\n     ";
    for (std::size_t prediction = 0; prediction < confusion.classes(); ++prediction)
        text += fmt::format("{:>{}}", prediction, column);
    for (std::size_t label = 0; label < confusion.classes(); ++label) {
        text += fmt::format("\n{:>5}", label);
        for (std::size_t prediction = 0; prediction < confusion.classes(); ++prediction) {
            const std::int64_t count = confusion.count(label, prediction);
            text += count == 0 ? fmt::format("{:>{}}", '.', column) : fmt::format("{:>{}}", count, column);
        }
    }
    return text + "\n";
}

std::string mistake_list(const Confusion &confusion) {
    const std::vector<Mistake> mistakes = frequent_mistakes(confusion);
    if (mistakes.empty())
        return "No image was mistaken.\n";
    std::string text = "Most frequent mistakes (--json has the whole confusion matrix):\n";
    for (std::size_t k = 0; k < std::min(most_mistakes, mistakes.size()); ++k)
        text += fmt::format("{:>5} taken for {:<4}{:>8}\n", mistakes[k].label, mistakes[k].prediction,
                            grouped(mistakes[k].images));
    return text;
}

} // namespace

std::string eval_text(const TestResults &results) {
    const Metrics &metrics = results.metrics;
    const Confusion &confusion = results.confusion;
    if (metrics.images == 0)
        return "There is no test image, so there is nothing to measure.\n";
    std::int64_t largest = 0;
    for (std::size_t label = 0; label < confusion.classes(); ++label)
        for (std::size_t prediction = 0; prediction < confusion.classes(); ++prediction)
            largest = std::max(largest, confusion.count(label, prediction));
    const std::size_t digits = std::max(fmt::formatted_size("{}", largest), std::size_t{3});
    const bool fits = 5 + confusion.classes() * (digits + 1) <= widest;
    return fmt::format("Test accuracy: {:.2f} % +/- {:.2f} % ({} of {} images, standard error)\n"
                       "Test loss: {:.4f}\n\n{}\n{}",
                       100 * metrics.accuracy(),
                       100 * accuracy_standard_error(metrics.correct, metrics.images).value_or(0),
                       grouped(metrics.correct), grouped(metrics.images), metrics.loss(), class_table(confusion),
                       fits ? matrix(confusion, static_cast<int>(digits) + 1) : mistake_list(confusion));
}

} // namespace halenet::cli
