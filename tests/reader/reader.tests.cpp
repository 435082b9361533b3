#include "generator/reader/reader.h"
#include "generator/reader/folders.h"
#include "tests/reader/models.h"
#include "tests/reader/tool.h"
#include "tests/runtime/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

using namespace halenet::description;
using namespace halenet::testing;
using halenet::reader::read_model;
using halenet::reader::Reading;
using halenet::reader::Request;

namespace {

Reading read(const TemporaryFolder &folder, const std::string &text, const std::string &model = "") {
    return read_model({.header = folder.file("net.h", text).string(),
                       .model = model,
                       .layers_folder = source_folder() / "generator/model",
                       .resource_folder = halenet::reader::find_resource_folder()});
}

/// The models of one header with this text.
ModelDescription model_of(const std::string &text, const std::string &model = "") {
    const TemporaryFolder folder;
    const Reading reading = read(folder, "#include \"layers.h\"\n" + text, model);
    INFO(reading.diagnostics);
    REQUIRE(reading.model.has_value());
    return *reading.model;
}

const std::string plain = R"(
struct Net : halenet::Model {
    halenet::Input<halenet::Height<6>, halenet::Width<7>, halenet::Channels<2>> image;
    halenet::Flatten flat;
    halenet::Dense<halenet::Units<3>, halenet::softmax> output;
};
)";

} // namespace

TEST_CASE("The reader finds in lenet5.h what the field knows as LeNet-5") {
    const Reading reading = read_model({.header = (source_folder() / "generator/model/lenet5.h").string(),
                                        .model = "",
                                        .layers_folder = source_folder() / "generator/model",
                                        .resource_folder = {}});
    REQUIRE(reading.model.has_value());
    ModelDescription found = *reading.model;
    for (Layer &layer : found.layers)
        layer.comment.clear();
    found.comment.clear();
    ModelDescription expected = lenet5();
    REQUIRE(complete(expected).empty());
    CHECK(found == expected);
}

TEST_CASE("Numbers come from the meaning of the text, not from its letters") {
    CHECK(model_of(R"(
        #include <cstddef>
        namespace mine {
        using namespace halenet;
        constexpr int side = 2 * 3;
        constexpr std::size_t classes = sizeof(char[3]);
        template <int count> using Hidden = Dense<Units<count>, relu>;
        using Pixels = Input<Height<side>, Width<side + 1>, Channels<0x2>, Mean<1.0 / 4>>;
        struct Net : Model {
            static constexpr int helper = 4;
            static constexpr auto words = Units<classes>;
            Pixels image;
            Flatten flat;
            const Hidden<helper> hidden = {};
            Dense<words, static_cast<Activation>(3)> output{};
            int parameters() const { return 0; }
        };
        })")
              .layers == model_of(R"(
        namespace halenet {
        struct Net : Model {
            Input<Height<6>, Width<7>, Channels<2>, Mean<0.25>, Deviation<1.0>> image;
            Flatten flat;
            Dense<Units<4>, relu> hidden;
            Dense<Units<3>, softmax> output;
        };
        })")
                             .layers);
}

TEST_CASE("Words that are left out have the defaults of the vocabulary") {
    const ModelDescription model = model_of(R"(
        namespace halenet {
        struct Net : Model {
            Input<Height<20>, Width<21>, Channels<2>> image;
            Conv2D<Filters<3>, Kernel<4>> plain;
            Conv2D<Filters<3>, Kernel<4>, tanh> curved;
            Conv2D<Filters<3>, Kernel<4>, Stride<2>, relu> strided;
            MaxPool2D<2> halves;
            Conv2D<Filters<3>, Kernel<2>, Padding::same> bordered;
            AveragePool2D<2, Stride<1>> means;
            Dropout<0> none;
            Flatten flat;
            Dropout<0.25> quarter;
            Dense<Units<4>> linear;
            Dense<Units<3>, softmax> output;
        };
        })");
    const std::vector<Operation> expected = {Input{{20, 21, 2}, 0.0, 1.0},
                                             Conv2D{3, 4, 1, Padding::valid, Activation::identity},
                                             Conv2D{3, 4, 1, Padding::valid, Activation::tanh},
                                             Conv2D{3, 4, 2, Padding::valid, Activation::relu},
                                             MaxPool2D{2, 2},
                                             Conv2D{3, 2, 1, Padding::same, Activation::identity},
                                             AveragePool2D{2, 1},
                                             Dropout{0.0},
                                             Flatten{},
                                             Dropout{0.25},
                                             Dense{4, Activation::identity},
                                             Dense{3, Activation::softmax}};
    std::vector<Operation> found;
    for (const Layer &layer : model.layers)
        found.push_back(layer.operation);
    CHECK(found == expected);
}

TEST_CASE("Layers of base classes come first, also of a template's instance") {
    const std::string text = R"(
        namespace halenet {
        template <int side> struct Front : Model {
            /// What comes in.
            Input<Height<side>, Width<7>, Channels<2>> image;
            Flatten flat;
        };
        struct Net : Front<6> { Dense<Units<3>, softmax> output; };
        })";
    ModelDescription model = model_of(text);
    CHECK(model.layers[0].comment == "What comes in.");
    model.layers[0].comment.clear();
    CHECK(model == model_of(plain));
}

TEST_CASE("A header that only includes a model is read as that model") {
    const TemporaryFolder folder;
    folder.write("inner.h", "#pragma once\n#include \"layers.h\"\n" + plain);
    CHECK(read(folder, "#include \"inner.h\"\n").model == model_of(plain));
    SECTION("while a model of its own comes before an included one") {
        const Reading reading = read(folder, "#include \"inner.h\"\nstruct Own : Net {};\n");
        REQUIRE(reading.model.has_value());
        CHECK(reading.model->name == "Own");
    }
}

TEST_CASE("Documentation comments are cleaned, ordinary ones are left out") {
    const ModelDescription model = model_of(R"(
        namespace halenet {
        /// Two lines  
        /// about "it".
        ///
        struct Net : Model {
            // not for the reader
            Input<Height<6>, Width<7>, Channels<2>> image;
            /** A block
             *  of two. */
            Flatten flat;
            Dense<Units<3>, softmax> output; ///< behind
        };
        })");
    CHECK(model.comment == "Two lines\nabout \"it\".");
    CHECK(model.layers[0].comment.empty());
    CHECK(model.layers[1].comment == "A block\nof two.");
    CHECK(model.layers[2].comment == "behind");
}

TEST_CASE("Lines may end as on Windows") {
    std::string text = plain;
    text.replace(text.find("struct"), 0, "/// First.\n/// Second.\n");
    const ModelDescription expected = model_of(text);
    for (std::size_t place = 0; (place = text.find('\n', place)) != std::string::npos; place += 2)
        text.replace(place, 1, "\r\n");
    CHECK(model_of(text) == expected);
    CHECK(expected.comment == "First.\nSecond.");
}

TEST_CASE("A warning is shown and does not stop the reading") {
    const TemporaryFolder folder;
    const Reading reading = read(folder, "#include \"layers.h\"\n#warning old\n" + plain);
    CHECK(reading.model == model_of(plain));
    CHECK(reading.diagnostics.find(":2:2: warning: old") != std::string::npos);
}

TEST_CASE("Clang's headers are found without the folder that the build knew") {
    const std::filesystem::path found = halenet::reader::find_resource_folder("/nowhere");
    REQUIRE_FALSE(found.empty());
    CHECK(std::filesystem::exists(found / "include" / "stddef.h"));
}
