/// What targets need of a processor, against what Halide and LLVM say that they compile for.
#include "generator/driver/requirements.h"

#include "generator/driver/target.h"
#include "tests/cpu/output_of.h"
#include "tests/runtime/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>
#include <cctype>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

using namespace halenet::driver;
using halenet::testing::output_of;

namespace {

using Names = std::set<std::string>;

Halide::Target target_named(const std::string &name) {
    return parse_targets(name).front().halide;
}

Names needs(const std::string &name) {
    const Halide::Target target = target_named(name);
    const std::vector<std::string> names = names_of(requirements_of(target), target);
    return {names.begin(), names.end()};
}

bool includes(const Names &more, const Names &less) {
    return std::ranges::includes(more, less);
}

/// What Halide names to LLVM in the text of a kernel: "haswell", "+avx512f,+avx512cd".
struct Compiled {
    std::string processor, features;
};

Compiled compiled_for(const std::string &name) {
    const TemporaryFolder folder;
    Halide::Var x("x");
    Halide::Func kernel("kernel");
    kernel(x) = x;
    const Halide::Target target = kernel_target(target_named(name), false, false);
    kernel.compile_to_llvm_assembly((folder / "kernel.ll").string(), {}, "kernel", target);
    const std::string text = content_of(folder / "kernel.ll");
    const auto value_of = [&](const std::string &attribute) {
        std::smatch match;
        std::regex_search(text, match, std::regex('"' + attribute + "\"=\"([^\"]*)\""));
        return match.empty() ? std::string() : match[1].str();
    };
    return {value_of("target-cpu"), value_of("target-features")};
}

/// The macros that Clang defines for a processor and features: "AVX2", "SSE4_1".
Names macros_of(const Compiled &compiled) {
    std::vector<std::string> command{HALENET_CLANG,      "-cc1",        "-triple",
                                     "x86_64-linux-gnu", "-target-cpu", compiled.processor};
    const std::regex feature("[+][^,]+");
    for (std::sregex_iterator at(compiled.features.begin(), compiled.features.end(), feature), end; at != end; ++at) {
        command.insert(command.end(), {"-target-feature", at->str()});
    }
    command.insert(command.end(), {"-E", "-dM", "-x", "c", "/dev/null"});
    const std::string text = output_of(command);
    const std::regex macro("#define __([A-Z0-9_]+?)(__)? ");
    Names macros;
    for (std::sregex_iterator at(text.begin(), text.end(), macro), end; at != end; ++at) {
        macros.insert((*at)[1].str());
    }
    CAPTURE(text);
    REQUIRE(macros.contains("SSE2"));
    return macros;
}

/// What a compiler never emits by itself, but for intrinsics and in system programs. EVEX are ways to encode.
const Names never_emitted{"ADX",       "AES",        "AMX_BF16", "AMX_INT8", "AMX_TILE",  "AVX512VP2INTERSECT",
                          "CLDEMOTE",  "CLFLUSHOPT", "CLWB",     "CLZERO",   "CRC32",     "ENQCMD",
                          "EVEX256",   "EVEX512",    "FSGSBASE", "INVPCID",  "LAHF_SAHF", "MOVDIR64B",
                          "MOVDIRI",   "MWAITX",     "PCLMUL",   "PCONFIG",  "PKU",       "PREFETCHI",
                          "PRFCHW",    "PTWRITE",    "RDPID",    "RDPRU",    "RDRND",     "RDSEED",
                          "SERIALIZE", "SGX",        "SHA",      "SHSTK",    "TSXLDTRK",  "UINTR",
                          "VAES",      "VPCLMULQDQ", "WAITPKG",  "WBNOINVD", "XSAVE",     "XSAVEC",
                          "XSAVEOPT",  "XSAVES"};

std::string name_of(const std::string &macro) {
    static const std::map<std::string, std::string> others{
        {"SSE4_1", "sse4.1"}, {"SSE4_2", "sse4.2"}, {"BMI", "bmi1"}, {"GCC_HAVE_SYNC_COMPARE_AND_SWAP_16", "cx16"}};
    if (const auto found = others.find(macro); found != others.end()) {
        return found->second;
    }
    std::string name = macro;
    std::ranges::transform(name, name.begin(), [](char letter) { return static_cast<char>(std::tolower(letter)); });
    return name;
}

/// What LLVM may emit for a target of x86 and not for the architecture's baseline.
Names emitted_for(const std::string &target) {
    const Names baseline = macros_of({"x86-64", ""});
    Names names;
    for (const std::string &macro : macros_of(compiled_for(target))) {
        if (!baseline.contains(macro) && !never_emitted.contains(macro)) {
            names.insert(name_of(macro));
        }
    }
    return names;
}

} // namespace

TEST_CASE("a target needs what LLVM may emit for the processor that Halide names to it", "[requirements]") {
    const std::string target =
        GENERATE("x86-64-v1", "x86-64-v2", "x86-64-v3", "x86-64-v4", "zen4", "x86-64-linux-avx", "x86-64-linux-avx512",
                 "x86-64-linux-avx512_cannonlake", "x86-64-linux-avx512_zen5", "x86-64-linux-avx512_sapphirerapids",
                 "x86-64-windows-avx2");
    CAPTURE(target);
    CHECK(needs(target) == emitted_for(target));
}

TEST_CASE("a feature by itself needs at least what it brings into LLVM", "[requirements]") {
    const std::string target = GENERATE("x86-64-linux-f16c", "x86-64-linux-fma", "x86-64-linux-fma4",
                                        "x86-64-linux-avx2-fma4", "x86-64-linux-avx512-avxvnni", "host");
    CAPTURE(target);
    CHECK(includes(needs(target), emitted_for(target)));
}

TEST_CASE("each level of x86 needs what the one below it does, and more", "[requirements]") {
    const std::vector<std::string> levels{"x86-64-v1", "x86-64-v2", "x86-64-v3", "x86-64-v4", "zen4"};
    for (std::size_t k = 1; k < levels.size(); ++k) {
        CAPTURE(levels[k]);
        CHECK(includes(needs(levels[k]), needs(levels[k - 1])));
        CHECK(needs(levels[k]) != needs(levels[k - 1]));
    }
    CHECK(needs("x86-64-v1").empty());
}

TEST_CASE("a feature alone needs what Halide adds to it", "[requirements]") {
    CHECK(needs("x86-64-linux-avx2") == needs("x86-64-v3"));
    CHECK(needs("x86-64-linux-avx512_skylake") == needs("x86-64-v4"));
    CHECK(needs("x86-64-linux-avx512_zen4") == needs("zen4"));
    CHECK(needs("x86-64-linux-avx512_knl") == needs("x86-64-linux-avx512"));
    CHECK(includes(needs("x86-64-linux-avx10_1-vector_bits_512"), needs("x86-64-linux-avx512_sapphirerapids")));
    CHECK(needs("x86-64-linux-avx10_1-vector_bits_256").contains("avx10.1"));
    CHECK(needs("x86-64-linux-x86apx") == Names{"apx"});
}

TEST_CASE("names come in rising order", "[requirements]") {
    const Halide::Target target("x86-64-linux-sse41");
    CHECK(names_of(requirements_of(target), target) == std::vector<std::string>{"cx16", "sse3", "ssse3", "sse4.1"});
    const Halide::Target v3("x86-64-linux-avx2");
    CHECK(names_of(requirements_of(v3), v3).back() == "avx2");
}

TEST_CASE("an Arm processor needs nothing beyond NEON but what the target says", "[requirements]") {
    CHECK(needs("arm-64").empty());
    CHECK(needs("arm-64-linux-arm_dot_prod-arm_fp16") == Names{"dotprod", "fp16"});
    CHECK(needs("arm-64-linux-armv81a") == Names{"lse", "rdm"});
    CHECK(includes(needs("arm-64-linux-armv89a"), needs("arm-64-linux-armv84a")));
    CHECK(needs("arm-64-linux-sve") == Names{"fp16", "sve"});
    CHECK(needs("arm-64-linux-sve2") == Names{"dotprod", "fp16", "lse", "rcpc", "rdm", "sve", "sve2"});
}

TEST_CASE("every Mac with an Arm processor has what the first one had", "[requirements]") {
    CHECK(needs("arm-64-osx-arm_dot_prod-arm_fp16").empty());
    CHECK(needs("arm-64-osx-armv86a") == Names{"bf16", "i8mm"});
}

TEST_CASE("the length of scalable vectors has to be the target's, of others it does not matter", "[requirements]") {
    const auto bits = [](const std::string &name) { return requirements_of(target_named(name)).vector_bits; };
    CHECK(bits("riscv-64-rvv-128") == 128);
    CHECK(bits("riscv-64-rvv-256") == 256);
    CHECK(needs("riscv-64-rvv-256") == Names{"rvv"});
    CHECK(bits("arm-64-linux-sve2-vector_bits_256") == 256);
    CHECK(bits("arm-64-linux-vector_bits_256") == 0);
    CHECK(bits("x86-64-linux-avx10_1-vector_bits_256") == 0);
}

TEST_CASE("an engine of WebAssembly and a RISC-V processor without vectors are asked nothing", "[requirements]") {
    for (const std::string name : {"wasm", "wasm-simd", "riscv-64"}) {
        CHECK(needs(name).empty());
        CHECK(requirements_of(target_named(name)).vector_bits == 0);
    }
}
