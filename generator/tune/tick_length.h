/// What the ticks are worth that libraries with timing count.
#pragma once

#include "runtime/core/ticks.h"
#include "runtime/train/stopwatch.h"

#include <cstdint>

namespace halenet::tune {

/// Learns it while something else runs.
class TickLength {
  public:
    [[nodiscard]] double seconds() const {
        return stopwatch_.seconds() / static_cast<double>(halenet_ticks() - first_);
    }

  private:
    std::uint64_t first_ = halenet_ticks();
    Stopwatch stopwatch_;
};

} // namespace halenet::tune
