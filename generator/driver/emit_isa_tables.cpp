#include "generator/driver/emit.h"
#include "generator/driver/emit_kernels.h"
#include "generator/driver/emit_text.h"

#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <stdexcept>

namespace halenet::driver {

namespace {

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

Text call_row(const Library &library, const Isa &isa, const Call &call) {
    std::vector<Text> arguments;
    for (const Argument &argument : call.arguments) {
        arguments.push_back(argument.is_view ? std::to_string(argument.view) : name_of(argument.scalar));
    }
    const Kernel &kernel = isa.program.kernels[static_cast<std::size_t>(call.kernel)];
    return fmt::format("{{{}_argv, {}, {}, {{{}}}}}", symbol_of(library, isa.target, kernel), call.kernel,
                       arguments.size(), fmt::join(arguments, ", "));
}

Text range_of(const Range &range) {
    return fmt::format("{{{}, {}}}", range.first, range.count);
}

Text layout_of(const Layout &layout) {
    return fmt::format("{{{}, {}, {}, {}, {}, {}, {}, {}, {}}}", layout.bytes, layout.pixels, layout.labels,
                       layout.logits, layout.probabilities, layout.loss, layout.correct, layout.originals,
                       layout.scratch);
}

constexpr std::array<const char *, optimizers> update_tables{"adam_updates", "sgd_updates"};

/// An array, or a null pointer where it would have no rows: C has no empty arrays.
template <typename Rows>
void add_table(Text &text, const char *type, const Text &name, const Rows &rows) {
    if (rows.empty()) {
        add(text, "#define {} NULL\n\n", name);
        return;
    }
    add(text, "static const {} {}[] = {{\n", type, name);
    for (const Text &row : rows) {
        add(text, "    {},\n", row);
    }
    add(text, "}};\n\n");
}

std::vector<Text> range_rows(const std::vector<Range> &ranges) {
    std::vector<Text> rows;
    for (const Range &range : ranges) {
        rows.push_back(range_of(range));
    }
    return rows;
}

std::vector<Text> output_rows(const std::vector<Output> &outputs) {
    std::vector<Text> rows;
    for (const Output &output : outputs) {
        rows.push_back(fmt::format("{{{}, {}}}", output.offset, output.stride));
    }
    return rows;
}

} // namespace

std::string identifier_of(std::string text) {
    for (char &character : text) {
        const bool usable = (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
        character = usable ? character : '_';
    }
    return text;
}

std::string symbol_of(const Library &library, const Target &target, const Kernel &kernel) {
    return library.name + "_" + identifier_of(target.name) + "_" + kernel.name;
}

std::string emit_isa_tables(const Library &library, std::size_t index) {
    const Isa &isa = library.isas[index];
    const Program &program = isa.program;
    Text text;
    add(text, "/* ---- {} */\n\n", isa.target.name);
    for (const Kernel &kernel : program.kernels) {
        add(text, "int {}_argv(void **arguments);\n", symbol_of(library, isa.target, kernel));
    }
    std::vector<Text> views, calls;
    for (const View &view : program.views) {
        views.push_back(view_row(view));
    }
    for (const Call &call : program.calls) {
        calls.push_back(call_row(library, isa, call));
    }
    add(text, "\n");
    const auto name = [&](const char *table) { return fmt::format("{}_{}", table, index); };
    add_table(text, "halenet_kernel_info", name("kernels"), kernel_rows(program));
    add_table(text, "halenet_view", name("views"), views);
    add_table(text, "halenet_call", name("calls"), calls);
    for (std::size_t k = 0; k < optimizers; ++k) {
        add_table(text, "halenet_range", name(update_tables[k]), range_rows(program.updates[k]));
    }
    add_table(text, "halenet_range", name("adapt_updates"), range_rows(program.adapt_updates));
    add_table(text, "halenet_output", name("outputs"), output_rows(program.outputs));
    add_table(text, "halenet_output", name("one_outputs"), output_rows(program.one_outputs));
    return text;
}

std::string isa_row(const Library &library, std::size_t index) {
    const auto &[target, requirements, program] = library.isas[index];
    Text text;
    add(text, "    {{\n        .name = \"{}\",\n        .index = {},\n", target.name, index);
    add(text, "        .requirements = {{{:#x}u, {}}},\n", requirements.features, requirements.vector_bits);
    add(text, "        .views = views_{0},\n        .calls = calls_{0},\n        .call_count = {1},\n", index,
        program.calls.size());
    add(text, "        .kernels = kernels_{},\n        .kernel_count = {},\n", index, program.kernels.size());
    const std::array<std::pair<const char *, const Layout *>, 5> layouts{{{"classify", &program.classify_layout},
                                                                          {"one", &program.one_layout},
                                                                          {"evaluate", &program.evaluate_layout},
                                                                          {"train", &program.train_layout},
                                                                          {"adapt", &program.adapt_layout}}};
    for (const auto &[name, layout] : layouts) {
        add(text, "        .{}_layout = {},\n", name, layout_of(*layout));
    }
    const std::array<std::pair<const char *, Range>, 11> ranges{{{"front", program.front},
                                                                 {"classify", program.classify},
                                                                 {"classify_few", program.classify_few},
                                                                 {"one", program.one},
                                                                 {"evaluate", program.evaluate},
                                                                 {"train", program.train},
                                                                 {"augment", program.augment},
                                                                 {"rates", program.rates},
                                                                 {"pack", program.pack},
                                                                 {"pack_few", program.pack_few},
                                                                 {"adapt", program.adapt}}};
    for (const auto &[name, range] : ranges) {
        add(text, "        .{} = {},\n", name, range_of(range));
    }
    add(text, "        .few = {},\n        .parallel_from = {},\n", program.few, program.parallel_from);
    add(text, "        .updates = {{{0}_{2}, {1}_{2}}},\n", update_tables[0], update_tables[1], index);
    add(text, "        .update_count = {},\n", program.updates.front().size());
    add(text, "        .adapt_updates = adapt_updates_{},\n        .adapt_update_count = {},\n", index,
        program.adapt_updates.size());
    add(text, "        .outputs = outputs_{0},\n        .one_outputs = one_outputs_{0},\n    }},\n", index);
    return text;
}

} // namespace halenet::driver
