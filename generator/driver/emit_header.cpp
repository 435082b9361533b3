#include "generator/driver/emit.h"
#include "generator/driver/version.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <stdexcept>

namespace halenet::driver {

namespace {

std::string upper_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

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

std::string emit_header(const std::string &header_template, const Library &library,
                        const description::ModelDescription &model, const Program &program) {
    const auto &shape = model.layers.front().output;
    const std::size_t classify = std::max(program.classify_layout.bytes, program.evaluate_layout.bytes);
    const std::map<std::string, std::string> values{
        {"name", library.name},
        {"NAME", upper_case(library.name)},
        {"model", model.name},
        {"version", version},
        {"target", library.target},
        {"layers", layer_lines(model)},
        {"height", std::to_string(shape.height)},
        {"width", std::to_string(shape.width)},
        {"channels", std::to_string(shape.channels)},
        {"classes", std::to_string(model.layers.back().output.channels)},
        {"parameters", std::to_string(description::parameter_count(model))},
        {"weights_bytes", std::to_string(program.weights_bytes)},
        {"state_bytes", std::to_string(program.state_bytes)},
        {"classify_shard_bytes", std::to_string(classify)},
        {"train_shard_bytes", std::to_string(std::max(classify, program.train_layout.bytes))},
    };
    std::string text;
    std::size_t at = 0;
    for (std::size_t open = header_template.find('@'); open != std::string::npos;
         open = header_template.find('@', at)) {
        const std::size_t close = header_template.find('@', open + 1);
        const auto value =
            close == std::string::npos ? values.end() : values.find(header_template.substr(open + 1, close - open - 1));
        if (value == values.end()) {
            throw std::logic_error("library.h.in has an unknown placeholder");
        }
        text += header_template.substr(at, open - at) + value->second;
        at = close + 1;
    }
    return text + header_template.substr(at);
}

} // namespace halenet::driver
