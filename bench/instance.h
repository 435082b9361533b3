/// A training network of the core's, in reach: halenet::Network keeps its own to itself.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "bench/core.h"

namespace halenet::bench {

/// Throws Error with the status's sentence where it is not HALENET_OK.
void check(const halenet_status &status);

/// On the calling thread alone. The weights begin as initialize(0) leaves them.
class Instance {
  public:
    explicit Instance(int batch);
    Instance(const Instance &) = delete; // the core's struct points into the memory
    Instance &operator=(const Instance &) = delete;
    ~Instance() = default;

    [[nodiscard]] halenet_instance &core() { return core_; }

  private:
    struct alignas(HALENET_ALIGNMENT) Line {
        std::array<std::byte, HALENET_ALIGNMENT> bytes;
    };
    std::vector<Line> weights_, state_, workspace_;
    halenet_instance core_{};
};

} // namespace halenet::bench
