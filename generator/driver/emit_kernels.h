/// What the self-test is told of kernels (runtime/core/internal.h: halenet_kernel_info), and the memory that it needs.
#pragma once

#include "generator/driver/program.h"

#include <cstddef>
#include <string>
#include <vector>

namespace halenet::driver {

/// How a generator's arguments are ordered: inputs, then outputs (a tuple is one a value).
struct Ports {
    int inputs = 0, outputs = 0;
};

/// Of a generator by its registered name. Throws std::logic_error for one that the self-test does not know.
[[nodiscard]] Ports ports_of(const std::string &generator);

/// An initializer for each kernel, in order. Throws std::logic_error for a parameter that halenet_shape has no field
/// for.
[[nodiscard]] std::vector<std::string> kernel_rows(const Program &program);

/// The most that one call writes: the sum of its outputs as arrays without gaps, each of whole doubles, with 16 images.
[[nodiscard]] std::size_t selftest_output_bytes(const Program &program);

/// Of the self-test's memory what lies beside an instance's own and adapt's, as find_places of runtime/core/selftest.c
/// lays it out.
[[nodiscard]] std::size_t selftest_scratch_bytes(std::size_t image_bytes, std::size_t kernels,
                                                 std::size_t output_bytes);

} // namespace halenet::driver
