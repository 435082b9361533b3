/// The program of a model: memory and calls, checked as data.
#include "generator/driver/program.h"
#include "generator/driver/emit.h"
#include "generator/driver/target.h"
#include "tests/driver/descriptions.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <utility>

using namespace halenet::driver;
using halenet::schedules::Machine;
using namespace halenet::testing;

namespace {

const std::vector<std::string> models{"generated/lenet5/model.json", "generated/lenet5_1998/model.json",
                                      "tests/models/tiny.json", "tests/models/mlp.json"};

std::size_t region_bytes(const Program &program, const View &view) {
    switch (view.region) {
    case Region::weights:
        return program.weights_bytes;
    case Region::state:
        return program.state_bytes;
    case Region::shard:
        return std::max({program.classify_layout.bytes, program.evaluate_layout.bytes, program.train_layout.bytes});
    }
    return 0;
}

/// Bytes from the view's start to behind its last element, within one shard's block.
std::size_t span_of(const View &view) {
    std::size_t last = 0;
    for (const Dimension &dimension : view.dimensions) {
        const int extent = dimension.extent == images_extent   ? halenet::description::shard_images
                           : dimension.extent == shards_extent ? 1
                                                               : dimension.extent;
        last += static_cast<std::size_t>(extent - 1) * static_cast<std::size_t>(dimension.stride);
    }
    return (last + 1) * bytes_of(view.type);
}

} // namespace

TEST_CASE("parameters follow each other in the canonical array", "[driver]") {
    const auto model = read_description(GENERATE(from_range(models)));
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

TEST_CASE("every view lies inside its region", "[driver]") {
    const Program program = plan_program(read_description(GENERATE(from_range(models))), Machine{});
    for (const View &view : program.views) {
        CAPTURE(view.offset, static_cast<int>(view.region), span_of(view));
        CHECK(view.dimensions.size() <= 4);
        CHECK(view.offset + span_of(view) <= region_bytes(program, view));
        CHECK(view.offset % bytes_of(view.type) == 0);
    }
}

TEST_CASE("the updates of each optimizer write each parameter once", "[driver]") {
    const Program program = plan_program(read_description(GENERATE(from_range(models))), Machine{8, GENERATE(16, 32)});
    const auto [optimizer, generator] = GENERATE(std::pair{Optimizer::adam, "adam"}, std::pair{Optimizer::sgd, "sgd"});
    std::vector<int> written(program.parameters.back().offset + program.parameters.back().count, 0);
    for (const Range &update : program.updates.at(static_cast<std::size_t>(optimizer))) {
        for (int c = update.first; c < update.first + update.count; ++c) {
            const Call &call = program.calls[static_cast<std::size_t>(c)];
            if (program.kernels[static_cast<std::size_t>(call.kernel)].generator == generator) {
                const View &weights = program.views[static_cast<std::size_t>(call.arguments.front().view)];
                for (std::size_t k = 0; k < static_cast<std::size_t>(weights.dimensions.front().extent); ++k) {
                    ++written.at(weights.offset / sizeof(float) + k);
                }
            }
        }
    }
    CHECK(std::all_of(written.begin(), written.end(), [](int count) { return count == 1; }));
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
    CHECK(program.train_layout.bytes == before.train_layout.bytes + 1024);
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

TEST_CASE("the manifest names the model, the versions and every kernel's plan", "[driver]") {
    const auto model = read_description("generated/lenet5/model.json");
    const Program program = plan_program(model, Machine{});
    const Library library{"lenet5", "x86_64_avx2", "x86-64-linux-avx-avx2-f16c-fma-sse41", 31, false};
    const auto manifest = nlohmann::json::parse(emit_manifest(library, model, program));
    CHECK(manifest["model"]["hash"] == halenet::description::model_hash(model));
    CHECK(manifest["target"] == library.target);
    CHECK(manifest["versions"]["halide"] == "21.0.0");
    CHECK(manifest["kernels"].size() == program.kernels.size());
    CHECK(manifest["operations"].size() == 5);
    CHECK(manifest["operations"][0]["layer"] == "c1");
    CHECK(manifest["operations"][0]["path"] == "fused");
    CHECK(!manifest["operations"][0]["why"].get<std::string>().empty());
    for (const auto &kernel : manifest["kernels"]) {
        CAPTURE(kernel.dump());
        CHECK(!kernel["plan"].get<std::string>().empty());
    }
}

TEST_CASE("a user's comment cannot end the header's", "[driver]") {
    auto model = read_description("tests/models/tiny.json");
    model.layers[1].comment = "closes */ int x; /* and reopens";
    const Program program = plan_program(model, Machine{});
    const Library library{"tiny", "x86_64", "x86-64-linux", 0, false};
    const std::string header = emit_header("/*\n@layers@\n*/", library, model, program);
    CHECK(header.find("*/") == header.size() - 2);
}

TEST_CASE("targets are named after the instruction set that they need", "[driver]") {
    CHECK(isa_name(parse_target("x86-64-linux")) == "x86_64");
    CHECK(isa_name(parse_target("x86-64-linux-sse41")) == "x86_64_sse41");
    CHECK(isa_name(parse_target("x86-64-linux-avx-avx2-f16c-fma-sse41")) == "x86_64_avx2");
    CHECK(required_features(parse_target("x86-64-linux-avx-avx2-f16c-fma-sse41")) == 0x1f);
    CHECK(required_features(parse_target("x86-64-linux-avx-avx2-f16c-fma-sse41-avx512-avx512_skylake-avx512_zen4")) ==
          0x17f);
    CHECK(required_features(parse_target("x86-64-linux")) == 0);
    CHECK(required_features(parse_target("arm-64-linux")) == 0);
    CHECK(parse_target("x86-64-linux-no_asserts-debug").to_string() == "x86-64-linux");
}
