#include "runtime/measure/summary.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace halenet {

Summary summary_of(std::vector<double> samples) {
    std::ranges::sort(samples);
    return {.count = samples.size(),
            .median = quantile(samples, 0.5),
            .least = samples.front(),
            .greatest = samples.back(),
            .lower_quartile = quantile(samples, 0.25),
            .upper_quartile = quantile(samples, 0.75)};
}

double quantile(std::span<const double> sorted, double part) {
    const double place = part * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(sorted[below], sorted[above], place - std::floor(place));
}

Mean mean_of(std::span<const double> samples) {
    const auto count = static_cast<double>(samples.size());
    const double mean = std::accumulate(samples.begin(), samples.end(), 0.0) / count;
    const double squares = std::transform_reduce(samples.begin(), samples.end(), 0.0, std::plus<>(),
                                                 [&](double sample) { return (sample - mean) * (sample - mean); });
    return {.value = mean, .standard_error = std::sqrt(squares / (count - 1) / count)}; // 0 / 0 of a single one
}

} // namespace halenet
