#include <halenet/mnist.h>

#include <future>

#include <fmt/format.h>

#include <halenet/error.h>

#include "runtime/data/idx.h"
#include "runtime/data/mnist_files.h"

namespace halenet {
namespace {

namespace fs = std::filesystem;

fs::path require_mnist_file(const fs::path &folder, const MnistFile &file, std::size_t channels) {
    if (const auto path = find_mnist_file(folder, file, channels))
        return *path;
    throw Error(fmt::format("{}: has no {}, expected {} or {}, each with or without .gz", folder.string(), file.stem,
                            idx_file_name(file, channels, '-'), idx_file_name(file, channels, '.')));
}

void check_counts(const fs::path &folder, std::string_view set, const Dataset &dataset) {
    if (dataset.images.shape(0) != dataset.labels.shape(0))
        throw Error(
            fmt::format("{}: {}-images holds {} images but {}-labels holds {} labels, equal numbers were expected",
                        folder.string(), set, dataset.images.shape(0), set, dataset.labels.shape(0)));
}

} // namespace

std::string idx_file_name(const MnistFile &file, std::size_t channels, char separator) {
    const int rank = !file.has_images ? 1 : channels == 1 ? 3 : 4;
    return fmt::format("{}{}idx{}-ubyte", file.stem, separator, rank);
}

std::optional<fs::path> find_mnist_file(const fs::path &folder, const MnistFile &file, std::size_t channels) {
    for (const char separator : {'-', '.'})
        for (const std::string_view suffix : {"", ".gz"}) {
            fs::path path = folder / (idx_file_name(file, channels, separator) + std::string(suffix));
            std::error_code ignored; // a folder that cannot be searched holds nothing for us
            if (fs::exists(path, ignored))
                return path;
        }
    return std::nullopt;
}

Digits read_digits(const fs::path &folder, const ImageForm &form) {
    std::array<fs::path, mnist_files.size()> paths;
    for (std::size_t i = 0; i < paths.size(); ++i)
        paths[i] = require_mnist_file(folder, mnist_files[i], form.channels);

    // Side by side, because inflating takes longer than all else.
    auto train_images = std::async(std::launch::async, [&] { return read_idx_images(paths[0], form); });
    auto train_labels = std::async(std::launch::async, [&] { return read_idx_labels(paths[1], form); });
    auto test_images = std::async(std::launch::async, [&] { return read_idx_images(paths[2], form); });
    Dataset test{.images = {}, .labels = read_idx_labels(paths[3], form)};
    Dataset train{.images = train_images.get(), .labels = train_labels.get()};
    test.images = test_images.get();

    check_counts(folder, "train", train);
    check_counts(folder, "t10k", test);
    return {.train = std::move(train), .test = std::move(test), .source = folder.string()};
}

} // namespace halenet
