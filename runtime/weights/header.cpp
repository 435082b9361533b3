#include "runtime/weights/header.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <halenet/error.h>

namespace halenet {
namespace {

using nlohmann::json;

constexpr std::string_view metadata_name = "__metadata__";

/// Builds the values while it looks for what the library lets pass: duplicate keys (the last would win) and nesting
/// that no header has.
class HeaderParser {
  public:
    explicit HeaderParser(const std::string &file) : file_(file) {}

    WeightsHeader parse(std::string_view text) {
        const json root = parse_json(text);
        WeightsHeader header;
        for (const auto &[name, entry] : root.items()) {
            if (name == metadata_name)
                header.metadata = read_metadata(entry);
            else
                header.tensors.emplace(name, read_tensor(name, entry));
        }
        return header;
    }

  private:
    [[noreturn]] void fail(const std::string &what) const {
        throw Error(
            fmt::format("{}: its safetensors header {}; the file is damaged or no safetensors file", file_, what));
    }

    json parse_json(std::string_view text) {
        // The library takes the one for the end of the text and passes over the other; JSON has neither.
        if (text.find('\0') != std::string_view::npos || text.starts_with("\xef\xbb\xbf"))
            fail("has a zero byte or a byte order mark");
        json root;
        try {
            root = json::parse(text, [this](int depth, json::parse_event_t event, json &value) {
                check(depth, event, value);
                return true;
            });
        } catch (const json::parse_error &error) {
            fail(fmt::format("is no valid JSON at its byte {}", error.byte));
        } catch (const json::out_of_range &) {
            fail("has a number out of range");
        }
        if (!root.is_object())
            fail("is no JSON object");
        return root;
    }

    void check(int depth, json::parse_event_t event, const json &value) {
        using Event = json::parse_event_t;
        if ((event == Event::object_start || event == Event::array_start) && depth >= deepest)
            fail("is nested too deeply");
        if (event == Event::object_start)
            keys_[static_cast<std::size_t>(depth)].clear();
        if (event == Event::key) {
            const std::string &name = value.get_ref<const std::string &>();
            if (!keys_[static_cast<std::size_t>(depth - 1)].insert(name).second)
                fail(fmt::format("has the key \"{}\" twice", printable(name)));
        }
    }

    [[nodiscard]] std::map<std::string, std::string> read_metadata(const json &entry) const {
        std::map<std::string, std::string> metadata;
        if (!entry.is_object())
            fail("has metadata that are no JSON object");
        for (const auto &[key, value] : entry.items()) {
            if (!value.is_string())
                fail(fmt::format("has metadata \"{}\" that are no string", printable(key)));
            metadata.emplace(key, value.get<std::string>());
        }
        return metadata;
    }

    [[nodiscard]] WeightsHeader::Tensor read_tensor(const std::string &name, const json &entry) const {
        if (!entry.is_object() || entry.size() != 3 || !entry.contains("dtype") || !entry.contains("shape") ||
            !entry.contains("data_offsets") || !entry["dtype"].is_string())
            fail(fmt::format("describes tensor \"{}\" other than by dtype, shape and data_offsets", printable(name)));
        const std::vector<std::uint64_t> offsets = read_numbers(name, entry["data_offsets"]);
        if (offsets.size() != 2)
            fail(fmt::format("gives tensor \"{}\" {} offsets, two were expected", printable(name), offsets.size()));
        return {.dtype = entry["dtype"].get<std::string>(),
                .shape = read_numbers(name, entry["shape"]),
                .begin = offsets[0],
                .end = offsets[1]};
    }

    [[nodiscard]] std::vector<std::uint64_t> read_numbers(const std::string &name, const json &entry) const {
        std::vector<std::uint64_t> numbers;
        if (!entry.is_array())
            fail(fmt::format("gives tensor \"{}\" a shape or offsets that are no list", printable(name)));
        for (const json &number : entry) {
            if (!number.is_number_unsigned())
                fail(fmt::format("gives tensor \"{}\" a shape or offsets that are no whole numbers from 0",
                                 printable(name)));
            numbers.push_back(number.get<std::uint64_t>());
        }
        return numbers;
    }

    static constexpr int deepest = 3; // the header, a tensor in it, its shape

    const std::string &file_;
    std::array<std::set<std::string>, deepest> keys_; ///< of the object that is open at each depth
};

} // namespace

std::string printable(std::string_view text) {
    constexpr std::size_t longest = 80;
    std::string result(text.substr(0, longest));
    std::ranges::replace_if(result, [](char c) { return c < ' ' || c > '~'; }, '?');
    return text.size() > longest ? result + "..." : result;
}

std::string to_json(const WeightsHeader &header) {
    json root;
    root[std::string(metadata_name)] = header.metadata;
    for (const auto &[name, tensor] : header.tensors)
        root[name] = {{"dtype", tensor.dtype}, {"shape", tensor.shape}, {"data_offsets", {tensor.begin, tensor.end}}};
    std::string text;
    try {
        text = root.dump();
    } catch (const json::type_error &) {
        throw Error("the metadata of the weights hold text that is not UTF-8, UTF-8 was expected");
    }
    constexpr std::size_t alignment = 8;
    text.append((alignment - text.size() % alignment) % alignment, ' ');
    return text;
}

WeightsHeader parse_weights_header(std::string_view json, const std::string &file) {
    return HeaderParser(file).parse(json);
}

} // namespace halenet
