/// The core's sentences on processors that qemu-user emulates, right and wrong ones, for what real targets need.
#include "generator/driver/requirements.h"
#include "generator/driver/target.h"
#include "tests/cpu/output_of.h"

#include <catch2/catch_test_macros.hpp>
#include <halenet/error.h>

#include <string>
#include <vector>

using namespace halenet::driver;

namespace {

/// What check_cpu says on a processor; throws Error where the emulator is not installed.
std::string says(const std::string &architecture, const std::string &cpu, const std::string &target) {
    const Requirements needs = requirements_of(parse_targets(target).front().halide);
    return halenet::testing::output_of({"qemu-" + architecture, "-cpu", cpu, HALENET_CHECK_CPU "_" + architecture,
                                        target, std::to_string(needs.features), std::to_string(needs.vector_bits)});
}

struct Expectation {
    const char *cpu;
    const char *target;
    const char *sentence; ///< or "fits"
};

void check(const std::string &architecture, const std::vector<Expectation> &expectations) {
    for (const Expectation &expectation : expectations) {
        CAPTURE(expectation.cpu, expectation.target);
        try {
            const std::string said = says(architecture, expectation.cpu, expectation.target);
            CAPTURE(said);
            CHECK(said.ends_with(expectation.sentence)); // behind warnings of qemu about what it cannot emulate
        } catch (const halenet::Error &error) {
            SKIP(error.what());
        }
    }
}

} // namespace

TEST_CASE("an x86 processor that lacks something is refused with a sentence", "[cpu][qemu]") {
    check("x86_64",
          {{"qemu64", "x86-64-v1", "fits"},
           {"Conroe", "x86-64-v1", "fits"},
           {"Conroe", "x86-64-v2", "x86-64-v2 needs sse4.1; this CPU has ssse3"},
           {"Nehalem", "x86-64-v2", "fits"},
           {"Nehalem", "x86-64-v3", "x86-64-v3 needs avx2; this CPU has sse4.2"},
           {"SandyBridge", "x86-64-v3", "x86-64-v3 needs avx2; this CPU has avx"},
           {"Haswell", "x86-64-v3", "fits"},
           {"Haswell,-bmi2", "x86-64-v3", "x86-64-v3 needs bmi2, which this CPU lacks"},
           {"Haswell,-movbe", "x86-64-v3", "x86-64-v3 needs movbe, which this CPU lacks"},
           {"Haswell,-abm", "x86-64-v3", "x86-64-v3 needs lzcnt, which this CPU lacks"},
           {"Haswell,-fma", "x86-64-v3", "x86-64-v3 needs fma, which this CPU lacks"},
           {"Haswell,-xsave", "x86-64-v3", "x86-64-v3 needs avx2, whose registers the operating system does not save"},
           {"max", "x86-64-v3", "fits"},
           {"max", "x86-64-v4", "x86-64-v4 needs avx512f; this CPU has avx2"},
           {"max", "zen4", "zen4 needs avx512f; this CPU has avx2"}});
}

TEST_CASE("a RISC-V processor without vectors, or with vectors of another length, is refused", "[cpu][qemu]") {
    check(
        "riscv64",
        {{"rv64,v=false", "riscv-64", "fits"},
         {"rv64,v=false", "riscv-64-rvv-128", "riscv-64-rvv-128 needs rvv; this CPU has no vector extension (V)"},
         {"rv64,v=true,vlen=128", "riscv-64", "fits"},
         {"rv64,v=true,vlen=128", "riscv-64-rvv-128", "fits"},
         {"rv64,v=true,vlen=128", "riscv-64-rvv-256", "riscv-64-rvv-256 needs vectors of 256 bits; this CPU has 128"},
         {"rv64,v=true,vlen=256", "riscv-64-rvv-256", "fits"},
         {"rv64,v=true,vlen=256", "riscv-64-rvv-128", "riscv-64-rvv-128 needs vectors of 128 bits; this CPU has 256"}});
}

TEST_CASE("an Arm processor that lacks something beyond NEON is refused", "[cpu][qemu]") {
    check("aarch64",
          {{"cortex-a53", "arm-64", "fits"},
           {"cortex-a53", "arm-64-linux-arm_dot_prod", "arm-64-linux-arm_dot_prod needs dotprod, which this CPU lacks"},
           {"cortex-a76", "arm-64-linux-arm_dot_prod", "fits"},
           {"cortex-a76", "arm-64-linux-sve2", "arm-64-linux-sve2 needs sve2; this CPU has neon"},
           {"a64fx", "arm-64-linux-sve2", "arm-64-linux-sve2 needs sve2; this CPU has sve"},
           {"max", "arm-64-linux-sve2", "fits"},
           {"max,sve-max-vq=2", "arm-64-linux-sve2-vector_bits_256", "fits"},
           {"max,sve-max-vq=1", "arm-64-linux-sve2-vector_bits_256",
            "arm-64-linux-sve2-vector_bits_256 needs vectors of 256 bits; this CPU has 128"}});
}
