/// What every processor must get from a strict library's self-test.
#pragma once

#include "generator/driver/build.h"
#include "generator/driver/generate.h"

#include <filesystem>
#include <string>

namespace halenet::driver {

/// The digest of the library's self-test on this machine: generates it for this machine in `cache`, loads it and runs
/// it. Strict kernels have the same bits everywhere, so the digest is also the target's. Throws std::runtime_error
/// where the self-test fails.
[[nodiscard]] std::string strict_digest(GenerateOptions options, const std::filesystem::path &cache,
                                        const Progress &progress);

} // namespace halenet::driver
