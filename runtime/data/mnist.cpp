#include <halenet/mnist.h>

#include <fmt/format.h>

#include "runtime/data/loading_digits.h"
#include "runtime/data/mnist_files.h"

namespace halenet {

namespace fs = std::filesystem;

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
    return LoadingDigits(folder, form).take();
}

} // namespace halenet
