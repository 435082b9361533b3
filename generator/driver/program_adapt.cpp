#include "generator/driver/program_builder.h"

namespace halenet::driver {

namespace {

constexpr int adapted_layers = 2; // dense ones; the first ones turn a new kind of picture into features well enough

} // namespace

std::size_t ProgramBuilder::first_adapted() const {
    std::size_t first = operations_.size();
    for (int found = 0; found < adapted_layers && first > first_dense();) {
        --first;
        found += std::holds_alternative<DenseOperation>(operations_[first].kind) ? 1 : 0;
    }
    return first;
}

void ProgramBuilder::plan_adapt(Learning adaptation) {
    adaptation.first = first_adapted();
    program_.adapted = own_[adaptation.first].weights;
    program_.adapted_count = static_cast<std::size_t>(description::parameter_count(model_)) - program_.adapted;
    const int count = static_cast<int>(program_.adapted_count);
    Area &area = program_.adapt_state;
    program_.adapt_backup = allocate(area, "parameters as they were", Type::f32, {count});
    adaptation.state = allocate_state(area, program_.adapted, count);
    program_.adapt_powers = adaptation.state.powers;

    const int first = next_call();
    backward(adaptation);
    program_.adapt = calls_since(first);
    program_.adapt_updates = plan_updates(adaptation, Optimizer::adam);
    program_.adapt_updates.insert(program_.adapt_updates.begin(), plan_rates(adaptation.state));
}

} // namespace halenet::driver
