#include "runtime/cli/check_table.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include <fmt/format.h>

#include "generator/description/cost.h"
#include "runtime/report/numbers.h"
#include "runtime/terminal/text_table.h"

namespace halenet::cli {
namespace {

using Json = nlohmann::ordered_json;

/// Which kernels serve a layer, as the planner chose: "fused", "general", or null where it needs none.
Json path_of(const std::string &layer, const Json &manifest) {
    for (const Json &operation : manifest.at("operations"))
        if (operation.at("layer") == layer)
            return operation.at("path");
    return nullptr;
}

using Row = std::vector<std::string>;

std::string number(const Json &value) {
    return grouped(value.get<std::int64_t>());
}

Row row_of(const Json &layer) {
    const Json &output = layer.at("output");
    return {layer.at("name"),
            layer.at("kind"),
            fmt::format("{}x{}x{}", output[0].get<int>(), output[1].get<int>(), output[2].get<int>()),
            number(layer.at("parameters")),
            number(layer.at("multiply_adds")),
            layer.at("path").is_null() ? "" : layer.at("path").get<std::string>()};
}

} // namespace

Json summary_of(const description::ModelDescription &model, const Json &manifest, std::int64_t batch) {
    Json layers = Json::array();
    std::int64_t sum = 0;
    for (std::size_t index = 0; index < model.layers.size(); ++index) {
        const description::Layer &layer = model.layers[index];
        const std::int64_t multiply_adds = description::multiply_adds(model, index);
        sum += multiply_adds;
        layers.push_back({{"name", layer.name},
                          {"kind", description::kind(layer.operation)},
                          {"output", {layer.output.height, layer.output.width, layer.output.channels}},
                          {"parameters", layer.parameters},
                          {"multiply_adds", multiply_adds},
                          {"path", path_of(layer.name, manifest)}});
    }
    const Json &bytes = manifest.at("bytes");
    const std::int64_t shards = (batch + description::shard_images - 1) / description::shard_images;
    const auto size_of = [&](const char *key) { return bytes.at(key).get<std::int64_t>(); };
    return {{"model", model.name},
            {"hash", description::model_hash(model)},
            {"target", manifest.at("targets").front().at("halide")},
            {"layers", layers},
            {"parameters", description::parameter_count(model)},
            {"multiply_adds", sum},
            {"batch", batch},
            {"bytes",
             {{"weights", bytes.at("weights")},
              {"state", bytes.at("state")},
              {"classify_workspace",
               batch == 1 ? size_of("classify_workspace_one") : shards * size_of("classify_workspace_a_shard")},
              {"train_workspace", shards * size_of("train_workspace_a_shard")}}}};
}

std::string table_of(const Json &summary) {
    std::vector<Row> rows{{"layer", "kind", "output", "parameters", "multiply-adds", "kernels"}};
    std::ranges::transform(summary.at("layers"), std::back_inserter(rows), row_of);
    rows.push_back({"total", "", "", number(summary.at("parameters")), number(summary.at("multiply_adds")), ""});
    const std::vector<std::string> lines = aligned(rows, "<<<>><");
    const std::string rule(std::ranges::max(lines, {}, &std::string::size).size(), '-');
    std::string table = fmt::format("Model: {}\n", summary.at("model").get<std::string>());
    for (std::size_t index = 0; index < lines.size(); ++index) {
        if (index == 1 || index == lines.size() - 1)
            table += rule + '\n';
        table += lines[index] + '\n';
    }

    const Json &bytes = summary.at("bytes");
    const auto batch = summary.at("batch").get<std::int64_t>();
    table += fmt::format("\nMemory for {}, in bytes:\n", summary.at("target").get<std::string>());
    const auto add_bytes = [&](const std::string &what, const char *key) {
        table += fmt::format("{:36}  {:>15}\n", what, number(bytes.at(key)));
    };
    add_bytes("weights", "weights");
    add_bytes("state, to train", "state");
    add_bytes(fmt::format("workspace, to classify {} at once", grouped(batch)), "classify_workspace");
    add_bytes(fmt::format("workspace, to train a batch of {}", grouped(batch)), "train_workspace");
    return table;
}

} // namespace halenet::cli
