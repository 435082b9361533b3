/// Memory that a kernel needs while it runs and that is too large for the stack.
#pragma once

#include <Halide.h>

#include <cstddef>

namespace halenet::driver {

/// Halide keeps an intermediate of up to 16 KB on the stack and would get a larger one from halide_malloc, which a
/// library must not call. This gives the larger ones places in memory of the caller, `scratch`, a pointer that becomes
/// the function's last argument. Returns how many bytes of it the function needs; 0 leaves the function as it was.
/// Intermediates that do not live at the same time share a place. Throws std::runtime_error where an intermediate's
/// size is not known before run time.
[[nodiscard]] std::size_t move_to_scratch(Halide::Internal::LoweredFunc &function);

} // namespace halenet::driver
