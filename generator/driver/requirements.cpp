#include "generator/driver/requirements.h"

#include <algorithm>
#include <span>
#include <stdexcept>
#include <string_view>

namespace halenet::driver {

using Halide::Target;

namespace {

/// What one of Halide's features brings into the code: other features of Halide, and names of the core's table.
struct Level {
    Target::Feature feature;
    std::vector<Target::Feature> includes;
    std::vector<std::string_view> names;
};

// Halide 21 names these processors to LLVM (CodeGen_X86::mcpu_target), and a test asks both: penryn for SSE41,
// corei7-avx for AVX, haswell for AVX2, knl, skylake-avx512, cannonlake, znver4, znver5 and sapphirerapids.
const std::vector<Level> x86_levels{
    {Target::SSE41, {}, {"cx16", "sse3", "ssse3", "sse4.1"}},
    {Target::AVX, {Target::SSE41}, {"popcnt", "sse4.2", "avx"}},
    {Target::FMA4, {Target::AVX}, {"sse4a", "fma4"}},
    {Target::F16C, {Target::AVX}, {"f16c"}},
    {Target::FMA, {Target::AVX}, {"fma"}},
    {Target::AVX2, {Target::F16C, Target::FMA}, {"movbe", "lzcnt", "bmi1", "bmi2", "avx2"}},
    {Target::AVXVNNI, {Target::AVX2}, {"avxvnni"}},
    {Target::AVX512, {Target::AVX2}, {"avx512cd", "avx512f"}},
    {Target::AVX512_KNL, {Target::AVX512}, {}},
    {Target::AVX512_Skylake, {Target::AVX512}, {"avx512dq", "avx512bw", "avx512vl"}},
    {Target::AVX512_Cannonlake, {Target::AVX512_Skylake}, {"avx512ifma", "avx512vbmi"}},
    {Target::AVX512_Zen4,
     {Target::AVX512_Cannonlake},
     {"sse4a", "gfni", "avx512vbmi2", "avx512bitalg", "avx512vpopcntdq", "avx512vnni", "avx512bf16"}},
    {Target::AVX512_Zen5, {Target::AVX512_Zen4, Target::AVXVNNI}, {}},
    {Target::AVX512_SapphireRapids,
     {Target::AVX512_Cannonlake, Target::AVXVNNI},
     {"gfni", "avx512vbmi2", "avx512bitalg", "avx512vpopcntdq", "avx512vnni", "avx512bf16", "avx512fp16"}},
    {Target::AVX10_1, {Target::AVX2}, {"avx10.1"}},
    {Target::X86APX, {}, {"apx"}},
};

// SVE2 is cortex-x1, the others a generic processor with the features themselves.
const std::vector<Level> arm_levels{
    {Target::ARMFp16, {}, {"fp16"}},
    {Target::ARMDotProd, {}, {"dotprod"}},
    {Target::ARMv81a, {}, {"lse", "rdm"}},
    {Target::ARMv82a, {Target::ARMv81a}, {}},
    {Target::ARMv83a, {Target::ARMv82a}, {"fcma", "rcpc"}},
    {Target::ARMv84a, {Target::ARMv83a}, {"dotprod", "lse2", "rcpc2", "flagm"}},
    {Target::ARMv85a, {Target::ARMv84a}, {}},
    {Target::ARMv86a, {Target::ARMv85a}, {"bf16", "i8mm"}},
    {Target::ARMv87a, {Target::ARMv86a}, {}},
    {Target::ARMv88a, {Target::ARMv87a}, {"mops"}},
    {Target::ARMv89a, {Target::ARMv88a}, {"cssc"}},
    {Target::SVE, {Target::ARMFp16}, {"sve"}},
    {Target::SVE2, {Target::SVE, Target::ARMv82a, Target::ARMDotProd}, {"rcpc", "sve2"}},
};

const std::vector<Level> riscv_levels{{Target::RVV, {}, {"rvv"}}};

/// An architecture: the core's table, and Halide's features in its terms.
struct Architecture {
    std::span<const halenet_feature> table;
    std::span<const Level> levels;
};

Architecture architecture_of(const Target &target) {
    const auto joined = [](const halenet_architecture &core, const std::vector<Level> &levels) {
        return Architecture{{core.features, static_cast<std::size_t>(core.count)}, levels};
    };
    switch (target.arch) {
    case Target::X86:
        return joined(halenet_x86, x86_levels);
    case Target::ARM:
        return joined(halenet_arm, arm_levels);
    case Target::RISCV:
        return joined(halenet_riscv, riscv_levels);
    default:
        return {};
    }
}

std::uint64_t bit_of(const Architecture &architecture, std::string_view name) {
    const auto row = std::ranges::find(architecture.table, name, &halenet_feature::name);
    if (row == architecture.table.end()) {
        throw std::logic_error("no processor feature is named " + std::string(name));
    }
    return std::uint64_t{1} << (row - architecture.table.begin());
}

std::uint64_t bits_of(const Architecture &architecture, Target::Feature feature) {
    std::uint64_t bits = 0;
    for (const Level &level : architecture.levels) {
        if (level.feature == feature) {
            for (const Target::Feature included : level.includes) {
                bits |= bits_of(architecture, included);
            }
            for (const std::string_view name : level.names) {
                bits |= bit_of(architecture, name);
            }
        }
    }
    return bits;
}

/// What every processor of the target's operating system has beyond the architecture's baseline.
std::uint64_t baseline_of(const Architecture &architecture, const Target &target) {
    // The first Mac with an Arm processor has an M1, which is also what Halide compiles for there.
    return target.arch == Target::ARM && target.os == Target::OSX
               ? bits_of(architecture, Target::ARMv84a) | bits_of(architecture, Target::ARMFp16)
               : 0;
}

} // namespace

Requirements requirements_of(const Target &target) {
    const Architecture architecture = architecture_of(target);
    Requirements requirements{0, 0};
    for (const Level &level : architecture.levels) {
        if (target.has_feature(level.feature)) {
            requirements.features |= bits_of(architecture, level.feature);
        }
    }
    if (target.has_feature(Target::AVX10_1) && target.vector_bits >= 512) {
        requirements.features |= bits_of(architecture, Target::AVX512_SapphireRapids);
    }
    requirements.features &= ~baseline_of(architecture, target);
    if (target.features_any_of({Target::SVE, Target::SVE2, Target::RVV})) {
        requirements.vector_bits = target.vector_bits;
    }
    return requirements;
}

std::vector<std::string> names_of(const Requirements &requirements, const Target &target) {
    std::vector<std::string> names;
    std::uint64_t bit = 1;
    for (const halenet_feature &feature : architecture_of(target).table) {
        if ((requirements.features & bit) != 0) {
            names.emplace_back(feature.name);
        }
        bit <<= 1;
    }
    return names;
}

std::optional<bool> runs_here(const Target &target) {
    const Target host = Halide::get_host_target();
    if (target.arch != host.arch || target.bits != host.bits || target.os != host.os) {
        return std::nullopt;
    }
    return (requirements_of(target).features & ~requirements_of(host).features) == 0;
}

} // namespace halenet::driver
