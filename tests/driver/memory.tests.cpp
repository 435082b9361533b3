/// The memory of a model's program: what lies where, and that every call stays inside it.
#include "generator/driver/memory_map.h"
#include "tests/driver/programs.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

using namespace halenet::driver;
using halenet::schedules::Machine;
using namespace halenet::testing;

namespace {

/// A model's program with a kernel that needs scratch, which the way of one image uses first.
Program planned(const halenet::description::ModelDescription &model, Use use = Use::train) {
    Program program = plan_program(model, Machine{}, use);
    std::vector<std::size_t> scratch(program.kernels.size(), 0);
    scratch.at(static_cast<std::size_t>(calls_of(program, {program.one}).front()->kernel)) = 1000;
    add_scratch(program, scratch);
    return program;
}

/// In the order of the memory map.
std::vector<const Area *> areas_of(const Program &program) {
    return {&program.weights, &program.one_layout,   &program.classify_layout, &program.evaluate_layout,
            &program.state,   &program.train_layout, &program.adapt_state,     &program.adapt_layout};
}

/// The calls that work on a layout, and the state that they have.
struct Pass {
    const Layout *layout;
    const Area *state;
    std::vector<Range> ranges;
};

std::vector<Pass> passes_of(const Program &program) {
    std::vector<Pass> passes{
        {&program.classify_layout, nullptr, {program.front, program.classify, program.classify_few}},
        {&program.one_layout, nullptr, {program.one}},
        {&program.evaluate_layout, nullptr, {program.evaluate}},
        {&program.train_layout, &program.state, {program.augment, program.train, program.rates}},
        {&program.adapt_layout, &program.adapt_state, {program.evaluate, program.adapt}}};
    for (const auto &updates : program.updates) {
        passes[3].ranges.insert(passes[3].ranges.end(), updates.begin(), updates.end());
    }
    passes[4].ranges.insert(passes[4].ranges.end(), program.adapt_updates.begin(), program.adapt_updates.end());
    return passes;
}

/// Bytes from the view's start to behind its last element, in the block of one shard.
std::size_t span_of(const View &view, int images) {
    std::size_t last = 0;
    for (const Dimension &dimension : view.dimensions) {
        const int extent = dimension.extent == images_extent   ? images
                           : dimension.extent == shards_extent ? 1
                                                               : dimension.extent;
        last += static_cast<std::size_t>(extent - 1) * static_cast<std::size_t>(dimension.stride);
    }
    return (last + 1) * bytes_of(view.type);
}

bool lies_in_one_place(const Area &area, std::size_t offset, std::size_t bytes) {
    return std::any_of(area.places.begin(), area.places.end(), [&](const Place &place) {
        return offset >= place.offset && offset + bytes <= place.offset + bytes_of(place);
    });
}

} // namespace

TEST_CASE("the places of an area follow each other to its end", "[driver]") {
    const Program program = planned(GENERATE(from_range(planned_models())));
    for (const Area *area : areas_of(program)) {
        std::size_t end = 0;
        for (const Place &place : area->places) {
            CAPTURE(place.name, place.offset, end);
            CHECK(place.offset >= end);
            CHECK(place.offset < end + 64);
            CHECK(bytes_of(place) > 0);
            CHECK(!place.name.empty());
            end = place.offset + bytes_of(place);
        }
        CHECK(area->bytes == (end + 63) / 64 * 64);
    }
}

TEST_CASE("every view of a pass lies inside one place of its memory", "[driver]") {
    const Program program = planned(GENERATE(from_range(planned_models())));
    for (const Pass &pass : passes_of(program)) {
        for (const Call *call : calls_of(program, pass.ranges)) {
            for (const Argument &argument : call->arguments) {
                if (!argument.is_view)
                    continue;
                const View &view = view_of(program, argument);
                const std::size_t bytes = span_of(view, pass.layout->images);
                CAPTURE(kernel_of(program, *call).name, view.offset, bytes, static_cast<int>(view.region));
                CHECK(view.dimensions.size() <= 4);
                CHECK(view.offset % bytes_of(view.type) == 0);
                switch (view.region) {
                case Region::weights: // an optimizer takes weights and bias of a convolution as one run
                    CHECK(view.offset + bytes <= program.weights.bytes);
                    break;
                case Region::state:
                    REQUIRE(pass.state != nullptr);
                    CHECK(lies_in_one_place(*pass.state, view.offset, bytes));
                    break;
                case Region::shard:
                    CHECK(lies_in_one_place(*pass.layout, view.offset, bytes));
                    break;
                }
            }
        }
    }
}

TEST_CASE("one image of LeNet-5 needs a workspace of a few KB", "[driver]") {
    CHECK(plan_program(read_description("generated/lenet5/model.json"), Machine{}).one_layout.bytes <=
          std::size_t{12} * 1024);
}

TEST_CASE("the same layers are visible in a block for one image as in one for a shard", "[driver]") {
    const Program program = planned(GENERATE(from_range(planned_models())));
    REQUIRE(program.one_outputs.size() == program.outputs.size());
    for (std::size_t k = 0; k < program.outputs.size(); ++k) {
        CAPTURE(k);
        CHECK((program.one_outputs[k].stride != 0) == (program.outputs[k].stride != 0));
    }
}

TEST_CASE("the memory map lists every place", "[driver]") {
    const Use use = GENERATE(Use::train, Use::classify);
    const Program program = planned(GENERATE(from_range(planned_models())), use);
    std::istringstream map(memory_map("x86-64-v3", program));
    std::vector<std::string> lines;
    for (std::string line; std::getline(map, line);) {
        if (line.starts_with(' '))
            lines.push_back(line);
    }
    std::size_t k = 0;
    for (const Area *area : areas_of(program)) {
        const std::size_t start = area == &program.adapt_layout ? program.adapt_state.bytes : 0;
        for (const Place &place : area->places) {
            REQUIRE(k < lines.size());
            std::istringstream line(lines[k++]);
            std::size_t offset = 0, bytes = 0;
            line >> offset >> bytes;
            CAPTURE(line.str());
            CHECK(offset == start + place.offset);
            CHECK(bytes == bytes_of(place));
            CHECK(line.str().ends_with(" " + place.name));
        }
    }
    CHECK(k == lines.size());
}
