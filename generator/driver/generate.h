/// What the driver does, from a model's description to a bundle: a library with all that helps to link it.
#pragma once

#include "generator/driver/program.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace halenet::driver {

struct GenerateOptions {
    std::filesystem::path model;     ///< model.json
    std::string targets = "host";    ///< names or Halide target strings, with commas between them
    std::string name;                ///< of the library, prefix of its symbols
    std::filesystem::path out = "."; ///< the bundle's folder
    std::filesystem::path cache{};   ///< folder of what later runs reuse; empty: none is kept
    int jobs = 1;                    ///< processes at once
    Use use = Use::train;
    bool strict = false;              ///< the same bits on every processor
    std::filesystem::path plans{};    ///< folder of tuned plans (tuned_plans.h); empty: halenet's own
    std::filesystem::path plans_of{}; ///< manifest of a library whose plans come in place of tuned ones; empty: none
    /// Plans as text by the name of the kernel, or of an autoscheduler; they come before all others. For the tuner.
    std::map<std::string, std::string> kernel_plans{};
    std::filesystem::path weights{}; ///< a weights file to bring along; empty: none
    bool embed = false;              ///< the weights inside the library; else beside it
    std::vector<std::string> emit{}; ///< "assembly", "stmt": the kernels as text, in folders of these names
    bool symbols = false;            ///< all names and the lines of the core, for profilers
    bool timing = false;             ///< the core can count what each kernel takes
    bool checked = false;            ///< kernels check arguments and bounds, with Halide's runtime: for tests
    bool shared = false;             ///< lib<name>.so too
};

/// Writes the bundle, and prints a line on what was done. A folder with other things in it is refused. Throws
/// std::runtime_error; then no file of an earlier run has changed, or all of them still fit each other.
void generate(const GenerateOptions &options);

/// The manifest alone: the kernels are planned and lowered, which tells the bytes of each memory region, but not
/// compiled. Writes nothing but the cache, if there is one.
[[nodiscard]] std::string plan(const GenerateOptions &options);

} // namespace halenet::driver
