#include "runtime/bundle/manifest.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <halenet/error.h>

#include "runtime/bundle/archive.h"

namespace halenet {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view format = "halenet-manifest";
constexpr int version = 2;

// Around the manifest in a library, so that it is found in any format of objects.
constexpr std::string_view begin_mark = "halenet-manifest-begin\n", end_mark = "\nhalenet-manifest-end\n";

Manifest::Target target_of(const Json &json) {
    return {json.at("name"), json.at("halide"), json.at("requires"), json.at("vector_bits")};
}

/// A kernel is a layer's where the layer's name begins its own; where that holds for several, the longest one's.
std::string path_of(const std::string &kernel, const Json &operations) {
    std::string layer, path;
    for (const Json &operation : operations) {
        const auto name = operation.at("layer").get<std::string>();
        if (kernel.starts_with(name + "_") && name.size() > layer.size()) {
            layer = name;
            path = operation.at("path");
        }
    }
    return path;
}

Manifest read(const Json &json) {
    Manifest manifest;
    manifest.library = json.at("library");
    const Json &model = json.at("model");
    manifest.model = model.at("name");
    manifest.hash = model.at("hash");
    manifest.parameters = model.at("parameters");
    manifest.description = json.at("description").dump();
    std::ranges::transform(json.at("targets"), std::back_inserter(manifest.targets), target_of);
    manifest.purpose = json.at("for");
    manifest.strict = json.at("strict");
    manifest.symbols = json.value("symbols", false);
    manifest.timing = json.value("timing", false);
    manifest.digest = json.at("digest");
    if (const Json &weights = json.at("weights"); !weights.is_null())
        manifest.weights = {weights.at("as") == "embedded", weights.at("sha256")};
    for (const auto &[part, number] : json.at("versions").items())
        manifest.versions.emplace_back(part, number);
    for (const auto &[use, count] : json.at("bytes").items())
        manifest.bytes.emplace_back(use, count);
    for (const Json &kernel : json.at("kernels"))
        manifest.kernels.push_back({kernel.at("isa"), kernel.at("name"),
                                    path_of(kernel.at("name"), json.at("operations")), kernel.at("plan"),
                                    kernel.at("plan_from")});
    return manifest;
}

} // namespace

Manifest parse_manifest(std::string text, const std::string &file) {
    try {
        const Json json = Json::parse(text);
        if (json.at("format") != format || json.at("version") != version)
            throw Error(fmt::format("{}: found a manifest of the format {} {}, {} {} was expected; this version of "
                                    "halenet cannot read it",
                                    file, json.at("format").dump(), json.at("version").dump(), format, version));
        Manifest manifest = read(json);
        if (manifest.targets.empty())
            throw Error(fmt::format("{}: its manifest names no target, one at least was expected", file));
        manifest.text = std::move(text);
        return manifest;
    } catch (const Json::exception &error) {
        throw Error(fmt::format("{}: its manifest is damaged ({})", file, error.what()));
    }
}

Manifest manifest_in(std::string_view archive, const std::string &file) {
    for (const ArchiveMember &member : members_of(archive, file)) {
        const std::size_t begin = member.content.find(begin_mark);
        if (begin == std::string_view::npos)
            continue;
        const std::string_view text = member.content.substr(begin + begin_mark.size());
        const std::size_t end = text.find(end_mark);
        if (end == std::string_view::npos)
            throw Error(fmt::format("{}: its manifest has no end; the library is damaged", file));
        return parse_manifest(std::string(text.substr(0, end)), file);
    }
    throw Error(
        fmt::format("{}: holds no manifest, a static library that `halenet generate` wrote was expected", file));
}

} // namespace halenet
