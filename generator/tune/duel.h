/// Two library files whose passes are timed in pairs.
#pragma once

#include "generator/tune/pairs.h"
#include "generator/tune/passes.h"
#include "generator/tune/workbench.h"

#include <filesystem>
#include <functional>
#include <span>
#include <string>

namespace halenet::tune {

/// Each pair is timed in new copies of both (library_copy.h). Everything throws Error where a library cannot be loaded
/// or refuses to work.
class Duel {
  public:
    /// The bench stays in use.
    Duel(const std::filesystem::path &reference, const std::filesystem::path &plan, std::string library_name,
         Workbench &bench);

    /// Of passes, one after the other: the geometric mean of their times for one image, in seconds, so that each counts
    /// the same however long it takes.
    [[nodiscard]] Pairs measure(std::span<const Pass> passes, const Patience &patience) const;
    /// Of a kernel within a pass, in seconds for one image.
    [[nodiscard]] Pairs measure(const Pass &pass, const std::string &kernel, const Patience &patience) const;

  private:
    using Clock = std::function<Timing(Worker &worker, std::size_t number)>;
    [[nodiscard]] Pairs measure(const Clock &clock, const Patience &patience) const;

    std::string reference_, plan_; ///< the files' bytes
    std::string library_name_;
    Workbench *bench_;
};

} // namespace halenet::tune
