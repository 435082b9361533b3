#include "generator/driver/emit.h"
#include "generator/driver/fill_template.h"
#include "generator/driver/version.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <halenet/core.h>

namespace halenet::driver {

namespace {

/// A comment of the user's inside a C comment: its end must not end ours.
std::string harmless(std::string text) {
    for (std::size_t at = text.find("*/"); at != std::string::npos; at = text.find("*/", at)) {
        text.replace(at, 2, "* /");
    }
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

std::string layer_lines(const description::ModelDescription &model) {
    std::string lines = model.comment.empty() ? "" : " * " + harmless(model.comment) + "\n *\n";
    for (const auto &layer : model.layers) {
        lines += fmt::format(" *   {:<10} {:>3} x {:>3} x {:<5} {:>9} parameters", layer.name, layer.output.height,
                             layer.output.width, layer.output.channels, layer.parameters);
        lines += layer.comment.empty() ? "\n" : "  " + harmless(layer.comment) + "\n";
    }
    lines.pop_back();
    return lines;
}

} // namespace

std::string emit_header(const std::string &header_template, const Library &library) {
    const auto &model = library.model;
    const auto &shape = model.layers.front().output;
    const MemorySizes sizes = memory_sizes(library);
    std::vector<std::string> isas;
    for (const Isa &isa : library.isas) {
        isas.push_back(isa.target.name);
    }
    const auto kernels = most(library, [](const Program &program) { return program.kernels.size(); });
    return fill_template(header_template, {
                                              {"name", library.name},
                                              {"NAME", upper_case(library.name)},
                                              {"model", model.name},
                                              {"version", version},
                                              {"abi", std::to_string(HALENET_ABI)},
                                              {"isas", fmt::format("{}", fmt::join(isas, ", "))},
                                              {"layers", layer_lines(model)},
                                              {"height", std::to_string(shape.height)},
                                              {"width", std::to_string(shape.width)},
                                              {"channels", std::to_string(shape.channels)},
                                              {"classes", std::to_string(model.layers.back().output.channels)},
                                              {"parameters", std::to_string(description::parameter_count(model))},
                                              {"kernels", std::to_string(kernels)},
                                              {"weights_bytes", std::to_string(sizes.weights)},
                                              {"state_bytes", std::to_string(sizes.state)},
                                              {"one_bytes", std::to_string(sizes.one)},
                                              {"classify_shard_bytes", std::to_string(sizes.classify_shard)},
                                              {"train_shard_bytes", std::to_string(sizes.train_shard)},
                                              {"adapt_bytes", std::to_string(sizes.adapt)},
                                              {"selftest_bytes", std::to_string(sizes.selftest)},
                                              {"timing", library.timing ? "yes" : ""},
                                              {"trains", library.use == Use::train ? "yes" : ""},
                                          });
}

} // namespace halenet::driver
