/// Libraries at work in this process, which they may take down: a child process is the place for it.
#pragma once

#include "generator/tune/laboratory.h"
#include "generator/tune/pairs.h"
#include "generator/tune/specimen.h"

#include <filesystem>
#include <string>
#include <vector>

namespace halenet::tune {

/// What stays the same from one contest to the next.
struct Setting {
    const Specimen *specimen = nullptr;
    std::string library_name; ///< under which all libraries were generated
    int threads = 1;          ///< of the team
};

/// What came of a plan: the bits are compared first, then the times.
struct Contest {
    Outcome outcome = Outcome::measured; ///< or dropped, no_build, wrong_bits
    std::string why{};
    Pairs pairs{}; ///< in seconds for one image
};

/// What a kernel takes within the first pass that calls it (passes.h).
struct KernelTime {
    std::string kernel;
    std::string pass;   ///< "training step"
    double seconds = 0; ///< median, for one image
    double share = 0;   ///< of the pass
};

// All of them throw Error where the libraries other than `plan` do not work as they should.

[[nodiscard]] Contest compete(const Setting &setting, const std::filesystem::path &reference,
                              const std::filesystem::path &plan, const std::string &kernel, const Patience &patience);

[[nodiscard]] std::vector<KernelTime> time_kernels(const Setting &setting, const std::filesystem::path &library);

[[nodiscard]] std::vector<Comparison> compete_whole(const Setting &setting, const std::filesystem::path &before,
                                                    const std::filesystem::path &after, const Patience &patience);

} // namespace halenet::tune
