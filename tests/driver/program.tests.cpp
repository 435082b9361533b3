/// The program of a model: its calls, checked as data.
#include "tests/driver/programs.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <utility>

using namespace halenet::driver;
using halenet::schedules::Machine;
using namespace halenet::testing;

namespace {

std::vector<std::string> kernels_of(const Program &program, const std::vector<Range> &ranges) {
    std::vector<std::string> names;
    for (const Call *call : calls_of(program, ranges)) {
        names.push_back(kernel_of(program, *call).name);
    }
    return names;
}

/// How often updates write each parameter.
std::vector<int> writes_of(const Program &program, const std::vector<Range> &updates, const std::string &optimizer) {
    std::vector<int> written(program.parameters.back().offset + program.parameters.back().count, 0);
    for (const Call *call : calls_of(program, updates)) {
        if (kernel_of(program, *call).generator == optimizer) {
            const View &weights = view_of(program, call->arguments.front());
            const auto first = written.begin() + static_cast<std::ptrdiff_t>(weights.offset / sizeof(float));
            std::for_each(first, first + weights.dimensions.front().extent, [](int &count) { ++count; });
        }
    }
    return written;
}

} // namespace

TEST_CASE("parameters follow each other in the canonical array", "[driver]") {
    const auto model = GENERATE(from_range(planned_models()));
    const Program program = plan_program(model, Machine{});
    std::size_t offset = 0;
    for (const Parameter &parameter : program.parameters) {
        CAPTURE(parameter.name);
        CHECK(parameter.offset == offset);
        CHECK(parameter.count == std::accumulate(parameter.shape.begin(), parameter.shape.end(), std::size_t{1},
                                                 [](std::size_t product, int extent) {
                                                     return product * static_cast<std::size_t>(extent);
                                                 }));
        offset += parameter.count;
    }
    CHECK(offset == static_cast<std::size_t>(halenet::description::parameter_count(model)));
}

TEST_CASE("the updates of each optimizer write each parameter once", "[driver]") {
    const Program program = plan_program(GENERATE(from_range(planned_models())), Machine{8, GENERATE(16, 32)});
    const auto [optimizer, generator] = GENERATE(std::pair{Optimizer::adam, "adam"}, std::pair{Optimizer::sgd, "sgd"});
    const auto written = writes_of(program, program.updates.at(static_cast<std::size_t>(optimizer)), generator);
    CHECK(std::all_of(written.begin(), written.end(), [](int count) { return count == 1; }));
}

TEST_CASE("adapting writes each parameter of the last dense layers once, and no other", "[driver]") {
    const auto model = GENERATE(from_range(planned_models()));
    const std::vector<std::string> layers = model.name.starts_with("LeNet5")
                                                ? std::vector<std::string>{"f6", "output"}
                                                : std::vector<std::string>{"hidden", "classes"};
    const Program program = plan_program(model, Machine{});
    const auto written = writes_of(program, program.adapt_updates, "adam");
    for (const Parameter &parameter : program.parameters) {
        CAPTURE(model.name, parameter.name);
        const bool adapted =
            std::find(layers.begin(), layers.end(), parameter.name.substr(0, parameter.name.find('.'))) != layers.end();
        CHECK(adapted == (parameter.offset >= program.adapted));
        for (std::size_t k = parameter.offset; k < parameter.offset + parameter.count; ++k) {
            REQUIRE(written[k] == (adapted ? 1 : 0));
        }
    }
    CHECK(program.adapted + program.adapted_count == written.size());
}

TEST_CASE("adapting uses kernels of training alone", "[driver]") {
    const Program program = plan_program(GENERATE(from_range(planned_models())), Machine{});
    std::vector<Range> training = program.updates.front(), adapting = program.adapt_updates;
    training.insert(training.end(), {program.train, program.rates});
    adapting.push_back(program.adapt);
    const auto known = kernels_of(program, training);
    for (const std::string &kernel : kernels_of(program, adapting)) {
        CAPTURE(kernel);
        CHECK(std::find(known.begin(), known.end(), kernel) != known.end());
    }
}

TEST_CASE("one image goes through the kernels of few, in their order", "[driver]") {
    const Program program = plan_program(GENERATE(from_range(planned_models())), Machine{});
    CHECK(kernels_of(program, {program.one}) == kernels_of(program, {program.front, program.classify_few}));
}

TEST_CASE("a program that only classifies has no kernel and no memory that trains", "[driver]") {
    const auto model = GENERATE(from_range(planned_models()));
    const Program program = plan_program(model, Machine{}, Use::classify);
    const auto used = kernels_of(
        program, {program.front, program.classify, program.classify_few, program.one, program.pack, program.pack_few});
    for (const Kernel &kernel : program.kernels) {
        CAPTURE(kernel.name);
        CHECK(std::find(used.begin(), used.end(), kernel.name) != used.end());
    }
    CHECK(program.state.bytes + program.adapt_state.bytes + program.adapt_layout.bytes + program.train_layout.bytes ==
          0);
    CHECK(program.weights.bytes <= plan_program(model, Machine{}).weights.bytes);
}

TEST_CASE("scratch is added once for all kernels of a pass, and its argument to those that need it", "[driver]") {
    Program program = plan_program(read_description("generated/lenet5_1998/model.json"), Machine{});
    const Program before = program;
    const auto forward = std::find_if(program.kernels.begin(), program.kernels.end(),
                                      [](const Kernel &kernel) { return kernel.name == "c1_forward"; });
    std::vector<std::size_t> bytes(program.kernels.size(), 0);
    bytes[static_cast<std::size_t>(forward - program.kernels.begin())] = 1000;
    add_scratch(program, bytes);
    CHECK(program.classify_layout.scratch == before.classify_layout.bytes);
    CHECK(program.classify_layout.bytes == before.classify_layout.bytes + 1024);
    CHECK(program.one_layout.bytes == before.one_layout.bytes + 1024);
    CHECK(program.train_layout.bytes == before.train_layout.bytes + 1024);
    CHECK(program.adapt_layout.bytes == before.adapt_layout.bytes + 1024);
    for (std::size_t c = 0; c < program.calls.size(); ++c) {
        const Call &call = program.calls[c];
        const bool needs = bytes[static_cast<std::size_t>(call.kernel)] > 0;
        REQUIRE(call.arguments.size() == before.calls[c].arguments.size() + (needs ? 1 : 0));
        CHECK((!needs || (!call.arguments.back().is_view && call.arguments.back().scalar == Scalar::scratch)));
    }
}

TEST_CASE("an update cannot have scratch, which belongs to shards", "[driver]") {
    Program program = plan_program(read_description("generated/lenet5/model.json"), Machine{});
    std::vector<std::size_t> bytes(program.kernels.size(), 0);
    const Range update = program.updates.front().front();
    bytes[static_cast<std::size_t>(program.calls[static_cast<std::size_t>(update.first)].kernel)] = 64;
    CHECK_THROWS_AS(add_scratch(program, bytes), std::logic_error);
}
