#include "generator/driver/target.h"

#include <array>
#include <stdexcept>

namespace halenet::driver {

using Halide::Target;

namespace {

struct X86Level {
    Target::Feature feature;
    unsigned bit; // HALENET_X86_*
    const char *name;
};

// In rising order: a target is named after its last one.
constexpr std::array<X86Level, 11> x86_levels{{{Target::SSE41, 1u << 0, "sse41"},
                                               {Target::AVX, 1u << 1, "avx"},
                                               {Target::F16C, 1u << 2, "avx"},
                                               {Target::FMA, 1u << 3, "fma"},
                                               {Target::AVX2, 1u << 4, "avx2"},
                                               {Target::AVX512, 1u << 5, "avx512"},
                                               {Target::AVX512_Skylake, 1u << 6, "avx512_skylake"},
                                               {Target::AVX512_Cannonlake, 1u << 7, "avx512_cannonlake"},
                                               {Target::AVX512_SapphireRapids, 1u << 8, "avx512_sapphire_rapids"},
                                               {Target::AVX512_Zen4, 1u << 8, "avx512_zen4"},
                                               {Target::AVX512_Zen5, 1u << 8, "avx512_zen5"}}};

bool is_x86_64(const Target &target) {
    return target.arch == Target::X86 && target.bits == 64;
}

} // namespace

Target parse_target(const std::string &text) {
    if (text != "host" && !Target::validate_target_string(text)) {
        throw std::runtime_error(
            "target \"" + text +
            R"(" is not known; expected "host" or a Halide target string such as x86-64-linux-avx2)");
    }
    Target target = text == "host" ? Halide::get_host_target() : Target(text);
    // Features that change what a library is, not what it runs on.
    for (const auto feature :
         {Target::NoAsserts, Target::NoBoundsQuery, Target::NoRuntime, Target::Debug, Target::JIT}) {
        target = target.without_feature(feature);
    }
    return target;
}

Target kernel_target(Target target, bool checked) {
    if (checked) {
        return target.with_feature(Target::NoRuntime);
    }
    return target.with_feature(Target::NoRuntime).with_feature(Target::NoAsserts).with_feature(Target::NoBoundsQuery);
}

unsigned required_features(const Target &target) {
    unsigned bits = 0;
    for (const X86Level &level : x86_levels) {
        bits |= is_x86_64(target) && target.has_feature(level.feature) ? level.bit : 0u;
    }
    return bits;
}

std::string isa_name(const Target &target) {
    std::string name = target.arch == Target::X86 ? "x86_64" : target.arch == Target::ARM ? "arm_64" : "generic";
    const char *last = nullptr;
    for (const X86Level &level : x86_levels) {
        last = is_x86_64(target) && target.has_feature(level.feature) ? level.name : last;
    }
    return last == nullptr ? name : name + "_" + last;
}

std::string clang_triple(const Target &target) {
    if (target.os == Target::Linux && is_x86_64(target)) {
        return "x86_64-linux-gnu";
    }
    if (target.os == Target::Linux && target.arch == Target::ARM && target.bits == 64) {
        return "aarch64-linux-gnu";
    }
    throw std::runtime_error("target " + target.to_string() +
                             ": this version compiles its C core for 64-bit x86 and Arm Linux only");
}

} // namespace halenet::driver
