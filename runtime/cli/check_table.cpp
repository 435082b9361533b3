#include "runtime/cli/check_table.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

#include <fmt/format.h>

#include "generator/description/cost.h"
#include "runtime/cli/text.h"

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

using Row = std::array<std::string, 6>;

std::string line_of(const Row &row, const std::array<std::size_t, 6> &widths) {
    const std::string line = fmt::format("{:{}}  {:{}}  {:{}}  {:>{}}  {:>{}}  {}", row[0], widths[0], row[1],
                                         widths[1], row[2], widths[2], row[3], widths[3], row[4], widths[4], row[5]);
    return line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
}

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
    const auto classify = bytes.at("classify_workspace_a_shard").get<std::int64_t>();
    const auto train = bytes.at("train_workspace_a_shard").get<std::int64_t>();
    return {{"model", model.name},
            {"hash", description::model_hash(model)},
            {"target", manifest.at("target")},
            {"layers", layers},
            {"parameters", description::parameter_count(model)},
            {"multiply_adds", sum},
            {"batch", batch},
            {"bytes",
             {{"weights", bytes.at("weights")},
              {"state", bytes.at("state")},
              {"classify_workspace", shards * classify},
              {"train_workspace", shards * std::max(classify, train)}}}};
}

std::string table_of(const Json &summary) {
    std::vector<Row> rows{{"layer", "kind", "output", "parameters", "multiply-adds", "kernels"}};
    std::ranges::transform(summary.at("layers"), std::back_inserter(rows), row_of);
    rows.push_back({"total", "", "", number(summary.at("parameters")), number(summary.at("multiply_adds")), ""});
    std::array<std::size_t, 6> widths{};
    for (const Row &row : rows)
        for (std::size_t column = 0; column < row.size(); ++column)
            widths[column] = std::max(widths[column], row[column].size());

    const std::string rule(widths[0] + widths[1] + widths[2] + widths[3] + widths[4] + widths[5] + 10, '-');
    std::string table = fmt::format("Model: {}\n", summary.at("model").get<std::string>());
    for (std::size_t index = 0; index < rows.size(); ++index) {
        if (index == 1 || index == rows.size() - 1)
            table += rule + '\n';
        table += line_of(rows[index], widths);
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
