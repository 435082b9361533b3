#include "generator/description/cost.h"

#include <fmt/format.h>

namespace halenet::description {
namespace {

constexpr std::int64_t number_bytes = 4;
constexpr std::int64_t numbers_a_parameter = 4; // value, gradient, two moments
constexpr std::int64_t numbers_an_element = 2;  // value, gradient
constexpr std::int64_t bytes_a_mib = 1 << 20;

double mib(std::int64_t bytes) {
    return static_cast<double>(bytes) / static_cast<double>(bytes_a_mib);
}

} // namespace

std::int64_t multiply_adds(const ModelDescription &model, std::size_t layer) {
    const Layer &here = model.layers.at(layer);
    if (here.parameters == 0)
        return 0;
    const std::int64_t biases = here.output.channels;
    const std::int64_t places = std::int64_t{here.output.height} * here.output.width;
    return (here.parameters - biases) * places;
}

std::int64_t training_bytes(const Layer &layer) {
    return number_bytes *
           (numbers_a_parameter * layer.parameters + numbers_an_element * shard_images * layer.output.elements());
}

std::optional<Problem> problem_of_memory(const ModelDescription &model, int limit_mib) {
    std::int64_t sum = 0;
    std::size_t largest = 0;
    for (std::size_t index = 0; index < model.layers.size(); ++index) {
        const std::int64_t bytes = training_bytes(model.layers[index]);
        sum += bytes;
        if (bytes > training_bytes(model.layers[largest]))
            largest = index;
    }
    if (sum <= limit_mib * bytes_a_mib)
        return std::nullopt;
    const Layer &layer = model.layers[largest];
    Problem problem;
    problem.layer = largest;
    problem.cause = model.layers.size();
    problem.sentence =
        fmt::format("{}: training {} takes {:.1f} MiB, {:.1f} MiB of them for this layer, expected at most "
                    "{} MiB",
                    layer.name, model.name, mib(sum), mib(training_bytes(layer)), limit_mib);
    return problem;
}

} // namespace halenet::description
