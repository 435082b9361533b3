/// A library's memory in text: what lies where in each region, and how large a region is for how many images.
#pragma once

#include "generator/driver/program.h"

#include <string>

namespace halenet::driver {

/// Of the kernels for one instruction set, once their scratch has been added.
[[nodiscard]] std::string memory_map(const std::string &isa, const Program &program);

} // namespace halenet::driver
