/// Kernels that one of Halide's autoschedulers has scheduled, beside those of the shipped plans.
#include "generator/driver/autoscheduler.h"
#include "generator/driver/build.h"
#include "generator/driver/kernel_compiler.h"
#include "generator/driver/target.h"
#include "tests/driver/programs.h"
#include "tests/runtime/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <dlfcn.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::MessageMatches;
using namespace halenet::driver;
using namespace halenet::testing;

namespace {

class ParallelLoops : public Halide::Internal::IRVisitor {
  public:
    int count = 0;

  private:
    using IRVisitor::visit;
    void visit(const Halide::Internal::For *loop) override {
        count += loop->is_parallel() ? 1 : 0;
        IRVisitor::visit(loop);
    }
};

int parallel_loops(const LoweredKernel &kernel) {
    ParallelLoops loops;
    for (const Halide::Internal::LoweredFunc &function : kernel.module.functions()) {
        function.body.accept(&loops);
    }
    return loops.count;
}

constexpr std::size_t alignment = 64; // bytes, of scratch

/// A kernel as a shared library, which needs nothing but the C library, or it is not made.
class LoadedKernel {
  public:
    LoadedKernel(const LoweredKernel &kernel, const std::string &symbol, const TemporaryFolder &folder)
        : scratch_(kernel.scratch_bytes + alignment) {
        const std::string object = (folder / "kernel.o").string(), library = (folder / symbol).string() + ".so";
        compile_kernel(kernel, object);
        run_program({HALENET_CLANG, "-shared", "-Wl,-z,defs", object, "-o", library});
        library_.reset(dlopen(library.c_str(), RTLD_NOW));
        REQUIRE(library_ != nullptr);
        function_ = reinterpret_cast<Function>(dlsym(library_.get(), (symbol + "_argv").c_str()));
        REQUIRE(function_ != nullptr);
    }

    void operator()(std::vector<void *> arguments) {
        void *scratch = scratch_.data();
        std::size_t space = scratch_.size();
        std::align(alignment, 1, scratch, space);
        arguments.push_back(&scratch); // ignored where the kernel takes none
        REQUIRE(function_(arguments.data()) == 0);
    }

  private:
    using Function = int (*)(void **);
    struct Close {
        void operator()(void *library) const { dlclose(library); }
    };
    std::unique_ptr<void, Close> library_;
    Function function_ = nullptr;
    std::vector<std::byte> scratch_;
};

/// All memory of a call by its views, with what lies before and behind it, after the kernel has run on some images.
/// As bits: an argmax may look like a NaN.
std::map<int, std::vector<std::uint32_t>> memory_after(LoadedKernel &kernel, const Program &program, const Call &call,
                                                       int images) {
    constexpr std::size_t guard = 4096; // floats
    std::mt19937 random(1);
    std::map<int, std::vector<std::uint32_t>> memory;
    std::vector<Halide::Runtime::Buffer<>> buffers;
    std::vector<void *> arguments;
    for (const Argument &argument : call.arguments) {
        const View &view = view_of(program, argument);
        std::vector<halide_dimension_t> dimensions;
        int floats = 1;
        for (const Dimension &dimension : view.dimensions) {
            const int extent = dimension.extent == images_extent ? images : dimension.extent;
            dimensions.emplace_back(0, extent, dimension.stride);
            floats += (extent - 1) * dimension.stride;
        }
        std::vector<std::uint32_t> &values = memory[argument.view]; // one for an output that takes an input's place
        values.resize(static_cast<std::size_t>(floats) + 2 * guard);
        std::ranges::generate(
            values, [&] { return std::bit_cast<std::uint32_t>(std::uniform_real_distribution<float>(-1, 1)(random)); });
        buffers.emplace_back(view.type == Type::f32 ? halide_type_of<float>() : halide_type_of<std::uint8_t>(),
                             values.data() + guard, static_cast<int>(dimensions.size()), dimensions.data());
    }
    for (Halide::Runtime::Buffer<> &buffer : buffers) {
        arguments.push_back(buffer.raw_buffer());
    }
    kernel(arguments);
    return memory;
}

} // namespace

TEST_CASE("an autoscheduler's kernel computes what the plan's does", "[driver]") {
    const std::string autoscheduler = GENERATE(from_range(autoschedulers.begin(), autoschedulers.end()));
    // Lanes; rows, of which there may be fewer than a vector has elements; a convolution with its border; in place.
    const std::string name = GENERATE("hidden_forward", "classes_rows", "parts_forward", "strokes_activation_backward");
    CAPTURE(autoscheduler, name);
    const Halide::Target target = kernel_target(parse_targets("host").front().halide, false, false);
    const Program program =
        plan_program(read_description("tests/models/mixed.json"), halenet::schedules::machine_of(target));
    const auto call =
        std::ranges::find_if(program.calls, [&](const Call &each) { return kernel_of(program, each).name == name; });
    REQUIRE(call != program.calls.end());

    const TemporaryFolder folder;
    Kernel kernel = kernel_of(program, *call);
    LoadedKernel planned(lower_kernel(kernel, "planned", target), "planned", folder);
    kernel.autoscheduler = autoscheduler;
    const LoweredKernel lowered = lower_kernel(kernel, "autoscheduled", target);
    CHECK(parallel_loops(lowered) == 0);
    LoadedKernel autoscheduled(lowered, "autoscheduled", folder);
    for (const int images : {1, 5, 16}) {
        CAPTURE(images);
        CHECK(memory_after(autoscheduled, program, *call, images) == memory_after(planned, program, *call, images));
    }
}

TEST_CASE("an autoscheduler that there is not is named with those that there are", "[driver]") {
    const Kernel kernel{.name = "f6_forward", .generator = "dense_forward", .parameters = {}, .autoscheduler = "Adam"};
    CHECK_THROWS_MATCHES(lower_kernel(kernel, "kernel", Halide::get_host_target()), std::runtime_error,
                         MessageMatches(ContainsSubstring("\"Adam\"") && ContainsSubstring("Mullapudi2016") &&
                                        ContainsSubstring("Adams2019")));
}
