#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace halenet {

/// The header of a safetensors file as plain values. In the file it is JSON, preceded by its length in eight bytes,
/// little-endian: {"__metadata__": {"key": "value"}, "name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0,
/// 24]}}
struct WeightsHeader {
    struct Tensor {
        std::string dtype;
        std::vector<std::uint64_t> shape;
        std::uint64_t begin = 0, end = 0; ///< bytes from the start of the data

        bool operator==(const Tensor &) const = default;
    };

    std::map<std::string, std::string> metadata;
    std::map<std::string, Tensor> tensors;

    bool operator==(const WeightsHeader &) const = default;
};

/// Keys of the metadata that halenet writes and checks.
namespace metadata_key {
inline constexpr std::string_view format = "format";
inline constexpr std::string_view format_version = "format_version";
inline constexpr std::string_view model = "model";
inline constexpr std::string_view model_hash = "model_hash";
inline constexpr std::string_view mean = "normalisation.mean";
inline constexpr std::string_view deviation = "normalisation.deviation";
inline constexpr std::string_view normalisation = "normalisation";
inline constexpr std::string_view layers = "layers";
inline constexpr std::string_view layout = "layout";
inline constexpr std::string_view version = "halenet_version";
} // namespace metadata_key

inline constexpr std::string_view weights_format = "halenet weights";
inline constexpr std::string_view weights_format_version = "1";
inline constexpr std::size_t longest_weights_header = 1 << 20; ///< bytes; LeNet-5's is about 1,500

/// The JSON, padded with spaces so that the tensors behind it are aligned to 8 bytes. Throws Error for text that is not
/// UTF-8.
[[nodiscard]] std::string to_json(const WeightsHeader &header);

/// Trusts nothing: any text gives a header of the form above or an Error that starts with `file`. What the values mean
/// is not checked here.
[[nodiscard]] WeightsHeader parse_weights_header(std::string_view json, const std::string &file);

/// Text from a file as an error may show it: its first 80 characters, with ? for what is not printable ASCII.
[[nodiscard]] std::string printable(std::string_view text);

} // namespace halenet
