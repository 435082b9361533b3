/// Builds the libraries that are measured: each with the plans of some kernels changed.
#pragma once

#include "generator/driver/generate.h"
#include "generator/tune/laboratory.h"

#include <cstddef>
#include <filesystem>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace halenet::tune {

/// A library to build: by the plans of the start, but for `plans`.
struct Build {
    Plans plans{};
    std::string kernel{};            ///< whose code must be small; empty: none
    double seconds = 5;              ///< after which its process is killed
    std::size_t most_bytes = 24'576; ///< of the kernel's code and constants: they share L1 with the others'
};

struct Built {
    std::filesystem::path library{};     ///< a shared one, with timing; empty where it failed
    Outcome outcome = Outcome::measured; ///< else slow_build, no_build, too_large
    std::string why{};                   ///< it failed
    std::size_t bytes = 0;               ///< of the kernel's code and constants
    double seconds = 0;                  ///< that it took
};

class Builder {
  public:
    /// `options`: model, name, target, use, jobs; `kernel_plans` are those of the start, of every kernel. All that is
    /// made lies in `folder`. Builds the library of the start. Throws std::runtime_error where that fails.
    Builder(driver::GenerateOptions options, std::filesystem::path folder);

    /// In parallel, each in a process of its own. What was built before is not built again.
    [[nodiscard]] std::vector<Built> build(std::span<const Build> builds);

    /// By the plans of the start.
    [[nodiscard]] const Built &start() const { return built_.at({}); }

    /// Forgets the libraries of these plans and removes them, to save the disk.
    void remove(const Plans &plans);

  private:
    /// In the build's process: makes the library and tells the bytes of the kernel.
    [[nodiscard]] std::string make(const Build &build, const std::filesystem::path &library) const;
    [[nodiscard]] Built try_making(const Build &build, const std::filesystem::path &library) const;

    driver::GenerateOptions options_;
    std::filesystem::path folder_;
    std::map<Plans, Built> built_;
    std::set<std::filesystem::path> kept_; ///< objects of the start, which all builds share
    int count_ = 0;
};

} // namespace halenet::tune
