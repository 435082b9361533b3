#pragma once

#include <string_view>

namespace halenet {

/// What one core can do at most in float32 multiply-adds, measured now.
struct Peak {
    double gflops = 0;        ///< 2 operations a multiply-add
    std::string_view vectors; ///< the widest instruction set that ran: "AVX-512", "AVX2 with FMA", "SSE2", "NEON", ...
};

/// The best of several short runs, some 50 ms in all, on the calling thread.
[[nodiscard]] Peak measure_peak();

} // namespace halenet
