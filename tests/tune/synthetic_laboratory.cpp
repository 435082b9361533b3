#include "tests/tune/synthetic_laboratory.h"

#include <cmath>
#include <functional>

namespace halenet::tune {

schedules::Space synthetic_space() {
    schedules::Space space;
    space.names = {"vector", "rows"};
    space.values = {{1, 2, 4, 8, 16}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}};
    space.shipped = {4, 4};
    space.refusal = [](const schedules::Values &values) {
        return values[0] * values[1] <= 48 ? std::string() : "the block does not fit the registers";
    };
    return space;
}

std::vector<Subject> synthetic_subjects() {
    const schedules::Space space = synthetic_space();
    return {{.name = "heavy", .space = space, .start = space.portable(), .share = 0.75},
            {.name = "light", .space = space, .start = space.portable(), .share = 0.25}};
}

double microseconds(const std::string &plan) {
    if (plan == contender) {
        return 0.5;
    }
    const schedules::Values values = from_text(synthetic_space(), plan);
    const double vector = std::log2(values[0]) - 3, rows = values[1] - 6;
    return 1 + 0.3 * vector * vector + 0.05 * rows * rows;
}

void SyntheticLaboratory::answer(std::span<const Question> questions, const Answered &answered) {
    for (const Question &question : questions) {
        asked.push_back(question);
        // Noise of a thousandth that is the same whenever the same is asked.
        const double noise =
            1e-3 *
            (static_cast<double>(std::hash<std::string>()(question.plan + question.reference) % 1000) / 1000 - 0.5);
        const double seconds = 1e-6 * microseconds(question.plan);
        const double gain = std::log(1e-6 * microseconds(question.reference) / seconds) + noise;
        Trial trial{.question = question,
                    .gain = {gain, gain - 1e-3, gain + 1e-3},
                    .pairs = 40,
                    .seconds = seconds,
                    .bytes = 1000,
                    .build_seconds = 0.5,
                    .cost_seconds = 0.25};
        intervene(trial);
        answered(trial);
    }
}

std::vector<Comparison> SyntheticLaboratory::compare(const Plans & /*before*/, const Plans &after) {
    compared.push_back(after);
    return {{.what = "training step", .before_seconds = 1, .after_seconds = 0.9, .gain = whole_gain, .pairs = 100}};
}

} // namespace halenet::tune
