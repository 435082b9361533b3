/// What becomes of a kernel's LLVM text on its way to a processor that Halide does not compile for.
#include "generator/driver/portable_kernel.h"
#include "schedules/machine.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <string>

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::MessageMatches;
using halenet::driver::lowering_target;
using halenet::driver::portable_text;

TEST_CASE("portable text names no processor and nothing that is too new", "[driver][portable]") {
    const std::string text = R"(; ModuleID = 'tiny_riscv_64_loss'
target datalayout = "e-m:e-p270:32:32-p271:32:32-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64--linux-gnu"

define i32 @tiny_riscv_64_loss(ptr noalias readonly captures(none) %src, ptr captures(none) %scratch) #0 {
  %a = icmp samesign ult i32 %x, 7
  %b = icmp ult i32 %x, 7
  %c = fpext nnan ninf nsz contract <4 x float> %y to <4 x double>
  %d = fptrunc fast double %z to float
  %e = fmul nnan ninf nsz contract float %d, %d
  tail call void @llvm.memset.p0.i64(ptr align 4 %scratch, i8 0, i64 64, i1 false)
}
declare void @llvm.memset.p0.i64(ptr writeonly captures(none), i8, i64, i1 immarg) #1
attributes #0 = { nounwind "reciprocal-estimates"="none" "target-cpu"="k8" "target-features"="+sse2,+x" "tune-cpu"="k8" }
)";
    const std::string expected = R"(; ModuleID = 'tiny_riscv_64_loss'

define i32 @tiny_riscv_64_loss(ptr noalias readonly %src, ptr %scratch) #0 {
  %a = icmp ult i32 %x, 7
  %b = icmp ult i32 %x, 7
  %c = fpext <4 x float> %y to <4 x double>
  %d = fptrunc double %z to float
  %e = fmul nnan ninf nsz contract float %d, %d
  tail call void @llvm.memset.p0.i64(ptr align 4 %scratch, i8 0, i64 64, i1 false)
}
declare void @llvm.memset.p0.i64(ptr writeonly, i8, i64, i1 immarg) #1
attributes #0 = { nounwind "reciprocal-estimates"="none" }
)";
    CHECK(portable_text(text) == expected);
}

TEST_CASE("what only x86 has is refused by name", "[driver][portable]") {
    const auto check = [](const std::string &text, const std::string &name) {
        CHECK_THROWS_MATCHES(portable_text("; a module\n" + text + "\n"), std::runtime_error,
                             MessageMatches(ContainsSubstring("\"" + name)));
    };
    check("%v = call <4 x i32> @llvm.x86.sse2.cvtps2dq(<4 x float> %x)", "@llvm.x86.sse2.cvtps2dq");
    check("call void asm sideeffect \"cpuid\", \"~{rax}\"()", "asm sideeffect \"cpuid\"");
    check("module asm \"nop\"", "asm \"nop\"");
    check("declare float @floorf(float) #2", "declare float @floorf");
    check("declare float @\"a name\"(float)", "declare float @");
}

TEST_CASE("plans are made for the machine that kernels are lowered for", "[driver][portable]") {
    const std::string name =
        GENERATE("riscv-64-linux", "riscv-64-noos-strict_float", "riscv-64-linux-rvv-vector_bits_128", "x86-64-linux",
                 "x86-64-linux-avx-avx2-f16c-fma-sse41", "arm-64-linux", "wasm-32-wasmrt");
    CAPTURE(name);
    const Halide::Target target(name), lowering = lowering_target(target);
    const halenet::schedules::Machine planned = halenet::schedules::machine_of(target),
                                      lowered = halenet::schedules::machine_of(lowering);
    CHECK(planned.vector_floats == lowered.vector_floats);
    CHECK(planned.vector_registers == lowered.vector_registers);
    CHECK(lowering.os == target.os);
    CHECK(lowering.has_feature(Halide::Target::StrictFloat) == target.has_feature(Halide::Target::StrictFloat));
    const bool by_halide = target.arch != Halide::Target::RISCV || target.has_feature(Halide::Target::RVV);
    CHECK((lowering == target) == by_halide);
}
