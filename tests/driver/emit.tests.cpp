/// The texts of a library.
#include "generator/driver/emit.h"
#include "tests/driver/descriptions.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

using namespace halenet::driver;
using namespace halenet::testing;

namespace {

/// For two instruction sets.
Library library_of(const std::string &name, halenet::description::ModelDescription model) {
    Library library;
    library.name = name;
    for (const Target &target : parse_targets("x86-64-v2,x86-64-v3")) {
        const auto kernels = kernel_target(target.halide, false, false);
        library.isas.push_back(
            {target, requirements_of(target.halide), plan_program(model, halenet::schedules::machine_of(kernels))});
    }
    library.model = std::move(model);
    return library;
}

} // namespace

TEST_CASE("the manifest names the model, the targets, the versions and every kernel's plan", "[driver]") {
    const Library library = library_of("lenet5", read_description("generated/lenet5/model.json"));
    const auto manifest = nlohmann::json::parse(emit_manifest(library, 1000, {"include/lenet5.h"}));
    CHECK(manifest["model"]["hash"] == halenet::description::model_hash(library.model));
    CHECK(manifest["targets"][0]["name"] == "x86-64-v3");
    CHECK(manifest["targets"][1]["name"] == "x86-64-v2");
    CHECK(manifest["versions"]["halide"] == "21.0.0");
    CHECK(manifest["kernels"].size() ==
          library.isas[0].program.kernels.size() + library.isas[1].program.kernels.size());
    CHECK(manifest["operations"].size() == 5);
    CHECK(manifest["operations"][0]["layer"] == "c1");
    CHECK(manifest["operations"][0]["path"] == "fused");
    CHECK(!manifest["operations"][0]["why"].get<std::string>().empty());
    for (const auto &kernel : manifest["kernels"]) {
        CAPTURE(kernel.dump());
        const bool has_knobs = kernel["generator"] != "adam_rates";
        CHECK(kernel["plan"].get<std::string>().empty() != has_knobs);
    }
}

TEST_CASE("a user's comment cannot end the header's", "[driver]") {
    auto model = read_description("tests/models/tiny.json");
    model.layers[1].comment = "closes */ int x; /* and reopens";
    const std::string header = emit_header("/*\n@layers@\n*/", library_of("tiny", std::move(model)));
    CHECK(header.find("*/") == header.size() - 2);
}
