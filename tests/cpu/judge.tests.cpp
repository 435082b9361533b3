/// What the core says of processors, most of which are not there: pure functions on sets of features.
#include "runtime/core/names.h"

#include "runtime/core/cpu.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <vector>

namespace {

using Names = std::vector<std::string>;

std::uint64_t features(const halenet_architecture &architecture, const Names &names) {
    std::uint64_t bits = 0;
    for (const std::string &name : names) {
        int row = 0;
        while (row < architecture.count && name != architecture.features[row].name) {
            ++row;
        }
        REQUIRE(row < architecture.count);
        bits |= std::uint64_t{1} << row;
    }
    return bits;
}

halenet_cpu cpu_with(const halenet_architecture &architecture, const Names &names) {
    return {&architecture, true, features(architecture, names), 0, 0};
}

halenet_status judge(const halenet_cpu &cpu, const char *isa, const Names &needed, int vector_bits = 0) {
    const halenet_requirements needs{features(*cpu.architecture, needed), vector_bits};
    return halenet_judge_cpu(&cpu, isa, &needs);
}

std::string sentence(const halenet_cpu &cpu, const char *isa, const Names &needed, int vector_bits = 0) {
    const halenet_status status = judge(cpu, isa, needed, vector_bits);
    CHECK((status.code == HALENET_UNSUPPORTED_CPU || status.sentence[0] == '\0'));
    return status.sentence;
}

const Names v2{"sse3", "ssse3", "sse4.1"};
const Names v3{"sse3", "ssse3", "sse4.1", "sse4.2", "avx", "f16c", "fma", "bmi1", "bmi2", "avx2"};

const std::array architectures{&halenet_x86, &halenet_arm, &halenet_riscv};

} // namespace

TEST_CASE("a level of vector instructions that is missing is named beside the one that is there", "[cpu]") {
    CHECK(sentence(cpu_with(halenet_x86, {}), "x86-64-v3", v3) == "x86-64-v3 needs avx2; this CPU has sse2");
    CHECK(sentence(cpu_with(halenet_x86, v2), "x86-64-v3", v3) == "x86-64-v3 needs avx2; this CPU has sse4.1");
    CHECK(sentence(cpu_with(halenet_x86, {"sse3"}), "x86-64-v2", v2) == "x86-64-v2 needs sse4.1; this CPU has sse3");
    CHECK(sentence(cpu_with(halenet_arm, {"lse"}), "arm-64-sve2", {"lse", "sve", "sve2"}) ==
          "arm-64-sve2 needs sve2; this CPU has neon");
    CHECK(sentence(cpu_with(halenet_arm, {"sve"}), "arm-64-sve2", {"sve", "sve2"}) ==
          "arm-64-sve2 needs sve2; this CPU has sve");
    CHECK(sentence(cpu_with(halenet_riscv, {}), "riscv-64-rvv-256", {"rvv"}, 256) ==
          "riscv-64-rvv-256 needs rvv; this CPU has no vector extension (V)");
}

TEST_CASE("where the level is there, what else is missing is named", "[cpu]") {
    Names most = v3;
    std::erase(most, "bmi2");
    CHECK(sentence(cpu_with(halenet_x86, most), "x86-64-v3", v3) == "x86-64-v3 needs bmi2, which this CPU lacks");
    most = v3;
    std::erase(most, "sse4.2"); // with AVX2, as no processor is
    CHECK(sentence(cpu_with(halenet_x86, most), "x86-64-v3", v3) == "x86-64-v3 needs sse4.2, which this CPU lacks");
}

TEST_CASE("registers that the operating system does not save are the reason where they are", "[cpu]") {
    halenet_cpu cpu = cpu_with(halenet_x86, v2);
    cpu.unsaved = features(halenet_x86, {"avx", "avx2", "fma", "f16c"});
    CHECK(sentence(cpu, "x86-64-v3", v3) == "x86-64-v3 needs avx2, whose registers the operating system does not save");
    CHECK(sentence(cpu, "x86-64-v4", {"avx2", "avx512f"}) == "x86-64-v4 needs avx512f; this CPU has sse4.1");
}

TEST_CASE("vectors have to be as long as the kernels' own, not longer", "[cpu]") {
    halenet_cpu cpu = cpu_with(halenet_riscv, {"rvv"});
    cpu.vector_bits = 128;
    CHECK(sentence(cpu, "riscv-64-rvv-256", {"rvv"}, 256) ==
          "riscv-64-rvv-256 needs vectors of 256 bits; this CPU has 128");
    cpu.vector_bits = 512;
    CHECK(sentence(cpu, "riscv-64-rvv-256", {"rvv"}, 256) ==
          "riscv-64-rvv-256 needs vectors of 256 bits; this CPU has 512");
    cpu.vector_bits = 256;
    CHECK(sentence(cpu, "riscv-64-rvv-256", {"rvv"}, 256).empty());
    CHECK(sentence(cpu, "any length", {"rvv"}).empty());
}

TEST_CASE("nothing is taken for granted where the operating system does not tell", "[cpu]") {
    const halenet_cpu cpu{&halenet_arm, false, 0, 0, 0};
    CHECK(sentence(cpu, "arm-64-dotprod", {"dotprod"}) ==
          "arm-64-dotprod needs dotprod; the operating system does not tell whether this CPU has it");
    CHECK(sentence(cpu, "arm-64", {}).empty());
}

TEST_CASE("each feature by itself is checked", "[cpu]") {
    for (const halenet_architecture *architecture : architectures) {
        const std::uint64_t all = (std::uint64_t{1} << architecture->count) - 1;
        for (int row = 0; row < architecture->count; ++row) {
            const std::string name = architecture->features[row].name;
            CAPTURE(name);
            const halenet_cpu without{architecture, true, all & ~(std::uint64_t{1} << row), 0, 0};
            CHECK(sentence(without, "all", {name}).starts_with("all needs " + name));
            CHECK(sentence(cpu_with(*architecture, {name}), "one", {name}).empty());
        }
    }
}

TEST_CASE("a sentence ends within its bytes, however long the name", "[cpu]") {
    const std::string name(1000, 'x');
    const halenet_status status = judge(cpu_with(halenet_x86, {}), name.c_str(), v3);
    CHECK(std::strlen(status.sentence) == HALENET_SENTENCE_BYTES - 1);
    CHECK(status.code == HALENET_UNSUPPORTED_CPU);
}

TEST_CASE("each feature is read from its own bit, and used only where its registers are saved", "[cpu]") {
    for (const halenet_architecture *architecture : architectures) {
        for (int row = 0; row < architecture->count; ++row) {
            const halenet_feature &feature = architecture->features[row];
            CAPTURE(feature.name);
            const std::uint64_t bit = std::uint64_t{1} << row;
            std::array<std::uint64_t, HALENET_CPUID_WORDS> words{};
            words[static_cast<std::size_t>(feature.word)] = std::uint64_t{1} << feature.bit;
            const halenet_cpu saved = halenet_new_cpu(architecture, words.data(), feature.state);
            CHECK(saved.features == bit);
            CHECK(saved.unsaved == 0);
            if (feature.state != 0) {
                const halenet_cpu bare = halenet_new_cpu(architecture, words.data(), 0);
                CHECK(bare.features == 0);
                CHECK(bare.unsaved == bit);
            }
        }
    }
}
