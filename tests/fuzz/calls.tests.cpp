/// The core's API under hostile callers: each call returns a status, and no byte outside of the caller's memory is
/// touched. HALENET_FUZZ=50 makes the tests of this program run 50 times as long, with other numbers.
#include "tests/fuzz/caller.h"
#include "tests/fuzz/fuzzed.h"
#include "tests/fuzz/kernels.h"

#include <catch2/catch_test_macros.hpp>
#include <set>

using namespace halenet::testing;

TEST_CASE("whatever is called in whatever order, the core returns a status and stays in its memory", "[fuzz]") {
    const std::string file = weights_file();
    std::map<std::string, std::map<halenet_code, int>> outcomes;
    for (int seed = 0; seed < 3 * fuzz_factor(); ++seed) {
        CAPTURE(seed);
        Caller caller(fuzzed_api, file, static_cast<std::uint64_t>(seed));
        for (int k = 0; k < 100'000; ++k)
            caller.call();
        for (const auto &[function, codes] : caller.outcomes())
            for (const auto &[code, count] : codes)
                outcomes[function][code] += count;
    }
    // That the calls get anywhere: each function works, and what can go wrong does.
    std::set<halenet_code> codes;
    for (const auto &[function, of_function] : outcomes) {
        CAPTURE(function);
        CHECK(of_function.at(HALENET_OK) > 0);
        CHECK(of_function.at(HALENET_INVALID_ARGUMENT) > 0);
        for (const auto &[code, count] : of_function)
            codes.insert(code);
    }
    CHECK(outcomes.size() == 14);
    CHECK(codes == std::set{HALENET_OK, HALENET_INVALID_ARGUMENT, HALENET_REGION_TOO_SMALL, HALENET_UNSUPPORTED_CPU,
                            HALENET_BAD_LABEL, HALENET_NOT_FINITE, HALENET_KERNEL_FAILED, HALENET_WRONG_ORDER,
                            HALENET_BAD_WEIGHTS});
}

TEST_CASE("the self-test refuses memory that does not fit, and stays in what does", "[fuzz]") {
    const std::size_t bytes = fuzzed_api.model->selftest_bytes;
    const Region memory(bytes);
    std::vector<halenet_kernel_report> kernels(static_cast<std::size_t>(fuzzed_api.model->kernel_count));
    fuzzed_kernels = {0, false, false}; // 0 is a place in every window
    for (const halenet_isa_info &isa : {fuzzed_api.model->isas[0], fuzzed_api.model->isas[1]}) {
        CAPTURE(isa.name);
        halenet_selftest_report report{};
        report.kernels = kernels.data();
        report.capacity = static_cast<std::int32_t>(kernels.size());
        CHECK(fuzzed_api.selftest(memory.data(), bytes, isa.name, &report).code == HALENET_SELFTEST_FAILED);
        CHECK(report.failed > 0); // these kernels compute nothing
        report.capacity = 1;
        CHECK(fuzzed_api.selftest(memory.data(), bytes, isa.name, &report).code == HALENET_SELFTEST_FAILED);
        fuzzed_kernels.fail = true;
        CHECK(fuzzed_api.selftest(memory.data(), bytes, isa.name, &report).code == HALENET_KERNEL_FAILED);
        fuzzed_kernels.fail = false;
        CHECK(fuzzed_api.selftest(memory.data(), bytes - 1, isa.name, &report).code == HALENET_REGION_TOO_SMALL);
        CHECK(fuzzed_api.selftest(memory.data() + 4, bytes, isa.name, &report).code == HALENET_INVALID_ARGUMENT);
        CHECK(fuzzed_api.selftest(nullptr, bytes, isa.name, &report).code == HALENET_INVALID_ARGUMENT);
        CHECK(fuzzed_api.selftest(memory.data(), bytes, "vax", &report).code == HALENET_UNSUPPORTED_CPU);
        CHECK(fuzzed_api.selftest(memory.data(), bytes, isa.name, nullptr).code == HALENET_INVALID_ARGUMENT);
    }
}
