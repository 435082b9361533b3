/// What LLVM is told of strided vectors and of choices for RISC-V. The strides fail when Halide is given the function
/// as it was, and also when a later Halide has mended what the driver repairs.
#include "generator/driver/riscv_vectors.h"

#include "runtime/files/files.h"
#include "tests/runtime/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <string>

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::Matches;
using Catch::Matchers::MessageMatches;
using Halide::Func;
using Halide::ImageParam;
using Halide::TailStrategy;
using Halide::Var;

namespace {

Halide::Module repaired(Func dst, const std::vector<Halide::Argument> &arguments) {
    const Halide::Target target("riscv-64-linux-rvv-vector_bits_128-no_asserts-no_bounds_query-no_runtime");
    const Halide::Module whole = dst.compile_to_module(arguments, "kernel", target);
    Halide::Module module("kernel", target);
    for (Halide::Internal::LoweredFunc function : whole.functions()) {
        halenet::driver::repair_riscv_vectors(function, target);
        module.append(function);
    }
    return module;
}

std::string llvm_text(const Halide::Module &module) {
    const TemporaryFolder folder;
    const std::string file = (folder / "kernel.ll").string();
    module.compile({{Halide::OutputFileType::llvm_assembly, file}});
    return halenet::read_file(file);
}

/// Anything, over lines too.
const std::string any = "[\\s\\S]*";

const Var x("x");

} // namespace

TEST_CASE("a strided store goes out in bytes", "[driver][riscv]") {
    ImageParam src(Halide::Float(32), 1);
    Func dst("dst");
    dst(x) = src(x);
    dst.bound(x, 0, 16).vectorize(x, 4);
    dst.output_buffer().dim(0).set_bounds(0, 16).set_stride(16);
    const std::string text = llvm_text(repaired(dst, {src}));
    INFO(text);
    CHECK_THAT(text, Matches(any + "call void @llvm.experimental.vp.strided.store[^\\n]*, i64 64, " + any));
}

TEST_CASE("a strided load under a mask comes in by bytes", "[driver][riscv]") {
    ImageParam src(Halide::Float(32), 1);
    Func dst("dst");
    dst(x) = src(6 * x);
    dst.bound(x, 0, 14).vectorize(x, 4, TailStrategy::GuardWithIf);
    src.dim(0).set_bounds(0, 84);
    dst.output_buffer().dim(0).set_bounds(0, 14);
    const std::string text = llvm_text(repaired(dst, {src}));
    INFO(text);
    CHECK_THAT(text, Matches(any + "@llvm.experimental.vp.strided.load[^\\n]*, i64 24, " + any));
}

TEST_CASE("a choice between vectors by one scalar is compiled", "[driver][riscv]") {
    ImageParam src(Halide::Float(32), 1);
    Halide::Param<int> choice("choice");
    Func dst("dst");
    dst(x) = Halide::select(choice > 0, src(x), src(x + 1));
    dst.bound(x, 0, 16).vectorize(x, 4);
    CHECK_THAT(llvm_text(repaired(dst, {src, choice})), ContainsSubstring("@llvm.vp.select"));
}

TEST_CASE("vectors that no rewriting mends are refused", "[driver][riscv]") {
    ImageParam place(Halide::Int(32), 1), src(Halide::Float(32), 1);
    Func scattered("scattered");
    const Halide::RDom r(0, 16);
    scattered(x) = 0.0f;
    scattered(Halide::clamp(place(r), 0, 15)) = src(r);
    scattered.bound(x, 0, 16).update().allow_race_conditions().vectorize(r, 4);
    CHECK_THROWS_MATCHES(repaired(scattered, {place, src}), std::runtime_error,
                         MessageMatches(ContainsSubstring("scattered elements of scattered")));

    Func wide("wide");
    wide(x) = src(x);
    wide.bound(x, 0, 64).vectorize(x, 64);
    wide.output_buffer().dim(0).set_bounds(0, 64).set_stride(2);
    CHECK_THROWS_MATCHES(repaired(wide, {src}), std::runtime_error,
                         MessageMatches(ContainsSubstring("64 strided elements of wide")));
}
