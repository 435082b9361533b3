#include "generator/driver/target.h"

#include "generator/driver/nearest.h"
#include "generator/driver/requirements.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <set>
#include <stdexcept>

namespace halenet::driver {

namespace {

constexpr const char *natively = "natively";
constexpr const char *emulated = "under qemu-user";
constexpr const char *in_engine = "in a WebAssembly engine";
constexpr const char *never = "generated, not run by us";

constexpr std::array<NamedTarget, 14> targets{{
    {"host", nullptr, "this machine, with all that it has", "here", true},
    {"x86-64-v1", "x86-64-linux", "any 64-bit x86: SSE2", natively, false},
    {"x86-64-v2", "x86-64-linux-sse41", "from about 2008 on: SSE4.1", natively, true},
    {"x86-64-v3", "x86-64-linux-avx-avx2-f16c-fma-sse41", "from Haswell and Zen on: AVX2, FMA", natively, true},
    {"x86-64-v4", "x86-64-linux-avx-avx2-avx512-avx512_skylake-f16c-fma-sse41", "from Skylake-X and Zen 4 on: AVX-512",
     natively, false},
    {"zen4", "x86-64-linux-avx-avx2-avx512-avx512_cannonlake-avx512_skylake-avx512_zen4-f16c-fma-sse41", "AMD Zen 4",
     natively, true},
    {"arm-64", "arm-64-linux", "any 64-bit Arm: NEON", emulated, false},
    {"riscv-64", "riscv-64-linux", "any RV64GC, without vectors", emulated, false},
    {"riscv-64-rvv-128", "riscv-64-linux-rvv-vector_bits_128", "RV64GCV with vectors of 128 bits", emulated, false},
    {"riscv-64-rvv-256", "riscv-64-linux-rvv-vector_bits_256", "RV64GCV with vectors of 256 bits", emulated, false},
    {"wasm", "wasm-32-wasmrt", "WebAssembly", in_engine, false},
    {"wasm-simd", "wasm-32-wasmrt-wasm_simd128", "WebAssembly with 128-bit vectors", in_engine, false},
    {"macos-arm-64", "arm-64-osx", "Apple's processors", never, false},
    {"windows-x86-64-v3", "x86-64-windows-avx-avx2-f16c-fma-sse41", "Windows from Haswell and Zen on", never, false},
}};

struct Level {
    Halide::Target::Feature feature;
    const char *name;
};

// Of x86's features, in rising order: each has those before it.
constexpr std::array<Level, 10> x86_levels{{{Halide::Target::SSE41, "sse41"},
                                            {Halide::Target::AVX, "avx"},
                                            {Halide::Target::AVX2, "avx2"},
                                            {Halide::Target::AVX512, "avx512"},
                                            {Halide::Target::AVX512_Skylake, "avx512_skylake"},
                                            {Halide::Target::AVX512_Cannonlake, "avx512_cannonlake"},
                                            {Halide::Target::AVX512_SapphireRapids, "avx512_sapphirerapids"},
                                            {Halide::Target::AVX512_Zen4, "avx512_zen4"},
                                            {Halide::Target::AVX512_Zen5, "avx512_zen5"},
                                            {Halide::Target::AVX10_1, "avx10_1"}}};

/// The name of an instruction set that the user gave as "host" or in Halide's words: architecture and bits, and what is
/// beyond the baseline, of x86 the last level.
std::string name_of(const Halide::Target &target) {
    std::string name = architecture_of(target);
    if (target.arch == Halide::Target::X86) {
        const auto last = std::find_if(x86_levels.rbegin(), x86_levels.rend(),
                                       [&](const Level &level) { return target.has_feature(level.feature); });
        return last == x86_levels.rend() ? name : fmt::format("{}-{}", name, last->name);
    }
    for (const std::string &feature : names_of(requirements_of(target), target)) {
        name += "-" + feature;
    }
    return target.vector_bits > 0 ? fmt::format("{}-{}", name, target.vector_bits) : name;
}

std::vector<std::string> known_names() {
    std::vector<std::string> names;
    for (const NamedTarget &target : targets) {
        names.emplace_back(target.name);
    }
    return names;
}

Target parse_target(const std::string &text) {
    const auto named =
        std::find_if(targets.begin(), targets.end(), [&](const NamedTarget &target) { return text == target.name; });
    if (named == targets.end() && !Halide::Target::validate_target_string(text)) {
        throw std::runtime_error(fmt::format("target \"{}\" is not known; {}, or a Halide target string such as "
                                             "x86-64-linux-avx2, was expected",
                                             text, nearest(text, known_names())));
    }
    Halide::Target target = named == targets.end()     ? Halide::Target(text)
                            : named->halide == nullptr ? Halide::get_host_target()
                                                       : Halide::Target(named->halide);
    // Features that change what a library is, not what it runs on.
    for (const auto feature : {Halide::Target::NoAsserts, Halide::Target::NoBoundsQuery, Halide::Target::NoRuntime,
                               Halide::Target::Debug, Halide::Target::JIT, Halide::Target::StrictFloat}) {
        target = target.without_feature(feature);
    }
    const bool has_own_name = named != targets.end() && named->halide != nullptr;
    return {has_own_name ? text : name_of(target), target};
}

int demands(const Target &target) {
    const Requirements requirements = requirements_of(target.halide);
    return __builtin_popcountll(requirements.features) * 4096 + requirements.vector_bits;
}

void check_one_library(const std::vector<Target> &list) {
    std::set<std::string> names;
    for (const Target &target : list) {
        if (!names.insert(target.name).second) {
            throw std::runtime_error(fmt::format("target {} is named twice", target.name));
        }
        const Halide::Target &first = list.front().halide, &other = target.halide;
        if (first.arch != other.arch || first.bits != other.bits || first.os != other.os) {
            throw std::runtime_error(
                fmt::format("targets {} and {} cannot share a library: a library is for one architecture and system; "
                            "generate one for each",
                            list.front().name, target.name));
        }
        if (list.size() > 1 && first.arch == Halide::Target::WebAssembly) {
            throw std::runtime_error("WebAssembly targets cannot share a library, because an engine refuses a module "
                                     "with any instruction that it lacks; generate one for each");
        }
    }
}

} // namespace

std::span<const NamedTarget> named_targets() {
    return targets;
}

std::vector<Target> parse_targets(const std::string &list) {
    std::vector<Target> parsed;
    std::size_t start = 0;
    for (std::size_t end = 0; end != std::string::npos; start = end + 1) {
        end = list.find(',', start);
        parsed.push_back(parse_target(list.substr(start, end == std::string::npos ? end : end - start)));
    }
    check_one_library(parsed);
    std::sort(parsed.begin(), parsed.end(), [](const Target &a, const Target &b) {
        return std::pair(demands(b), a.name) < std::pair(demands(a), b.name);
    });
    return parsed;
}

Halide::Target kernel_target(Halide::Target target, bool checked, bool strict) {
    target = target.with_feature(Halide::Target::NoRuntime);
    if (!checked) {
        target = target.with_feature(Halide::Target::NoAsserts).with_feature(Halide::Target::NoBoundsQuery);
    }
    return strict ? target.with_feature(Halide::Target::StrictFloat) : target;
}

std::string architecture_of(const Halide::Target &target) {
    const std::string whole = target.to_string();
    return fmt::format("{}-{}", whole.substr(0, whole.find('-')), target.bits);
}

std::vector<std::string> clang_target(const Halide::Target &target) {
    using Halide::Target;
    struct Known {
        Target::Arch arch;
        int bits;
        Target::OS os;
        std::vector<std::string> arguments;
    };
    // Baselines, whatever the kernels need: the core must be able to run where it has to refuse.
    static const std::vector<Known> known{
        {Target::X86, 64, Target::Linux, {"--target=x86_64-linux-gnu"}},
        {Target::ARM, 64, Target::Linux, {"--target=aarch64-linux-gnu"}},
        {Target::RISCV, 64, Target::Linux, {"--target=riscv64-linux-gnu", "-march=rv64gc", "-mabi=lp64d"}},
        {Target::WebAssembly, 32, Target::WebAssemblyRuntime, {"--target=wasm32-unknown-unknown"}},
        {Target::X86, 64, Target::OSX, {"--target=x86_64-apple-macos11"}},
        {Target::ARM, 64, Target::OSX, {"--target=arm64-apple-macos11"}},
        {Target::ARM, 64, Target::IOS, {"--target=arm64-apple-ios14"}},
        {Target::X86, 64, Target::Windows, {"--target=x86_64-pc-windows-msvc"}},
        {Target::ARM, 64, Target::Windows, {"--target=aarch64-pc-windows-msvc"}},
        {Target::ARM, 64, Target::Android, {"--target=aarch64-linux-android24"}},
        {Target::X86, 64, Target::Android, {"--target=x86_64-linux-android24"}},
        {Target::X86, 64, Target::NoOS, {"--target=x86_64-unknown-none-elf"}},
        {Target::ARM, 64, Target::NoOS, {"--target=aarch64-none-elf"}},
        {Target::RISCV, 64, Target::NoOS, {"--target=riscv64-unknown-elf", "-march=rv64gc", "-mabi=lp64d"}},
    };
    const auto found = std::find_if(known.begin(), known.end(), [&](const Known &k) {
        return k.arch == target.arch && k.bits == target.bits && k.os == target.os;
    });
    if (found == known.end()) {
        throw std::runtime_error("target " + target.to_string() +
                                 ": the C core cannot be compiled for this architecture and system; Linux, Android, "
                                 "macOS, iOS, Windows and bare metal on 64-bit x86, Arm and RISC-V, and WebAssembly, "
                                 "were expected");
    }
    return found->arguments;
}

} // namespace halenet::driver
