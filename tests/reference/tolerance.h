/// Every tolerance of the numeric tests, with its reason. Shared quantities are in units of float32's epsilon, 2^-23; a
/// rounding is wrong by half of it at most.
#pragma once

#include <cmath>
#include <cstddef>
#include <limits>

namespace halenet::tolerance {

inline constexpr double epsilon = std::numeric_limits<float>::epsilon();

/// A golden tensor is a float64 result rounded to float32, compared with the oracle's float64 result as a share of its
/// largest value: half an epsilon, and a little for float64's own errors.
inline constexpr double rounded_to_float = 0.501 * epsilon;

/// Two float64 runs in different orders of summation, on losses near 2 (measured: 9e-16).
inline constexpr double both_double = 1e-14;

/// Central differences with steps of 1e-5 in float64 of losses up to some tens: cancellation of 4e-15 / 2e-5 = 2e-10
/// and truncation of the order of 1e-10 (measured together: 2.9e-10).
inline constexpr double finite_difference = 1e-9;

} // namespace halenet::tolerance
