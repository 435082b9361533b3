#include <halenet/weights.h>

#include <bit>
#include <cstring>

#include <fmt/format.h>

#include <halenet/error.h>

#include "runtime/files/files.h"
#include "runtime/weights/header.h"
#include "runtime/weights/tensors.h"

namespace halenet {
namespace {

WeightsHeader header_for(const halenet_model_info &model, const std::map<std::string, std::string> &extra_metadata) {
    WeightsHeader header;
    header.metadata = extra_metadata;
    const auto add = [&](std::string_view key, std::string value) {
        if (!header.metadata.emplace(key, std::move(value)).second)
            throw Error(
                fmt::format("the metadata key \"{}\" of weights is halenet's own, another key was expected", key));
    };
    add(metadata_key::format, std::string(weights_format));
    add(metadata_key::format_version, std::string(weights_format_version));
    add(metadata_key::model, model.name);
    add(metadata_key::model_hash, model.hash);
    add(metadata_key::normalisation, "a layer sees (pixel / 255 - mean) / deviation");
    add(metadata_key::mean, fmt::format("{}", model.mean)); // the shortest text that reads back as the same number
    add(metadata_key::deviation, fmt::format("{}", model.deviation));
    add(metadata_key::layers, text_of_layers(model));
    add(metadata_key::layout, "row-major; convolution weights [filters][kernel_y][kernel_x][channels], dense weights "
                              "[units][inputs] with the inputs of a flattened image in the order [y][x][channel]");
    add(metadata_key::version, HALENET_VERSION);
    for (const halenet_tensor_info &tensor : tensors_of(model))
        header.tensors[tensor.name] = {.dtype = "F32",
                                       .shape = shape_of(tensor),
                                       .begin = tensor.offset * sizeof(float),
                                       .end = (tensor.offset + tensor.count) * sizeof(float)};
    return header;
}

} // namespace

void save_weights(const std::filesystem::path &path, const halenet_model_info &model, std::span<const float> parameters,
                  const std::map<std::string, std::string> &extra_metadata) {
    if (parameters.size() != model.parameters)
        throw Error(fmt::format("{}: {} parameters were given to save, {} has {}", path.string(), parameters.size(),
                                model.name, model.parameters));
    if (const halenet_tensor_info *tensor = find_not_finite(model, parameters))
        throw Error(fmt::format("{}: not written, because {} of {} holds an infinite number or no number; the training "
                                "diverged, a smaller learning rate may help",
                                path.string(), tensor->name, model.name));
    static_assert(std::endian::native == std::endian::little, "the file's numbers are little-endian");
    const std::string header = to_json(header_for(model, extra_metadata));
    const std::uint64_t header_bytes = header.size();
    std::string content(sizeof header_bytes, '\0');
    std::memcpy(content.data(), &header_bytes, sizeof header_bytes);
    content += header;
    content.append(reinterpret_cast<const char *>(parameters.data()), parameters.size_bytes());
    write_file_atomically(path, content);
}

} // namespace halenet
