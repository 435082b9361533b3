#include "generator/driver/scratch.h"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string>

namespace halenet::driver {

namespace {

using namespace Halide;
using namespace Halide::Internal;

constexpr const char *argument_name = "scratch";
constexpr std::size_t largest_on_stack = std::size_t{16} * 1024; // Halide's own bound (can_allocation_fit_on_stack)
constexpr std::size_t alignment = 64; // at least what Halide takes for granted of an allocation

/// Replaces each large allocation by a pointer into the scratch, under the allocation's own name: that is how loads and
/// stores find their buffer.
class ScratchMutator : public IRMutator {
  public:
    [[nodiscard]] std::size_t bytes() const { return most_; }

  private:
    using IRMutator::visit;

    Stmt visit(const Allocate *allocation) override {
        const std::int32_t elements = allocation->constant_allocation_size();
        if (elements == 0 && allocation->memory_type != MemoryType::Register)
            throw std::runtime_error("the intermediate " + allocation->name + " has no constant size");
        const auto element_bytes = static_cast<std::size_t>(allocation->type.bytes());
        if (allocation->memory_type == MemoryType::Register ||
            static_cast<std::size_t>(elements) * element_bytes <= largest_on_stack)
            return IRMutator::visit(allocation);

        // Vectors may read past the end, by as much as Halide's own allocations are padded.
        const std::size_t bytes =
            (static_cast<std::size_t>(elements) + static_cast<std::size_t>(allocation->padding)) * element_bytes +
            alignment;
        const std::size_t offset = used_;
        used_ += (bytes + alignment - 1) / alignment * alignment;
        most_ = std::max(most_, used_);
        moved_.insert(allocation->name);
        const Stmt body = mutate(allocation->body);
        used_ = offset;
        const Expr address = reinterpret(UInt(64), Variable::make(Handle(), argument_name)) +
                             make_const(UInt(64), static_cast<std::int64_t>(offset));
        return LetStmt::make(allocation->name, reinterpret(Handle(), address), body);
    }

    Stmt visit(const Free *freed) override {
        return moved_.contains(freed->name) ? Evaluate::make(0) : IRMutator::visit(freed);
    }

    std::set<std::string> moved_;
    std::size_t used_ = 0, most_ = 0;
};

} // namespace

std::size_t move_to_scratch(LoweredFunc &function) {
    ScratchMutator mutator;
    const Stmt body = mutator.mutate(function.body);
    if (mutator.bytes() > 0) {
        function.body = body;
        function.args.emplace_back(argument_name, Argument::InputScalar, Handle(), 0, ArgumentEstimates{});
    }
    return mutator.bytes();
}

} // namespace halenet::driver
