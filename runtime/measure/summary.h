#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace halenet {

/// What is told of a measurement that was repeated. Unit: that of the samples.
struct Summary {
    std::size_t count = 0;
    double median = 0, least = 0, greatest = 0, lower_quartile = 0, upper_quartile = 0;
};

/// Of at least one sample.
[[nodiscard]] Summary summary_of(std::vector<double> samples);

/// The value below which the part 0 .. 1 of the samples, at least one, lies: linear between neighbours, so that 0 gives
/// the first one and 1 the last.
[[nodiscard]] double quantile(std::span<const double> sorted, double part);

struct Mean {
    double value = 0;
    double standard_error = 0; ///< of the value, from the samples' own spread; NaN for a single sample
};

/// Of at least one sample.
[[nodiscard]] Mean mean_of(std::span<const double> samples);

} // namespace halenet
