/// Sizes of intermediates, from the greatest extents that a function is called with.
#include "generator/driver/bounded_memory.h"

#include "generator/driver/program.h"

#include <Halide.h>
#include <catch2/catch_test_macros.hpp>

#include <map>
#include <string>
#include <vector>

using Halide::Func;
using Halide::ImageParam;
using Halide::MemoryType;
using Halide::Var;

namespace {

struct Size {
    int elements = 0; ///< 0: known at run time only
    MemoryType memory = MemoryType::Auto;
    bool operator==(const Size &) const = default;
};

class Allocations : public Halide::Internal::IRVisitor {
  public:
    std::map<std::string, Size> sizes;

  private:
    using IRVisitor::visit;
    void visit(const Halide::Internal::Allocate *allocation) override {
        sizes[allocation->name] = {allocation->constant_allocation_size(), allocation->memory_type};
        IRVisitor::visit(allocation);
    }
};

/// Of the intermediate `twice` of dst(x, y), computed for all of dst at once.
Size size_of_twice(const std::vector<std::vector<int>> &extents) {
    const Var x("x"), y("y");
    ImageParam src(Halide::Float(32), 2, "src");
    Func twice("twice"), dst("dst");
    twice(x, y) = 2.0f * src(x, y);
    dst(x, y) = twice(x, y) + twice(x, y / 2);
    dst.output_buffer().dim(0).set_min(0);
    dst.output_buffer().dim(1).set_min(0);
    twice.compute_root().vectorize(x, 8, Halide::TailStrategy::RoundUp);
    const Halide::Module module = dst.compile_to_module({src}, "kernel", Halide::Target("x86-64-linux-no_runtime"));
    Halide::Internal::LoweredFunc function = module.functions().front();
    halenet::driver::bound_memory(function, extents);
    Allocations allocations;
    function.body.accept(&allocations);
    return allocations.sizes.begin()->second;
}

} // namespace

TEST_CASE("an intermediate has the most that the arguments' extents allow", "[driver]") {
    CHECK(size_of_twice({{30, 16}, {30, 16}}) == Size{32 * 16, MemoryType::Register});
}

TEST_CASE("an intermediate that is too large for the stack stays where it was", "[driver]") {
    CHECK(size_of_twice({{8000, 16}, {8000, 16}}) == Size{8000 * 16, MemoryType::Auto});
}

TEST_CASE("an intermediate over the shards has no greatest size", "[driver]") {
    CHECK(size_of_twice({{30, halenet::driver::shards_extent}, {30, halenet::driver::shards_extent}}) == Size{});
}
