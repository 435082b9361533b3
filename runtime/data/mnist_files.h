#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace halenet {

/// One of the four files that a set of digits consists of.
struct MnistFile {
    std::string_view stem;       ///< "train-images"
    bool has_images;             ///< else labels
    std::string_view md5;        ///< of MNIST's own file, decompressed
    std::uint64_t gzipped_bytes; ///< of MNIST's own file at the mirrors; only a hint for progress displays
};

inline constexpr std::array<MnistFile, 4> mnist_files = {{
    {"train-images", true, "6bbc9ace898e44ae57da46a324031adb", 9'912'422},
    {"train-labels", false, "a25bea736e30d166cdddb491f175f624", 28'881},
    {"t10k-images", true, "2646ac647ad5339dbf082846283269ea", 1'648'877},
    {"t10k-labels", false, "27ae3e4e09519cfbb04c329615203637", 4'542},
}};

/// "train-images-idx3-ubyte" for one channel, "train-images-idx4-ubyte" for more; `separator` is '-' or '.'.
[[nodiscard]] std::string idx_file_name(const MnistFile &file, std::size_t channels, char separator = '-');

/// The file under any of its spellings in `folder`, with or without .gz.
[[nodiscard]] std::optional<std::filesystem::path> find_mnist_file(const std::filesystem::path &folder,
                                                                   const MnistFile &file, std::size_t channels);

} // namespace halenet
