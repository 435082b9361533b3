#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <halenet/dataset.h>

namespace halenet {

/// Reads MNIST, or other data in its four IDX files (http://yann.lecun.com/exdb/mnist/), from `folder`:
/// train-images, train-labels, t10k-images and t10k-labels, spelt `train-images-idx3-ubyte` or
/// `train-images.idx3-ubyte`, each with or without `.gz`; whether a file is compressed is seen from its content. Images
/// of more than one channel are idx4: [image][y][x][channel]. The four files are read side by side. Throws Error for
/// anything missing, damaged or of another form.
[[nodiscard]] Digits read_digits(const std::filesystem::path &folder, const ImageForm &form = {});

/// How far a download is. `total_bytes` is 0 where the mirror did not say.
struct DownloadProgress {
    std::string url;
    std::uint64_t bytes = 0;
    std::uint64_t total_bytes = 0;
};

/// Where find_digits looks. `standard_search` fills it for the program; tests fill it themselves.
struct DataSearch {
    std::string choice{}; ///< the user's own choice, a folder or "synthetic"; empty: look in `folders`, then the cache
    std::string choice_name{}; ///< where that choice was made, "--data" or "HALENET_DATA"; used in errors
    std::vector<std::filesystem::path> folders{}; ///< the first one with any of the four files is taken
    std::filesystem::path cache{};                ///< the last folder looked in, and where a download goes; empty: none
    std::vector<std::string> mirrors{};           ///< URLs of folders, tried in order for each file
    std::function<void(const DownloadProgress &)>
        on_progress{};    ///< called a few times a second while downloading, or null
    unsigned threads = 1; ///< for drawing synthetic digits
};

/// The search that README describes: `data_option` (the value of --data, or empty), the environment's HALENET_DATA,
/// data/mnist in the checkout, shared/data/mnist beside it, the user's cache ($XDG_CACHE_HOME/halenet/mnist, or
/// ~/.cache/halenet/mnist), and two public mirrors. The checkout is `current_folder`, or else
/// the folder two levels above that of `executable` (build/<preset>/halenet).
[[nodiscard]] DataSearch standard_search(const std::string &data_option = "",
                                         const std::filesystem::path &executable = {},
                                         const std::filesystem::path &current_folder = std::filesystem::current_path());

/// Finds, if need be downloads, and reads. A download's decompressed content is checked against MNIST's published MD5.
/// Where nothing can be had it returns synthetic digits; their `source` says why. Throws Error where the user's own
/// choice, or a folder that was found, cannot be read, and where synthetic digits do not have the wanted form.
[[nodiscard]] Digits find_digits(const DataSearch &search, const ImageForm &form = {});

} // namespace halenet
