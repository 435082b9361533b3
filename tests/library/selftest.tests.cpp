/// The self-test inside every library: that it passes, and that it finds what is wrong and names it.
#include "bench/core.h"
#include "tests/library/guarded_region.h"
#include "tests/library/instance.h"
#include "tests/library/models.h"
#include "tests/library/patch.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <fmt/format.h>
#include <lenet5.h>
#include <lenet5_1998.h>
#include <mixed.h>
#include <tiny_classify.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

using namespace halenet::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::Equals;

namespace {

struct Outcome {
    halenet_status status{};
    std::vector<halenet_kernel_report> kernels;
    int failed = 0;
    std::string digest;
};

Outcome selftest(const halenet_api &api, std::byte *memory, std::size_t bytes) {
    Outcome outcome;
    outcome.kernels.resize(static_cast<std::size_t>(api.model->kernel_count));
    halenet_selftest_report report{};
    report.kernels = outcome.kernels.data();
    report.capacity = api.model->kernel_count;
    outcome.status = api.selftest(memory, bytes, nullptr, &report);
    outcome.kernels.resize(static_cast<std::size_t>(report.kernel_count));
    outcome.failed = report.failed;
    outcome.digest = report.digest;
    return outcome;
}

Outcome selftest(const halenet_api &api) {
    const GuardedRegion memory(api.model->selftest_bytes);
    const Outcome outcome = selftest(api, memory.data(), memory.size());
    CHECK(memory.untouched_before());
    return outcome;
}

/// All libraries of the tests; between them they have every kind of kernel.
std::vector<const halenet_api *> libraries() {
    std::vector<const halenet_api *> apis{&lenet5_1998_api, &mixed_api, &tiny_classify_api};
    for (const Model &model : all_models()) {
        apis.push_back(model.api);
    }
    return apis;
}

/// The tables that the self-test runs: those of the instruction set that an instance gets.
const halenet_isa &isa_of(const halenet_api &api) {
    const auto use = api.model->trains ? Instance::Use::train : Instance::Use::classify;
    return *Instance(api, 16, use).get()->isa;
}

std::span<const halenet_kernel_info> kernels_of(const halenet_isa &isa) {
    return {isa.kernels, static_cast<std::size_t>(isa.kernel_count)};
}

int index_of(const halenet_isa &isa, const std::string &kernel) {
    const auto kernels = kernels_of(isa);
    const auto found = std::ranges::find_if(kernels, [&](const auto &info) { return info.name == kernel; });
    REQUIRE(found != kernels.end());
    return static_cast<int>(found - kernels.begin());
}

using Damage = std::function<void(const std::function<void()> &run, void **arguments)>;

// A kernel has no argument that could say what is to happen to it.
halenet_kernel damaged_kernel = nullptr;
Damage damage;

int run_damaged(void **arguments) {
    int code = 0;
    damage([&] { code = damaged_kernel(arguments); }, arguments);
    return code;
}

/// The self-test of a library whose kernel of that name does `how` in place of what it should.
Outcome selftest_with(const halenet_api &api, const std::string &kernel, Damage how) {
    const halenet_isa &isa = isa_of(api);
    const int index = index_of(isa, kernel);
    damage = std::move(how);
    std::deque<Patch<halenet_kernel>> patches;
    for (const halenet_call &call : std::span(isa.calls, static_cast<std::size_t>(isa.call_count))) {
        if (call.info == index) {
            damaged_kernel = patches.empty() ? call.kernel : damaged_kernel;
            patches.emplace_back(call.kernel, run_damaged);
        }
    }
    REQUIRE(!patches.empty());
    return selftest(api);
}

void check_found(const Outcome &outcome, const std::string &kernel) {
    CHECK(outcome.status.code == HALENET_SELFTEST_FAILED);
    CHECK_THAT(outcome.status.sentence, ContainsSubstring("the kernel " + kernel + " is wrong by "));
    CHECK(outcome.failed >= 1);
    const auto row = std::ranges::find_if(outcome.kernels, [&](const auto &each) { return each.kernel == kernel; });
    REQUIRE(row != outcome.kernels.end());
    CHECK(row->error > row->allowed);
    CHECK(outcome.digest.empty());
}

/// Changes the first element of the kernel's first output by a hundredth or more.
Damage nudge(const halenet_kernel_info &kernel) {
    int first = 0;
    while ((kernel.outputs >> first & 1U) == 0) {
        ++first;
    }
    return [first](const auto &run, void **arguments) {
        run();
        const auto &output = *static_cast<const halenet_buffer *>(arguments[first]);
        const auto change = [&]<typename Value>(Value value) {
            std::memcpy(&value, output.host, sizeof value);
            value = value * Value(1.01) + Value(0.01);
            std::memcpy(output.host, &value, sizeof value);
        };
        switch (output.type.bits) {
        case 8:
            *output.host ^= 0x80;
            break;
        case 32:
            change(0.0F);
            break;
        default:
            change(0.0);
        }
    };
}

std::vector<float> floats_of(const void *argument) {
    const auto &buffer = *static_cast<const halenet_buffer *>(argument);
    std::vector<float> values(static_cast<std::size_t>(buffer.dim[0].extent));
    std::memcpy(values.data(), buffer.host, values.size() * sizeof(float));
    return values;
}

} // namespace

TEST_CASE("the self-test passes and names each kernel once", "[library][selftest]") {
    const halenet_api &api = *GENERATE(from_range(libraries()));
    CAPTURE(api.model->name);
    const Outcome outcome = selftest(api);
    CHECK_THAT(outcome.status.sentence, Equals(""));
    CHECK(outcome.status.code == HALENET_OK);
    CHECK(outcome.failed == 0);
    CHECK(outcome.digest.size() == HALENET_DIGEST_BYTES - 1);

    std::multiset<std::string> found, expected;
    for (const halenet_kernel_report &row : outcome.kernels) {
        CAPTURE(row.kernel);
        CHECK(row.error <= row.allowed);
        CHECK(row.error >= 0.0F);
        found.insert(row.kernel);
    }
    for (const halenet_kernel_info &kernel : kernels_of(isa_of(api))) {
        expected.insert(kernel.name);
    }
    CHECK(found == expected);
}

TEST_CASE("the libraries of the tests have every kind of kernel", "[library][selftest]") {
    std::set<int> kinds;
    for (const halenet_api *api : libraries()) {
        for (const halenet_kernel_info &kernel : kernels_of(isa_of(*api))) {
            kinds.insert(kernel.kind);
        }
    }
    for (int kind = HALENET_ACTIVATION_BACKWARD; kind <= HALENET_SUM_SHARDS; ++kind) {
        CAPTURE(kind);
        CHECK(kinds.contains(kind));
    }
}

TEST_CASE("the self-test's outcome does not depend on what its memory held", "[library][selftest]") {
    const halenet_api &api = *GENERATE(from_range(libraries()));
    CAPTURE(api.model->name);
    const Region memory(api.model->selftest_bytes);
    std::set<std::string> digests;
    for (const int garbage : {0x00, 0xcd, 0xff, -1}) {
        if (garbage >= 0) { // else what the run before left
            std::memset(memory.data(), garbage, memory.size());
        }
        const Outcome outcome = selftest(api, memory.data(), memory.size());
        CHECK_THAT(outcome.status.sentence, Equals(""));
        digests.insert(outcome.digest);
    }
    CHECK(digests.size() == 1);
}

TEST_CASE("a wrong element of any kernel is found, and the kernel named", "[library][selftest]") {
    for (const halenet_api *api : {&lenet5_api, &mixed_api}) {
        for (const halenet_kernel_info &kernel : kernels_of(isa_of(*api))) {
            CAPTURE(api->model->name, kernel.name);
            check_found(selftest_with(*api, kernel.name, nudge(kernel)), kernel.name);
        }
    }
}

TEST_CASE("an Adam that goes the wrong way is found", "[library][selftest]") {
    const auto uphill = [](const auto &run, void **arguments) {
        const std::vector<float> before = floats_of(arguments[0]);
        run();
        const auto &weights = *static_cast<const halenet_buffer *>(arguments[6]);
        std::vector<float> after = floats_of(&weights);
        for (std::size_t k = 0; k < after.size(); ++k) {
            after[k] = 2 * before[k] - after[k];
        }
        std::memcpy(weights.host, after.data(), after.size() * sizeof(float));
    };
    check_found(selftest_with(lenet5_api, "adam", uphill), "adam");
}

TEST_CASE("an argmax that points elsewhere is found", "[library][selftest]") {
    // Windows of 3 x 3 side by side with 5 channels: of one of them the next place.
    const auto elsewhere = [](const auto &run, void **arguments) {
        run();
        const auto &argmax = *static_cast<const halenet_buffer *>(arguments[2]);
        *argmax.host = static_cast<std::uint8_t>((*argmax.host + 1) % 9);
    };
    check_found(selftest_with(mixed_api, "greatest_forward", elsewhere), "greatest_forward");
}

TEST_CASE("a kernel that reports an error ends the self-test", "[library][selftest]") {
    const halenet_isa &isa = isa_of(mixed_api);
    const auto failing = [](void **) { return 1; };
    const halenet_call &call = isa.calls[isa.train.first];
    const Patch<halenet_kernel> patch(call.kernel, failing);
    CHECK(selftest(mixed_api).status.code == HALENET_KERNEL_FAILED);
}

TEST_CASE("a training that changes nothing is found", "[library][selftest]") {
    const halenet_isa &isa = isa_of(mixed_api);
    const Patch<int32_t> patch(isa.update_count, 0);
    const Outcome outcome = selftest(mixed_api);
    CHECK(outcome.status.code == HALENET_SELFTEST_FAILED);
    CHECK_THAT(outcome.status.sentence, ContainsSubstring("10 steps of training left the loss no smaller"));
}

TEST_CASE("a library that promises bits fails with others", "[library][selftest]") {
    Instance instance(mixed_api, 1);
    const auto &tables = *static_cast<const halenet_library_tables *>(instance.get()->library);
    const std::string digest = selftest(mixed_api).digest,
                      wrong = (digest.front() == '0' ? '1' : '0') + digest.substr(1);
    {
        const Patch<const char *> kept(tables.selftest_digest, digest.c_str());
        CHECK(selftest(mixed_api).status.code == HALENET_OK);
    }
    const Patch<const char *> broken(tables.selftest_digest, wrong.c_str());
    const Outcome outcome = selftest(mixed_api);
    CHECK(outcome.status.code == HALENET_SELFTEST_FAILED);
    CHECK_THAT(outcome.status.sentence,
               ContainsSubstring(digest.substr(0, 8)) && ContainsSubstring(wrong.substr(0, 8)));
    CHECK(outcome.digest == digest);
}

TEST_CASE("the self-test refuses what it cannot work with", "[library][selftest]") {
    const halenet_api &api = lenet5_api;
    const std::size_t bytes = api.model->selftest_bytes;
    const Region memory(bytes + HALENET_ALIGNMENT);
    halenet_selftest_report report{};
    const auto check = [&](const halenet_status &status, halenet_code code, const std::string &part) {
        CHECK(status.code == code);
        CHECK_THAT(status.sentence, ContainsSubstring(part));
    };
    check(api.selftest(nullptr, bytes, nullptr, &report), HALENET_INVALID_ARGUMENT, "null");
    check(api.selftest(memory.data(), bytes, nullptr, nullptr), HALENET_INVALID_ARGUMENT, "null");
    check(api.selftest(memory.data() + 8, bytes, nullptr, &report), HALENET_INVALID_ARGUMENT, "aligned to 64 bytes");
    check(api.selftest(memory.data(), bytes - 1, nullptr, &report), HALENET_REGION_TOO_SMALL,
          fmt::format("has {} bytes; the self-test needs {}", bytes - 1, bytes));
    check(api.selftest(memory.data(), bytes, "abacus", &report), HALENET_UNSUPPORTED_CPU, "abacus");
}

TEST_CASE("a report may have no rows, or fewer than there are kernels", "[library][selftest]") {
    const Region memory(mixed_api.model->selftest_bytes);
    std::vector<halenet_kernel_report> rows(3);
    halenet_selftest_report none{}, some{};
    some.kernels = rows.data();
    some.capacity = 2;
    CHECK(mixed_api.selftest(memory.data(), memory.size(), nullptr, &none).code == HALENET_OK);
    CHECK(mixed_api.selftest(memory.data(), memory.size(), nullptr, &some).code == HALENET_OK);
    CHECK(none.kernel_count == 0);
    CHECK(some.kernel_count == 2);
    CHECK(rows[1].kernel != nullptr);
    CHECK(rows[2].kernel == nullptr);
    CHECK(std::string(none.digest) == some.digest);
}
