#include <halenet/weights.h>

#include <algorithm>
#include <bit>
#include <cstdint>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <halenet/error.h>

#include "runtime/files/input_file.h"
#include "runtime/weights/another_model.h"
#include "runtime/weights/header.h"
#include "runtime/weights/tensors.h"

namespace halenet {
namespace {

std::string name_of(const InputFile &file) {
    return file.path().string();
}

/// Reads exactly what was asked for; the caller has compared with the file's size, so less means a file that shrinks.
void read_fully(InputFile &file, std::span<std::byte> bytes) {
    if (file.read(bytes) < bytes.size())
        throw Error(fmt::format("{}: is truncated", name_of(file)));
}

WeightsHeader read_header(InputFile &file, std::uint64_t &header_bytes) {
    if (file.size() < sizeof header_bytes)
        throw Error(fmt::format("{}: holds {} bytes, a safetensors file with weights was expected", name_of(file),
                                file.size()));
    static_assert(std::endian::native == std::endian::little, "the file's numbers are little-endian");
    read_fully(file, std::as_writable_bytes(std::span(&header_bytes, 1)));
    if (const std::uint64_t limit = std::min<std::uint64_t>(file.size() - sizeof header_bytes, longest_weights_header);
        header_bytes > limit)
        throw Error(fmt::format("{}: announces a header of {} bytes, {} at most were expected in a safetensors file of "
                                "{} bytes; it is truncated, damaged or another kind of file",
                                name_of(file), header_bytes, limit, file.size()));
    std::string json(static_cast<std::size_t>(header_bytes), '\0');
    read_fully(file, std::as_writable_bytes(std::span(json)));
    return parse_weights_header(json, name_of(file));
}

void check_metadata(const InputFile &file, const WeightsHeader &header, const halenet_model_info &model) {
    const auto value_of = [&](std::string_view key) -> std::string {
        const auto entry = header.metadata.find(std::string(key));
        return entry == header.metadata.end() ? "" : printable(entry->second);
    };
    if (const std::string format = value_of(metadata_key::format); format != weights_format)
        throw Error(fmt::format(R"({}: its metadata say format "{}", "{}" was expected; it was not written by halenet)",
                                name_of(file), format, weights_format));
    if (const std::string version = value_of(metadata_key::format_version); version != weights_format_version)
        throw Error(
            fmt::format(R"({}: has version "{}" of the weights' format, version {} was expected; halenet {} wrote it)",
                        name_of(file), version, weights_format_version, value_of(metadata_key::version)));
    if (value_of(metadata_key::model_hash) != model.hash)
        throw Error(another_model(name_of(file), header, model));
}

/// Every tensor of the model is there with its type and shape, and no other.
void check_tensors(const InputFile &file, const WeightsHeader &header, const halenet_model_info &model) {
    for (const halenet_tensor_info &tensor : tensors_of(model)) {
        const auto entry = header.tensors.find(tensor.name);
        if (entry == header.tensors.end())
            throw Error(fmt::format("{}: has no tensor {}, which {} needs", name_of(file), tensor.name, model.name));
        const WeightsHeader::Tensor &found = entry->second;
        if (found.dtype != "F32")
            throw Error(fmt::format("{}: tensor {} is of dtype {}, F32 was expected", name_of(file), tensor.name,
                                    printable(found.dtype)));
        if (found.shape != shape_of(tensor))
            throw Error(fmt::format("{}: tensor {} has shape [{}], [{}] was expected", name_of(file), tensor.name,
                                    printable(fmt::format("{}", fmt::join(found.shape, ", "))),
                                    fmt::join(shape_of(tensor), ", ")));
        if (found.begin > found.end || found.end - found.begin != tensor.count * sizeof(float))
            throw Error(fmt::format("{}: tensor {} lies at bytes {} to {}, {} bytes were expected", name_of(file),
                                    tensor.name, found.begin, found.end, tensor.count * sizeof(float)));
    }
    for (const auto &[name, found] : header.tensors)
        if (std::ranges::none_of(tensors_of(model), [&](const auto &tensor) { return tensor.name == name; }))
            throw Error(
                fmt::format("{}: has a tensor {}, which {} does not have", name_of(file), printable(name), model.name));
}

/// The tensors follow each other without overlap or hole, from the first byte of the data to the file's last.
void check_offsets(const InputFile &file, const WeightsHeader &header, std::uint64_t data_bytes) {
    using Entry = std::pair<const std::string, WeightsHeader::Tensor>;
    std::vector<const Entry *> in_order;
    in_order.reserve(header.tensors.size());
    for (const Entry &entry : header.tensors)
        in_order.push_back(&entry);
    std::ranges::sort(in_order, {}, [](const Entry *entry) { return entry->second.begin; });
    std::uint64_t end = 0;
    for (const Entry *entry : in_order) {
        if (entry->second.begin != end)
            throw Error(fmt::format("{}: tensor {} starts at byte {} of the data, byte {} was expected (no overlap, no "
                                    "hole)",
                                    name_of(file), entry->first, entry->second.begin, end));
        end = entry->second.end;
    }
    if (end != data_bytes)
        throw Error(fmt::format("{}: holds {} bytes of data, its header describes {}; it is truncated or damaged",
                                name_of(file), data_bytes, end));
}

} // namespace

std::vector<float> load_weights(const std::filesystem::path &path, const halenet_model_info &model) {
    InputFile file(path);
    std::uint64_t header_bytes = 0;
    const WeightsHeader header = read_header(file, header_bytes);
    check_metadata(file, header, model);
    check_tensors(file, header, model);
    check_offsets(file, header, file.size() - sizeof header_bytes - header_bytes);

    // All sizes are now known to be the model's own.
    std::vector<float> stored(model.parameters);
    read_fully(file, std::as_writable_bytes(std::span(stored)));
    std::vector<float> parameters(model.parameters);
    for (const halenet_tensor_info &tensor : tensors_of(model)) {
        const auto first =
            stored.begin() + static_cast<std::ptrdiff_t>(header.tensors.at(tensor.name).begin / sizeof(float));
        std::copy_n(first, tensor.count, parameters.begin() + static_cast<std::ptrdiff_t>(tensor.offset));
    }
    if (const halenet_tensor_info *tensor = find_not_finite(model, parameters))
        throw Error(fmt::format("{}: tensor {} holds an infinite number or no number, finite weights were expected",
                                path.string(), tensor->name));
    return parameters;
}

} // namespace halenet
