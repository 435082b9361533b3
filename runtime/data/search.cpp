#include "runtime/data/search.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

#include <halenet/error.h>
#include <halenet/synthetic.h>

#include "runtime/data/download.h"
#include "runtime/data/mnist_files.h"
#include "runtime/files/user_cache.h"

namespace halenet {
namespace {

namespace fs = std::filesystem;

bool has_any_file(const fs::path &folder, const ImageForm &form) {
    return std::ranges::any_of(
        mnist_files, [&](const MnistFile &file) { return find_mnist_file(folder, file, form.channels).has_value(); });
}

/// Fetches what the cache lacks; an earlier download may have been interrupted between two files.
void complete_cache(const DataSearch &search) {
    std::error_code error;
    fs::create_directories(search.cache, error);
    if (error)
        throw Error(fmt::format("{}: cannot be created ({})", search.cache.string(), error.message()));
    for (const MnistFile &file : mnist_files)
        if (!find_mnist_file(search.cache, file, 1))
            download_mnist_file(search.mirrors, file, search.cache, search.on_progress);
}

std::string environment(const char *name) {
    const char *value = std::getenv(name);
    return value ? value : "";
}

} // namespace

DataSearch standard_search(const std::string &data_option, const fs::path &executable, const fs::path &current_folder) {
    DataSearch search;
    search.choice_name = data_option.empty() ? "HALENET_DATA" : "--data";
    search.choice = data_option.empty() ? environment("HALENET_DATA") : data_option;
    // The checkout is the current folder, or the one with build/<preset>/halenet in it.
    for (const fs::path &checkout : {current_folder, executable.parent_path().parent_path().parent_path()})
        for (const fs::path &folder :
             {checkout / "data" / "mnist", checkout.parent_path() / "shared" / "data" / "mnist"})
            search.folders.push_back(folder);
    const fs::path cache = user_cache_folder();
    search.cache = cache.empty() ? cache : cache / "mnist";
    search.mirrors = {"https://storage.googleapis.com/cvdf-datasets/mnist/",
                      "https://ossci-datasets.s3.amazonaws.com/mnist/"};
    return search;
}

Location locate_digits(const DataSearch &search, const ImageForm &form) {
    if (search.choice == "synthetic")
        return {.folder = {}, .reason_for_nothing = fmt::format("{} asks for them", search.choice_name)};
    if (!search.choice.empty()) {
        if (!fs::is_directory(search.choice))
            throw Error(
                fmt::format("{}: {} is no folder, a folder with MNIST's four IDX files or the word synthetic was "
                            "expected",
                            search.choice_name, search.choice));
        return {.folder = search.choice, .reason_for_nothing = {}};
    }
    for (const fs::path &folder : search.folders)
        if (has_any_file(folder, form))
            return {.folder = folder, .reason_for_nothing = {}};
    if (form != ImageForm{})
        return {.folder = {}, .reason_for_nothing = "no folder with such images was found"};
    if (search.cache.empty())
        return {.folder = {},
                .reason_for_nothing = "MNIST was not found and there is no cache folder to download it to"};
    try {
        complete_cache(search);
    } catch (const Error &error) {
        return {.folder = {},
                .reason_for_nothing = fmt::format("MNIST was neither found nor downloaded: {}", error.what())};
    }
    return {.folder = search.cache, .reason_for_nothing = {}};
}

LoadingDigits start_finding_digits(const DataSearch &search, const ImageForm &form) {
    const Location location = locate_digits(search, form);
    if (!location.folder.empty())
        return LoadingDigits(location.folder, form);
    if (form != ImageForm{})
        throw Error(
            fmt::format("synthetic digits are 28x28x1 images of 10 classes, but images of {}x{}x{} and {} classes "
                        "were expected; name a folder with --data ({})",
                        form.height, form.width, form.channels, form.classes, location.reason_for_nothing));
    Digits digits = synthetic_mnist(search.threads);
    digits.source = fmt::format("synthetic digits, because {}", location.reason_for_nothing);
    return LoadingDigits(std::move(digits));
}

Digits find_digits(const DataSearch &search, const ImageForm &form) {
    return start_finding_digits(search, form).take();
}

} // namespace halenet
