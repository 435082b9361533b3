#include <cmath>
#include <cstddef>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "runtime/measure/peak.h"
#include "runtime/measure/peak_memory.h"

TEST_CASE("a core's peak is a number of some instruction set") {
    const halenet::Peak peak = halenet::measure_peak();
    CHECK(std::isfinite(peak.gflops));
    CHECK(peak.gflops > 0);
    CHECK_FALSE(peak.vectors.empty());
}

TEST_CASE("the peak of memory holds what was in use and is no more") {
    constexpr std::size_t bytes = 64'000'000;
    const double before = halenet::peak_memory_mb();
    CHECK(before > 0);
    {
        const std::string used(bytes, 'x');
        CHECK(used.back() == 'x');
    }
    CHECK(halenet::peak_memory_mb() >= bytes / 1e6);
    CHECK(halenet::peak_memory_mb() >= before);
}
