#include "runtime/weights/another_model.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "runtime/weights/tensors.h"

namespace halenet {
namespace {

/// What the file has, and what the model has in its place.
struct Difference {
    std::string theirs;
    std::string ours;
};

std::optional<Difference> tensors_that_differ(const WeightsHeader &header, const halenet_model_info &model) {
    for (const halenet_tensor_info &tensor : tensors_of(model)) {
        const std::string ours = fmt::format("{} {}", tensor.name, text_of(shape_of(tensor)));
        const auto entry = header.tensors.find(tensor.name);
        if (entry == header.tensors.end())
            return Difference{fmt::format("no {}", tensor.name), ours};
        if (entry->second.shape != shape_of(tensor))
            return Difference{fmt::format("{} {}", tensor.name, printable(text_of(entry->second.shape))), ours};
    }
    for (const auto &[name, tensor] : header.tensors)
        if (std::ranges::none_of(tensors_of(model), [&](const auto &own) { return own.name == name; }))
            return Difference{fmt::format("{} {}", printable(name), printable(text_of(tensor.shape))),
                              fmt::format("no {}", printable(name))};
    return std::nullopt;
}

/// The first of the parts, between commas, where the texts differ.
Difference first_part_that_differs(std::string_view theirs, std::string_view ours) {
    const auto next_part = [](std::string_view &text) {
        const std::size_t end = text.find(", ");
        const std::string_view part = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
        return part;
    };
    const auto layer = [](std::string_view part) {
        return part.empty() ? "no further layer" : fmt::format("the layer {}", printable(part));
    };
    std::string_view their_part;
    std::string_view our_part;
    do {
        their_part = next_part(theirs);
        our_part = next_part(ours);
    } while (their_part == our_part);
    return {layer(their_part), layer(our_part)};
}

Difference difference(const WeightsHeader &header, const halenet_model_info &model) {
    const auto value_of = [&](std::string_view key) {
        const auto entry = header.metadata.find(std::string(key));
        return entry == header.metadata.end() ? std::string() : entry->second;
    };
    if (const std::optional<Difference> tensors = tensors_that_differ(header, model))
        return *tensors;
    if (const std::string layers = value_of(metadata_key::layers); !layers.empty() && layers != text_of_layers(model))
        return first_part_that_differs(layers, text_of_layers(model));
    const auto normalisation = [](const std::string &mean, const std::string &deviation) {
        return fmt::format("a mean of {} and a deviation of {}", printable(mean), printable(deviation));
    };
    Difference numbers{normalisation(value_of(metadata_key::mean), value_of(metadata_key::deviation)),
                       normalisation(fmt::format("{}", model.mean), fmt::format("{}", model.deviation))};
    if (numbers.theirs != numbers.ours)
        return numbers;
    return {fmt::format("the same shapes and the hash {}", printable(value_of(metadata_key::model_hash))),
            fmt::format("the hash {}, so an activation, a stride, a rate or the order of sums is another", model.hash)};
}

} // namespace

std::string another_model(const std::string &file, const WeightsHeader &header, const halenet_model_info &model) {
    const auto name = header.metadata.find(std::string(metadata_key::model));
    const std::string their_name = name == header.metadata.end() ? "a model without a name" : printable(name->second);
    const bool same_name = their_name == model.name;
    const Difference found = difference(header, model);
    return fmt::format("{}: holds weights of {}{}, with {}, but {}{} has {}; train it again", file,
                       same_name ? "another " : "", their_name, found.theirs, same_name ? "this " : "", model.name,
                       found.ours);
}

} // namespace halenet
