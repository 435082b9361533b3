/// The core runs tables of calls. So it can be given tables whose kernels are somebody else's functions, and a
/// benchmark sees each kernel where it stands in a real step, with the arguments that the core made for it.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "bench/core.h"

namespace halenet::bench {

/// All calls of a library's tables.
[[nodiscard]] std::span<const halenet_call> calls_of(const halenet_isa &isa);

/// The kernel of each call, as a number: its place among the kernels of the library and of the manifest.
[[nodiscard]] std::vector<std::size_t> kernel_numbers(std::span<const halenet_call> calls);

class CallObserver {
  public:
    CallObserver() = default;
    CallObserver(const CallObserver &) = delete;
    CallObserver &operator=(const CallObserver &) = delete;
    virtual ~CallObserver() = default;

    /// Stands in for the kernel of call number `call`; 0 is success, as of a kernel.
    virtual int on_call(std::size_t call, void **arguments) = 0;
};

/// While it lives, `instance` calls the observer in place of its kernels. One at a time: a kernel has no argument that
/// could say whose it is.
class Observation {
  public:
    /// Both must outlive it. Throws Error where the tables have more calls than can be told apart.
    Observation(halenet_instance &instance, CallObserver &observer);
    Observation(const Observation &) = delete;
    Observation &operator=(const Observation &) = delete;
    ~Observation();

  private:
    halenet_instance &instance_;
    const halenet_isa *own_;
    std::vector<halenet_call> calls_;
    halenet_isa isa_;
};

} // namespace halenet::bench
