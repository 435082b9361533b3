#include "generator/description/description.h"
#include "generator/description/fields.h"
#include "generator/description/windows.h"
#include "tests/reader/models.h"

#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

using namespace halenet::description;
using halenet::testing::lenet5;
using halenet::testing::random_model;

namespace {

/// Of the errors; what a test does not speak of may be warned of.
std::vector<std::string> sentences_of(ModelDescription model) {
    std::vector<std::string> sentences;
    for (const Problem &problem : complete(model))
        if (problem.severity == Severity::error)
            sentences.push_back(problem.sentence);
    return sentences;
}

using Sentences = std::vector<std::string>;

template <typename Operation>
Operation &layer(ModelDescription &model, std::size_t index) {
    return std::get<Operation>(model.layers.at(index).operation);
}

Layer named(const char *name, Operation operation) {
    return {.name = name, .comment = "", .operation = operation, .output = {}};
}

} // namespace

TEST_CASE("LeNet-5 has the shapes and the parameters that the field knows") {
    ModelDescription model = lenet5();
    REQUIRE(complete(model).empty());
    std::vector<Shape> shapes;
    std::vector<std::int64_t> parameters;
    for (const Layer &each : model.layers) {
        shapes.push_back(each.output);
        parameters.push_back(each.parameters);
    }
    CHECK(shapes == std::vector<Shape>{{28, 28, 1},
                                       {28, 28, 6},
                                       {14, 14, 6},
                                       {10, 10, 16},
                                       {5, 5, 16},
                                       {1, 1, 400},
                                       {1, 1, 120},
                                       {1, 1, 84},
                                       {1, 1, 10}});
    CHECK(parameters == std::vector<std::int64_t>{0, 156, 0, 2416, 0, 0, 48'120, 10'164, 850});
    CHECK(parameter_count(model) == 61'706);
}

TEST_CASE("An even kernel fits both paddings") {
    ModelDescription model = lenet5();
    layer<Conv2D>(model, 1).kernel = 4;
    layer<Conv2D>(model, 3).kernel = 2;
    REQUIRE_FALSE(first_error(complete(model)));
    CHECK(model.layers[1].output == Shape{28, 28, 6});
    CHECK(model.layers[3].output == Shape{13, 13, 16});
}

TEST_CASE("A kernel as large as its input fits, a larger one does not") {
    ModelDescription model = lenet5();
    layer<Conv2D>(model, 3).kernel = 14;
    layer<MaxPool2D>(model, 4) = {1, 1};
    CHECK(sentences_of(model).empty());
    layer<Conv2D>(model, 3).kernel = 15;
    CHECK(sentences_of(model) ==
          Sentences{"c3: a 15x15 kernel with valid padding needs an input of at least 15x15, but s2 leaves 14x14"});

    layer<Conv2D>(model, 3) = {16, 27, 1, Padding::same, Activation::relu};
    CHECK(sentences_of(model).empty());
    layer<Conv2D>(model, 3).kernel = 28;
    CHECK(sentences_of(model) ==
          Sentences{"c3: a 28x28 kernel with same padding needs an input of at least 15x15, but s2 leaves 14x14"});
}

TEST_CASE("A problem names the number at fault and the layer that caused it") {
    ModelDescription model = lenet5();
    layer<Conv2D>(model, 3).kernel = 15;
    const std::vector<Problem> problems = complete(model);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].layer == 3);
    CHECK(problems[0].number == "kernel");
    CHECK(problems[0].cause == 2);
    CHECK(problems[0].cause_sentence == "s2 leaves 14x14x6");
}

TEST_CASE("A window larger than its input is refused") {
    ModelDescription model = lenet5();
    layer<MaxPool2D>(model, 4) = {11, 1};
    CHECK(sentences_of(model) ==
          Sentences{"s4: an 11x11 window needs an input of at least 11x11, but c3 leaves 10x10"});
    layer<MaxPool2D>(model, 4).size = 16;
    CHECK(sentences_of(model) == Sentences{"s4: found size 16, expected 1 to 15"});
}

TEST_CASE("Pools and dropouts stand anywhere before the Flatten, dropouts after it too") {
    ModelDescription model{.name = "Net",
                           .comment = "",
                           .layers = {named("image", Input{{29, 31, 3}}), named("d0", Dropout{0.25}),
                                      named("p1", MaxPool2D{3, 2}), named("p2", AveragePool2D{2, 1}),
                                      named("c3", Conv2D{8, 4, 3, Padding::same}), named("d3", Dropout{0.5}),
                                      named("c4", Conv2D{4, 2, 2}), named("flat", Flatten{}), named("d5", Dropout{0.0}),
                                      named("hidden", Dense{7, Activation::tanh}), named("d6", Dropout{0.9}),
                                      named("output", Dense{3, Activation::softmax})}};
    REQUIRE_FALSE(first_error(complete(model)));
    std::vector<Shape> shapes;
    for (const Layer &each : model.layers)
        shapes.push_back(each.output);
    CHECK(shapes == std::vector<Shape>{{29, 31, 3},
                                       {29, 31, 3},
                                       {14, 15, 3},
                                       {13, 14, 3},
                                       {5, 5, 8},
                                       {5, 5, 8},
                                       {2, 2, 4},
                                       {1, 1, 16},
                                       {1, 1, 16},
                                       {1, 1, 7},
                                       {1, 1, 7},
                                       {1, 1, 3}});
}

TEST_CASE("A stride is at most the kernel or the window") {
    ModelDescription model = lenet5();
    layer<Conv2D>(model, 1).stride = 5;
    layer<Conv2D>(model, 3).kernel = 3;
    layer<MaxPool2D>(model, 4) = {1, 1};
    CHECK(sentences_of(model).empty());
    layer<Conv2D>(model, 1).stride = 6;
    CHECK(sentences_of(model) == Sentences{"c1: found stride 6 and a 5x5 kernel, expected a stride of 1 to 5, since "
                                           "rows and columns between two windows would be skipped"});
    layer<Conv2D>(model, 1).stride = 1;
    layer<MaxPool2D>(model, 2) = {2, 3};
    CHECK(sentences_of(model) == Sentences{"s2: found stride 3 and a 2x2 window, expected a stride of 1 to 2, since "
                                           "rows and columns between two windows would be skipped"});
}

TEST_CASE("The rate of a Dropout is 0 to below 1") {
    for (const double rate : {-0.1, 1.0, 1.5, 25.0, std::numeric_limits<double>::quiet_NaN()}) {
        ModelDescription model = lenet5();
        model.layers.insert(model.layers.begin() + 7, named("drop", Dropout{rate}));
        CHECK(sentences_of(model) == Sentences{fmt::format("drop: found rate {}, expected 0 to below 1", rate)});
    }
    for (const double rate : {0.0, 0.5, std::nextafter(1.0, 0.0)}) {
        ModelDescription model = lenet5();
        model.layers.insert(model.layers.begin() + 7, named("drop", Dropout{rate}));
        CHECK(sentences_of(model).empty());
    }
}

TEST_CASE("Every size is refused at 0, below it and beyond the largest") {
    const std::vector<std::function<int &(ModelDescription &)>> sizes = {
        [](ModelDescription &model) -> int & { return layer<Input>(model, 0).shape.height; },
        [](ModelDescription &model) -> int & { return layer<Input>(model, 0).shape.width; },
        [](ModelDescription &model) -> int & { return layer<Input>(model, 0).shape.channels; },
        [](ModelDescription &model) -> int & { return layer<Conv2D>(model, 1).filters; },
        [](ModelDescription &model) -> int & { return layer<Conv2D>(model, 1).kernel; },
        [](ModelDescription &model) -> int & { return layer<Conv2D>(model, 1).stride; },
        [](ModelDescription &model) -> int & { return layer<MaxPool2D>(model, 2).size; },
        [](ModelDescription &model) -> int & { return layer<MaxPool2D>(model, 2).stride; },
        [](ModelDescription &model) -> int & { return layer<Dense>(model, 6).units; },
        [](ModelDescription &model) -> int & { return layer<Dense>(model, 8).units; },
    };
    for (const auto &size : sizes)
        for (const int value : {0, -1, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()}) {
            ModelDescription model = lenet5();
            size(model) = value;
            const Sentences sentences = sentences_of(model);
            REQUIRE(sentences.size() == 1);
            CHECK(sentences[0].find(fmt::format(" {}, expected 1 to ", value)) != std::string::npos);
        }
}

TEST_CASE("Products of the largest sizes are refused and do not overflow") {
    ModelDescription model = lenet5();
    layer<Input>(model, 0).shape = {65'536, 65'536, 65'536};
    CHECK(sentences_of(model) == Sentences{"image: found an output of 281474976710656 elements (65536x65536x65536), "
                                           "expected fewer than 2^31"});
    model = lenet5();
    layer<Dense>(model, 6).units = 65'536;
    layer<Dense>(model, 7).units = 65'536;
    CHECK(sentences_of(model) == Sentences{"LeNet5: found 4321970710 parameters, expected fewer than 2^31"});
}

TEST_CASE("The input's normalisation stands in units where a pixel is 0 to 1") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const double mean : {-0.1, 1.5, 33.3, nan}) {
        ModelDescription model = lenet5();
        layer<Input>(model, 0).mean = mean;
        CHECK(sentences_of(model).size() == 1);
    }
    for (const double deviation : {0.0, -0.3, 0.0009, 78.6, nan}) {
        ModelDescription model = lenet5();
        layer<Input>(model, 0).deviation = deviation;
        CHECK(sentences_of(model).size() == 1);
    }
}

TEST_CASE("Softmax is the last layer's and only its") {
    ModelDescription model = lenet5();
    layer<Dense>(model, 7).activation = Activation::softmax;
    CHECK(sentences_of(model) ==
          Sentences{"f6: found softmax, which only the last layer has, expected identity, relu or tanh"});
    model = lenet5();
    layer<Dense>(model, 8).activation = Activation::identity;
    CHECK(sentences_of(model) == Sentences{"output: found identity on the last layer, expected softmax"});
    model.layers.resize(6);
    CHECK(sentences_of(model) ==
          Sentences{"flatten: found a Flatten as the last layer, expected a Dense with softmax"});
    model = lenet5();
    layer<Dense>(model, 8).units = 257;
    CHECK(sentences_of(model) ==
          Sentences{"output: found 257 units under softmax, expected 2 to 256, since a label is a byte"});
    layer<Dense>(model, 8).units = 1;
    CHECK(sentences_of(model) == Sentences{"output: found 1 unit under softmax, expected 2 to 256, since the "
                                           "probability of a single class is always 1"});
}

TEST_CASE("Layers stand in the order that the kernels need") {
    const auto without = [](std::size_t index) {
        ModelDescription model = lenet5();
        model.layers.erase(model.layers.begin() + static_cast<std::ptrdiff_t>(index));
        return model;
    };
    CHECK(sentences_of(without(0)) ==
          Sentences{"c1: found a Conv2D and no Input in the model, expected an Input first"});
    CHECK(sentences_of(without(5)) == Sentences{"c5: found a Dense on 5x5x16 from s4, expected a Flatten before it"});

    ModelDescription model = lenet5();
    std::swap(model.layers[0], model.layers[1]);
    CHECK(sentences_of(model) == Sentences{"image: found the Input after c1, expected it first"});

    const auto with = [](std::size_t index, Layer extra) {
        ModelDescription changed = lenet5();
        changed.layers.insert(changed.layers.begin() + static_cast<std::ptrdiff_t>(index), std::move(extra));
        return changed;
    };
    CHECK(sentences_of(with(1, named("again", Input{{1, 1, 1}}))) ==
          Sentences{"again: found a second Input, expected one"});
    CHECK(sentences_of(with(6, named("again", Flatten{}))) == Sentences{"again: found a second Flatten, expected one"});
    CHECK(sentences_of(with(7, named("late", Conv2D{1, 1}))) ==
          Sentences{"late: found a Conv2D after a Flatten, expected it before the Flatten"});
    CHECK(sentences_of(with(7, named("late", AveragePool2D{1, 1}))) ==
          Sentences{"late: found an AveragePool2D after a Flatten, expected it before the Flatten"});
    CHECK(sentences_of(with(9, named("late", Dropout{0.5}))) ==
          Sentences{"output: found softmax, which only the last layer has, expected identity, relu or tanh",
                    "late: found a Dropout as the last layer, expected a Dense with softmax"});
    CHECK(sentences_of({.name = "Empty", .comment = "", .layers = {}}) ==
          Sentences{"Empty: found no layer, expected an Input first and a Dense with softmax last"});
}

TEST_CASE("Flatten may follow the Input directly") {
    ModelDescription model = lenet5();
    model.layers.erase(model.layers.begin() + 1, model.layers.begin() + 5);
    REQUIRE(complete(model).empty());
    CHECK(model.layers[1].output == Shape{1, 1, 784});
}

TEST_CASE("Names are unique identifiers that the generated code can carry") {
    for (const char *name : {"", "1st", "a b", "a-b", "µ", "_hidden", "two__parts"}) {
        ModelDescription model = lenet5();
        model.layers[3].name = name;
        CHECK(sentences_of(model).size() == 1);
        model = lenet5();
        model.name = name;
        CHECK(sentences_of(model).size() == 1);
    }
    for (const char *name : {"relu", "Conv2D", "Padding", "c1_pack", "C1_pack", "f6_backward_data"}) {
        ModelDescription model = lenet5();
        model.layers[3].name = name;
        CHECK(sentences_of(model).size() == 1);
    }
    for (const char *name : {"packed", "c1_packing", "c1_2", "forward", "input", "Relu"}) {
        ModelDescription model = lenet5();
        model.layers[3].name = name;
        CHECK(sentences_of(model).size() == (std::string_view(name) == "c1_packing" ? 1U : 0U));
    }
    for (const char *name : {"c1", "C1"}) {
        ModelDescription model = lenet5();
        model.layers[3].name = name;
        CHECK(sentences_of(model).size() == 1);
    }
    ModelDescription model = lenet5();
    model.name = "Halenet";
    CHECK(sentences_of(model) ==
          Sentences{"the model's name 'Halenet' is reserved: the library's symbols would begin with 'halenet_'"});
    model.name = "String";
    CHECK(sentences_of(model) ==
          Sentences{"the model's name 'String' is reserved: the library's header would be string.h, which is one of "
                    "C's"});
}

TEST_CASE("A pool that does not divide is a warning that says what is lost") {
    struct Case {
        Shape source;
        int size, stride;
        const char *dropped; ///< empty: nothing
    };
    const Case cases[] = {{{8, 8, 1}, 2, 2, ""},
                          {{7, 8, 1}, 2, 2, "drops the last row of 7x8"},
                          {{8, 7, 1}, 2, 2, "drops the last column of 8x7"},
                          {{7, 7, 1}, 2, 2, "drops the last row and the last column of 7x7"},
                          {{8, 6, 1}, 3, 3, "drops the last 2 rows of 8x6"},
                          {{9, 9, 1}, 3, 2, ""},
                          {{10, 9, 1}, 3, 2, "drops the last row of 10x9"},
                          {{7, 5, 1}, 4, 1, ""}};
    for (const Case &each : cases) {
        ModelDescription model{.name = "Net",
                               .comment = "",
                               .layers = {named("image", Input{each.source}),
                                          named("pool", AveragePool2D{each.size, each.stride}),
                                          named("flat", Flatten{}), named("out", Dense{2, Activation::softmax})}};
        const std::vector<Problem> problems = complete(model);
        CHECK_FALSE(first_error(problems));
        CHECK(problems.size() == (each.dropped[0] ? 1U : 0U));
        for (const Problem &problem : problems) {
            CHECK(problem.sentence.ends_with(each.dropped));
            CHECK(problem.layer == 1);
            CHECK(problem.number == "size");
        }
    }
}

TEST_CASE("A plain mend comes with the problem") {
    const auto fix_of = [](auto change) {
        ModelDescription model = lenet5();
        change(model);
        const std::vector<Problem> problems = complete(model);
        REQUIRE(problems.size() == 1);
        REQUIRE(problems[0].fix);
        return *problems[0].fix;
    };
    Fix fix = fix_of([](ModelDescription &model) { layer<Dense>(model, 8).activation = Activation::relu; });
    CHECK(fix.kind == Fix::Kind::word);
    CHECK(fix.text == "softmax");
    fix = fix_of([](ModelDescription &model) { layer<Input>(model, 0).mean = 33.3184; });
    CHECK(fix.text == "Mean<0.1307>");
    fix = fix_of([](ModelDescription &model) { layer<Input>(model, 0).deviation = 78.5675; });
    CHECK(fix.text == "Deviation<0.3081>");
    fix = fix_of([](ModelDescription &model) { model.layers[6] = named("drop", Dropout{25}); });
    CHECK(fix.text == "0.25");
    fix = fix_of([](ModelDescription &model) { model.layers[6] = named("again", Flatten{}); });
    CHECK(fix.kind == Fix::Kind::drop_layer);
    fix = fix_of([](ModelDescription &model) { model.layers[5] = named("drop", Dropout{0.5}); });
    CHECK(fix.kind == Fix::Kind::layer_before);
    CHECK(fix.text == "Flatten flatten");
}

TEST_CASE("Of a layer whose numbers are not known the place is judged and nothing else") {
    ModelDescription model = lenet5();
    layer<Conv2D>(model, 1) = {0, 99, -1, Padding::same, Activation::softmax};
    layer<Dense>(model, 8) = {0, Activation::relu};
    CHECK_FALSE(first_error(complete(model, {1, 8})));
    CHECK(first_error(complete(model, {8})));
    CHECK(first_error(complete(model, {1})));
    // What it leaves is unknown, so that nothing is said of the layers after it, up to the next Dense.
    layer<Conv2D>(model, 3).kernel = 1000;
    CHECK_FALSE(first_error(complete(model, {1, 8})));
    model.layers.erase(model.layers.begin() + 5);
    CHECK(complete(model, {1, 8}).at(0).sentence == "c5: found a Dense, expected a Flatten before it");
}

TEST_CASE("Windows with a border: TensorFlow's rule, and each place of the window meets the source") {
    for (int extent = 1; extent <= 24; ++extent)
        for (int size = 1; size <= 13; ++size)
            for (int stride = 1; stride <= size; ++stride) {
                const int windows = windows_with_border(extent, stride), before = border_before(extent, size, stride);
                CHECK(windows == (extent + stride - 1) / stride);
                const int total = std::max((windows - 1) * stride + size - extent, 0);
                CHECK(before == total / 2);
                bool fits = true;
                for (int place = 0; place < size; ++place) {
                    bool meets = false;
                    for (int window = 0; window < windows; ++window) {
                        const int position = window * stride + place - before;
                        meets = meets || (position >= 0 && position < extent);
                    }
                    fits = fits && meets;
                }
                CHECK(fits_with_border(extent, size, stride) == fits);
                CHECK(fits == (extent >= least_extent_with_border(size, stride)));
                if (extent >= size) {
                    const int last = (windows_within(extent, size, stride) - 1) * stride + size;
                    CHECK((last <= extent && last + stride > extent));
                    CHECK(dropped(extent, size, stride) == extent - last);
                }
            }
}

TEST_CASE("Every problem of a model is reported") {
    ModelDescription model = lenet5();
    layer<Conv2D>(model, 1).filters = 0;
    layer<Conv2D>(model, 3).kernel = -5;
    layer<Dense>(model, 8).activation = Activation::relu;
    CHECK(sentences_of(model) == Sentences{"c1: found filters 0, expected 1 to 65536",
                                           "c3: found kernel -5, expected 1 to 65536",
                                           "output: found relu on the last layer, expected softmax"});
}

TEST_CASE("The hash changes with every number and every layer's name, and with nothing else") {
    std::set<std::string> hashes;
    ModelDescription model = random_model(1);
    model.layers.insert(model.layers.begin() + 1, {named("conv", Conv2D{3, 3}), named("pool", MaxPool2D{2, 2})});
    const std::string original = model_hash(model);
    REQUIRE(original.size() == 64);
    hashes.insert(original);
    std::size_t changes = 1;
    for (std::size_t index = 0; index < model.layers.size(); ++index) {
        const auto check_changed = [&] {
            hashes.insert(model_hash(model));
            CHECK(hashes.size() == ++changes);
        };
        const auto change = [&](const char * /*name*/, auto &number) {
            using Number = std::remove_reference_t<decltype(number)>;
            const Number kept = number;
            if constexpr (std::is_enum_v<Number>)
                number = words_like(kept)[words_like(kept)[0] == kept];
            else if constexpr (std::is_same_v<Number, double>)
                number = std::nextafter(kept, 2.0);
            else
                number = kept + 1;
            check_changed();
            number = kept;
        };
        std::visit([&](auto &numbers) { visit_numbers(numbers, change); }, model.layers[index].operation);
        const std::string kept = std::exchange(model.layers[index].name, "renamed");
        check_changed();
        model.layers[index].name = kept;
        model.layers[index].comment += " and more";
    }
    model.name = "Renamed";
    model.comment += " and more";
    CHECK(model_hash(model) == original);
}
