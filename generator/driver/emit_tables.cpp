#include "generator/driver/emit.h"

#include "generator/description/cost.h"

#include <array>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <iterator>
#include <stdexcept>

namespace halenet::driver {

namespace {

using Text = std::string;

template <typename... Values>
void add(Text &text, fmt::format_string<Values...> format, Values &&...values) {
    fmt::format_to(std::back_inserter(text), format, std::forward<Values>(values)...);
}

const char *name_of(Region region) {
    switch (region) {
    case Region::weights:
        return "HALENET_WEIGHTS";
    case Region::state:
        return "HALENET_STATE";
    case Region::shard:
        return "HALENET_SHARD";
    }
    throw std::logic_error("an unknown region");
}

const char *initializer_of(Type type) {
    switch (type) {
    case Type::u8:
        return "{1, 8, 1}";
    case Type::f32:
        return "{2, 32, 1}";
    case Type::f64:
        return "{2, 64, 1}";
    }
    throw std::logic_error("an unknown type");
}

const char *name_of(Scalar scalar) {
    switch (scalar) {
    case Scalar::images:
        return "HALENET_ARGUMENT_IMAGES";
    case Scalar::batch:
        return "HALENET_ARGUMENT_BATCH";
    case Scalar::label_smoothing:
        return "HALENET_ARGUMENT_LABEL_SMOOTHING";
    case Scalar::learning_rate:
        return "HALENET_ARGUMENT_LEARNING_RATE";
    case Scalar::beta1:
        return "HALENET_ARGUMENT_BETA1";
    case Scalar::beta2:
        return "HALENET_ARGUMENT_BETA2";
    case Scalar::epsilon:
        return "HALENET_ARGUMENT_EPSILON";
    case Scalar::momentum:
        return "HALENET_ARGUMENT_MOMENTUM";
    case Scalar::weight_decay:
        return "HALENET_ARGUMENT_WEIGHT_DECAY";
    case Scalar::augment_pixels:
        return "HALENET_ARGUMENT_AUGMENT_PIXELS";
    case Scalar::augment_degrees:
        return "HALENET_ARGUMENT_AUGMENT_DEGREES";
    case Scalar::key_low:
        return "HALENET_ARGUMENT_KEY_LOW";
    case Scalar::key_high:
        return "HALENET_ARGUMENT_KEY_HIGH";
    case Scalar::first_image:
        return "HALENET_ARGUMENT_FIRST_IMAGE";
    case Scalar::scratch:
        return "HALENET_ARGUMENT_SCRATCH";
    }
    throw std::logic_error("an unknown scalar");
}

Text extent_of(int extent) {
    return extent == images_extent   ? "HALENET_EXTENT_IMAGES"
           : extent == shards_extent ? "HALENET_EXTENT_SHARDS"
                                     : std::to_string(extent);
}

Text view_row(const View &view) {
    std::vector<Text> dimensions;
    for (const Dimension &dimension : view.dimensions) {
        dimensions.push_back(fmt::format("{{{}, {}}}", extent_of(dimension.extent), dimension.stride));
    }
    return fmt::format("{{{}, {}, {}, {}, {{{}}}}}", name_of(view.region), initializer_of(view.type), dimensions.size(),
                       view.offset, fmt::join(dimensions, ", "));
}

Text call_row(const Library &library, const Program &program, const Call &call) {
    std::vector<Text> arguments;
    for (const Argument &argument : call.arguments) {
        arguments.push_back(argument.is_view ? std::to_string(argument.view) : name_of(argument.scalar));
    }
    return fmt::format("{{{}_argv, {}, {{{}}}}}",
                       symbol_of(library, program.kernels[static_cast<std::size_t>(call.kernel)]), arguments.size(),
                       fmt::join(arguments, ", "));
}

Text range_of(const Range &range) {
    return fmt::format("{{{}, {}}}", range.first, range.count);
}

Text layout_of(const Layout &layout) {
    return fmt::format("{{{}, {}, {}, {}, {}, {}, {}, {}}}", layout.bytes, layout.pixels, layout.labels,
                       layout.probabilities, layout.loss, layout.correct, layout.originals, layout.scratch);
}

Text parameter_row(const Parameter &parameter) {
    std::vector<int> shape = parameter.shape;
    shape.resize(4, 1);
    const float bound = static_cast<float>(1.0 / std::sqrt(static_cast<double>(parameter.inputs)));
    return fmt::format("{{\"{}\", {}, {{{}}}, {}, {}, {:a}f}}", parameter.name, parameter.shape.size(),
                       fmt::join(shape, ", "), parameter.offset, parameter.count, bound);
}

Text layer_row(const description::ModelDescription &model, std::size_t index, bool visible) {
    const description::Layer &layer = model.layers[index];
    return fmt::format(R"({{"{}", "{}", {}, {}, {}, {}, {}, {}}})", layer.name, description::kind(layer.operation),
                       layer.output.height, layer.output.width, layer.output.channels, layer.parameters,
                       description::multiply_adds(model, index), visible);
}

constexpr std::array<const char *, optimizers> update_tables{"adam_updates", "sgd_updates"};

} // namespace

std::string symbol_of(const Library &library, const Kernel &kernel) {
    return library.name + "_" + library.isa + "_" + kernel.name;
}

std::string emit_tables(const Library &library, const description::ModelDescription &model, const Program &program) {
    const auto &input = std::get<description::Input>(model.layers.front().operation);
    Text text;
    add(text, "/* Tables of {}, generated by halenet for {}. Do not edit. */\n#include \"internal.h\"\n\n",
        library.name, library.target);
    for (const Kernel &kernel : program.kernels) {
        add(text, "int {}_argv(void **arguments);\n", symbol_of(library, kernel));
    }
    add(text, "\nstatic const halenet_tensor_info tensors[] = {{\n");
    for (const Parameter &parameter : program.parameters) {
        add(text, "    {},\n", parameter_row(parameter));
    }
    add(text, "}};\n\nstatic const halenet_view views[] = {{\n");
    for (std::size_t k = 0; k < program.views.size(); ++k) {
        add(text, "    /* {} */ {},\n", k, view_row(program.views[k]));
    }
    add(text, "}};\n\nstatic const halenet_call calls[] = {{\n");
    for (std::size_t k = 0; k < program.calls.size(); ++k) {
        add(text, "    /* {} */ {},\n", k, call_row(library, program, program.calls[k]));
    }
    add(text, "}};\n");
    for (std::size_t k = 0; k < optimizers; ++k) {
        add(text, "\nstatic const halenet_range {}[] = {{\n", update_tables[k]);
        for (const Range &range : program.updates[k]) {
            add(text, "    {},\n", range_of(range));
        }
        add(text, "}};\n");
    }
    add(text, "\nstatic const halenet_output outputs[] = {{\n");
    for (const Output &output : program.outputs) {
        add(text, "    {{{}, {}}},\n", output.offset, output.stride);
    }
    add(text, "}};\n\nstatic const halenet_layer_info layers[] = {{\n");
    for (std::size_t k = 0; k < model.layers.size(); ++k) {
        add(text, "    {},\n", layer_row(model, k, program.outputs[k].stride != 0));
    }
    add(text, "}};\n\nstatic const halenet_isa isas[] = {{\n    {{\"{}\", {}u, views, calls,\n", library.isa,
        library.features);
    add(text, "     {},\n     {},\n     {},\n", layout_of(program.classify_layout), layout_of(program.evaluate_layout),
        layout_of(program.train_layout));
    add(text, "     {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {{{}}}, {}, outputs}},\n}};\n\n", range_of(program.front),
        range_of(program.classify), range_of(program.classify_few), program.few, range_of(program.evaluate),
        range_of(program.train), range_of(program.augment), range_of(program.rates), range_of(program.pack),
        range_of(program.pack_few), fmt::join(update_tables, ", "), program.updates.front().size());
    add(text, "const halenet_library_tables halenet_tables = {{\n");
    add(text, "    {{\"{}\", \"{}\", \"{}\", {}, {}, {}, {},\n", model.name, description::model_hash(model),
        library.target, input.shape.height, input.shape.width, input.shape.channels,
        model.layers.back().output.channels);
    add(text, "     {:a}, {:a}, {}, {}, tensors, {}, layers, {}, {}}},\n", input.mean, input.deviation,
        description::parameter_count(model), program.parameters.size(), model.layers.size(), program.weights_bytes,
        program.state_bytes);
    add(text, "    isas, 1, {}, {}, {}, {}, {}}};\n", program.gradients, program.moment1, program.moment2,
        program.powers, program.few_packed);
    return text;
}

} // namespace halenet::driver
