#include "generator/driver/riscv_vectors.h"

#include <stdexcept>

namespace halenet::driver {

namespace {

using namespace Halide;
using namespace Halide::Internal;

class VectorMutator : public IRMutator {
  public:
    explicit VectorMutator(int vector_bits) : widest_bits_(8 * vector_bits) {}

  private:
    using IRMutator::visit;

    Expr visit(const Load *load) override {
        Expr mutated = IRMutator::visit(load);
        load = mutated.as<Load>();
        const auto *ramp = load->index.as<Ramp>();
        // Without a mask, or with a stride that is no constant, each lane is loaded on its own.
        if (ramp == nullptr || is_const_one(load->predicate) || !is_const(ramp->stride) || is_const_one(ramp->stride)) {
            return mutated;
        }
        return Load::make(load->type, load->name, in_bytes(*ramp, load->type, load->name), load->image, load->param,
                          load->predicate, load->alignment);
    }

    Stmt visit(const Store *store) override {
        Stmt mutated = IRMutator::visit(store);
        store = mutated.as<Store>();
        // Under a mask each lane of a strided store is stored on its own.
        if (store->value.type().is_scalar() || !is_const_one(store->predicate)) {
            return mutated;
        }
        const auto *ramp = store->index.as<Ramp>();
        if (ramp == nullptr) {
            throw std::runtime_error("a vector is stored to scattered elements of " + store->name +
                                     ", which Halide compiles wrongly for RVV; a schedule without it was expected");
        }
        if (is_const_one(ramp->stride)) {
            return mutated;
        }
        return Store::make(store->name, store->value, in_bytes(*ramp, store->value.type(), store->name), store->param,
                           store->predicate, store->alignment);
    }

    Expr visit(const Select *select) override {
        Expr mutated = IRMutator::visit(select);
        select = mutated.as<Select>();
        const auto *repeated = select->condition.as<Broadcast>();
        if (select->type.is_scalar() || (repeated == nullptr && select->condition.type().is_vector())) {
            return mutated;
        }
        // The code generator takes a Broadcast for the scalar that it repeats; a comparison of two it leaves alone.
        const Expr number = Cast::make(UInt(32), repeated != nullptr ? repeated->value : select->condition);
        const int lanes = select->type.lanes();
        return Select::make(NE::make(Broadcast::make(number, lanes), Broadcast::make(make_zero(number.type()), lanes)),
                            select->true_value, select->false_value);
    }

    [[nodiscard]] Expr in_bytes(const Ramp &ramp, const Type &type, const std::string &name) const {
        if (type.bytes() * 8 * type.lanes() > widest_bits_) {
            throw std::runtime_error(std::to_string(type.lanes()) + " strided elements of " + name +
                                     " are one vector, which Halide compiles wrongly for RVV; at most " +
                                     std::to_string(widest_bits_ / (type.bytes() * 8)) + " were expected");
        }
        return Ramp::make(ramp.base, simplify(ramp.stride * type.bytes()), ramp.lanes);
    }

    int widest_bits_;
};

} // namespace

void repair_riscv_vectors(LoweredFunc &function, const Target &target) {
    function.body = VectorMutator(target.vector_bits).mutate(function.body);
}

} // namespace halenet::driver
