#include "generator/driver/program_builder.h"

#include <algorithm>
#include <stdexcept>

namespace halenet::driver {

namespace {

/// Gives the calls of a pass over a shard the scratch that their kernels need, in one place for all: they run one after
/// the other.
void add_to_pass(Program &program, const std::vector<std::size_t> &bytes, const Range &calls, std::size_t &most) {
    for (int c = calls.first; c < calls.first + calls.count; ++c) {
        Call &call = program.calls[static_cast<std::size_t>(c)];
        if (const std::size_t needed = bytes[static_cast<std::size_t>(call.kernel)]; needed > 0) {
            call.arguments.push_back({false, 0, Scalar::scratch});
            most = std::max(most, needed);
        }
    }
}

void add_to_layout(Layout &layout, std::size_t bytes) {
    if (bytes > 0) {
        layout.scratch = allocate(layout, "scratch", Type::u8, {static_cast<int>(bytes)});
    }
}

} // namespace

void add_scratch(Program &program, const std::vector<std::size_t> &bytes) {
    std::size_t classify = 0, one = 0, evaluate = 0, train = 0, none = 0;
    for (const Range &calls : {program.front, program.classify, program.classify_few}) {
        add_to_pass(program, bytes, calls, classify);
    }
    add_to_pass(program, bytes, program.one, one);
    add_to_pass(program, bytes, program.evaluate, evaluate);
    std::size_t adapt = evaluate;
    add_to_pass(program, bytes, program.adapt, adapt);
    add_to_pass(program, bytes, program.train, train);
    add_to_pass(program, bytes, program.augment, train);
    std::vector<Range> outside = program.adapt_updates;
    outside.insert(outside.end(), {program.rates, program.pack, program.pack_few});
    for (const auto &updates : program.updates) {
        outside.insert(outside.end(), updates.begin(), updates.end());
    }
    for (const Range &calls : outside) {
        add_to_pass(program, bytes, calls, none);
    }
    if (none > 0) {
        throw std::logic_error("a kernel that runs outside of shards needs scratch, and there is none");
    }
    add_to_layout(program.classify_layout, classify);
    add_to_layout(program.one_layout, one);
    add_to_layout(program.evaluate_layout, evaluate);
    add_to_layout(program.adapt_layout, adapt);
    add_to_layout(program.train_layout, train);
}

} // namespace halenet::driver
