#include "generator/driver/bounded_memory.h"

#include "generator/driver/program.h"

#include <cstddef>
#include <map>
#include <string>

namespace halenet::driver {

namespace {

using namespace Halide;
using namespace Halide::Internal;

constexpr int largest_on_stack = 256 * 1024; // bytes

class MemoryMutator : public IRMutator {
  public:
    /// `known`: the greatest values of variables.
    explicit MemoryMutator(std::map<std::string, int> known) : known_(std::move(known)) {}

  private:
    using IRMutator::visit;

    Stmt visit(const LetStmt *let) override {
        const auto found = known_.find(let->name);
        const ScopedBinding<Interval> bounds(bounds_, let->name,
                                             found == known_.end() ? find_constant_bounds(let->value, bounds_)
                                                                   : Interval(0, found->second));
        return IRMutator::visit(let);
    }

    Stmt visit(const For *loop) override {
        const Interval first = find_constant_bounds(loop->min, bounds_),
                       last = find_constant_bounds(loop->min + loop->extent - 1, bounds_);
        const ScopedBinding<Interval> bounds(bounds_, loop->name, Interval(first.min, last.max));
        return IRMutator::visit(loop);
    }

    Stmt visit(const Allocate *allocation) override {
        Expr elements = make_one(Int(32));
        for (const Expr &extent : allocation->extents) {
            elements *= extent;
        }
        const Expr most = find_constant_bound(elements, Direction::Upper, bounds_);
        if (!most.defined()) {
            return IRMutator::visit(allocation);
        }
        // What Halide calls registers is the stack without its bound of 16 KB.
        const bool fits = is_const(simplify(most * allocation->type.bytes() <= largest_on_stack), 1);
        return Allocate::make(allocation->name, allocation->type, fits ? MemoryType::Register : allocation->memory_type,
                              {most}, allocation->condition, mutate(allocation->body), allocation->new_expr,
                              allocation->free_function, allocation->padding);
    }

    std::map<std::string, int> known_;
    Scope<Interval> bounds_;
};

} // namespace

void bound_memory(LoweredFunc &function, const std::vector<std::vector<int>> &extents) {
    std::map<std::string, int> known;
    for (std::size_t a = 0; a < extents.size(); ++a) {
        for (std::size_t d = 0; d < extents[a].size(); ++d) {
            if (extents[a][d] != shards_extent) {
                known[function.args[a].name + ".extent." + std::to_string(d)] = extents[a][d];
            }
        }
    }
    function.body = MemoryMutator(std::move(known)).mutate(function.body);
}

} // namespace halenet::driver
