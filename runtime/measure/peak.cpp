#include "runtime/measure/peak.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "runtime/measure/arithmetic.h"
#include "runtime/train/stopwatch.h"

namespace halenet {
namespace {

// A sum waits for its last multiply-add. So many sums, each independent of the others, keep the units busy meanwhile:
// x86 has 2 units of 4 or 5 cycles, and 16 registers that take the sums, the factor and the term; Arm has up to 4 units
// of 4 cycles, and 32 registers.
#ifdef __x86_64__
constexpr std::size_t chains = 12;
#else
constexpr std::size_t chains = 20;
#endif
constexpr std::int64_t rounds = 1 << 20; // 1 to 10 ms
constexpr double enough_seconds = 0.05;  // some of which the processor takes to reach its speed

template <std::size_t floats>
using Vector [[gnu::vector_size(floats * sizeof(float))]] = float;

/// What a run works on. The compiler knows none of the numbers, so it can neither fold sums nor merge two of them; none
/// of them ever becomes so large or so small that a processor slows down.
template <std::size_t floats>
struct Work {
    std::array<Vector<floats>, chains> sums{};
    Vector<floats> factor{};
    Vector<floats> term{};

    Work() {
        volatile float opaque = 1;
        for (Vector<floats> &sum : sums) {
            sum += opaque;
            opaque = opaque + 1;
        }
        opaque = 0.999F;
        factor += opaque;
        term += 1 - opaque;
    }
};

// A macro, because a function's instruction set cannot be a parameter of a template, and a template without one has
// been compiled to the baseline's by the time that it is inlined.
#define HALENET_MULTIPLY_ADD(name, floats)                                                                             \
    void name(Work<floats> &work) {                                                                                    \
        std::array<Vector<floats>, chains> sums = work.sums;                                                           \
        for (std::int64_t round = 0; round < rounds; ++round)                                                          \
            for (Vector<floats> & sum : sums)                                                                          \
                sum = sum * work.factor + work.term;                                                                   \
        work.sums = sums;                                                                                              \
    }
#ifdef __x86_64__
[[gnu::target("avx512f")]] HALENET_MULTIPLY_ADD(multiply_add_avx512, 16);
[[gnu::target("avx2,fma")]] HALENET_MULTIPLY_ADD(multiply_add_avx2, 8);
constexpr std::string_view baseline = "SSE2";
#elif defined(__ARM_NEON)
constexpr std::string_view baseline = "NEON";
#else
constexpr std::string_view baseline = "vectors of 16 bytes";
#endif
HALENET_MULTIPLY_ADD(multiply_add_baseline, 4);
#undef HALENET_MULTIPLY_ADD

/// Of the fastest run: whatever else the machine does can only make one slower.
template <std::size_t floats>
double best_gflops(void (*multiply_add)(Work<floats> &)) {
    Work<floats> work;
    double least_seconds = std::numeric_limits<double>::max();
    for (const Stopwatch total; total.seconds() < enough_seconds;) {
        const Stopwatch run;
        multiply_add(work);
        least_seconds = std::min(least_seconds, run.seconds());
    }
    for (const Vector<floats> &sum : work.sums) // so that the work is not in vain, which a compiler would leave out
        [[maybe_unused]]
        const volatile float used = sum[0];
    return 1e-9 * operations_a_multiply_add * static_cast<double>(rounds * chains * floats) / least_seconds;
}

} // namespace

Peak measure_peak() {
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx512f"))
        return {best_gflops(multiply_add_avx512), "AVX-512"};
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return {best_gflops(multiply_add_avx2), "AVX2 with FMA"};
#endif
    return {best_gflops(multiply_add_baseline), baseline};
}

} // namespace halenet
