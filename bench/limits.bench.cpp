#include "bench/benchmarks.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <benchmark/benchmark.h>

#include "runtime/measure/peak.h"

namespace halenet::bench {
namespace {

using Vector [[gnu::vector_size(64)]] = std::uint64_t; // a cache line

// The widest loads of this machine: the second level gives more than narrow ones can take.
#ifdef __x86_64__
#define HALENET_BENCH_CLONES [[gnu::target_clones("default", "avx2", "avx512f")]]
#else
#define HALENET_BENCH_CLONES
#endif

/// Four sums, so that the additions of a level as fast as the first one do not wait for each other.
HALENET_BENCH_CLONES std::uint64_t read(const Vector *lines, std::size_t count) {
    Vector a{}, b{}, c{}, d{};
    for (std::size_t k = 0; k + 4 <= count; k += 4) {
        a ^= lines[k];
        b ^= lines[k + 1];
        c ^= lines[k + 2];
        d ^= lines[k + 3];
    }
    const Vector sum = a ^ b ^ c ^ d;
    return sum[0] ^ sum[7];
}

void peak(benchmark::State &state) {
    double gflops = 0;
    for (auto _ : state)
        gflops = std::max(gflops, measure_peak().gflops);
    state.counters["flops"] = 1e9 * gflops;
}

void read_lines(benchmark::State &state, std::size_t bytes) {
    const std::vector<Vector> lines(bytes / sizeof(Vector), Vector{});
    for (auto _ : state)
        benchmark::DoNotOptimize(read(lines.data(), lines.size()));
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
}

/// Of a cache level of this machine; `otherwise` where the system does not tell.
std::size_t cache_bytes(int level, std::size_t otherwise) {
    for (const auto &cache : benchmark::CPUInfo::Get().caches)
        if (cache.level == level && cache.type != "Instruction")
            return static_cast<std::size_t>(cache.size);
    return otherwise;
}

} // namespace

void add_limits() {
    constexpr std::size_t kib = 1 << 10, mib = 1 << 20;
    const std::size_t in_l2 = cache_bytes(2, 512 * kib) / 2;
    const std::size_t in_memory = std::min(4 * cache_bytes(3, 32 * mib), 1024 * mib);
    benchmark::RegisterBenchmark("peak", peak);
    benchmark::RegisterBenchmark("read/L2", [=](benchmark::State &state) { read_lines(state, in_l2); });
    benchmark::RegisterBenchmark("read/memory", [=](benchmark::State &state) { read_lines(state, in_memory); });
}

} // namespace halenet::bench
