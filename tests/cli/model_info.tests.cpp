#include <algorithm>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <lenet5.h>

#include "generator/description/json.h"
#include "runtime/cli/model_info.h"
#include "tests/runtime/temporary_folder.h"

using namespace halenet;

TEST_CASE("a description tells of its model what the library does") {
    const cli::ModelInfo info(description::from_json(content_of(HALENET_SOURCE_DIR "/generated/lenet5/model.json")));
    const halenet_model_info &found = info.get(), &expected = *lenet5_api.model;
    CHECK(std::string(found.name) == expected.name);
    CHECK(std::string(found.hash) == expected.hash);
    CHECK(found.height == expected.height);
    CHECK(found.width == expected.width);
    CHECK(found.channels == expected.channels);
    CHECK(found.classes == expected.classes);
    CHECK(found.mean == expected.mean);
    CHECK(found.deviation == expected.deviation);
    CHECK(found.parameters == expected.parameters);
    REQUIRE(found.tensor_count == expected.tensor_count);
    for (std::size_t k = 0; k < found.tensor_count; ++k) {
        CHECK(std::string(found.tensors[k].name) == expected.tensors[k].name);
        CHECK(found.tensors[k].rank == expected.tensors[k].rank);
        CHECK(std::ranges::equal(found.tensors[k].shape, expected.tensors[k].shape));
        CHECK(found.tensors[k].offset == expected.tensors[k].offset);
        CHECK(found.tensors[k].count == expected.tensors[k].count);
    }
    REQUIRE(found.layer_count == expected.layer_count);
    for (std::size_t k = 0; k < found.layer_count; ++k) {
        CHECK(std::string(found.layers[k].name) == expected.layers[k].name);
        CHECK(std::string(found.layers[k].kind) == expected.layers[k].kind);
        CHECK(found.layers[k].height == expected.layers[k].height);
        CHECK(found.layers[k].width == expected.layers[k].width);
        CHECK(found.layers[k].channels == expected.layers[k].channels);
        CHECK(found.layers[k].parameters == expected.layers[k].parameters);
    }
}
