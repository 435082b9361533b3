/// targets-prepare FOLDER: what the tests with handwritten digits compare with, computed on this machine: images,
/// weights that a strict library has trained, which are the same on every machine, and the answers of the naive network
/// in double.
#include "runtime/files/files.h"
#include "runtime/files/sha256.h"
#include "runtime/reference/network.h"
#include "tests/golden/golden.h"
#include "tests/targets/inputs.h"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <iostream>

#include <halenet/mnist.h>
#include <xtensor/xadapt.hpp>
#include <xtensor/xview.hpp>

namespace halenet::targets {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t short_training = 3'200; // images: 100 steps of 32

class Folder {
  public:
    explicit Folder(fs::path path) : path_(std::move(path)) {
        fs::remove_all(path_);
        fs::create_directories(path_);
    }
    void write(const std::string &name, std::string_view bytes) const { write_file_atomically(path_ / name, bytes); }

  private:
    fs::path path_;
};

template <class Values>
std::string_view bytes_of(const Values &values) {
    return {reinterpret_cast<const char *>(values.data()), values.size() * sizeof *values.data()};
}

/// On the least of this machine's instruction sets.
Result train(const std::string &images, const std::string &labels) {
    const Library library = find_library(HALENET_STRICT_LIBRARY, "x86-64-v1");
    Result result =
        run_program("train.c", library, find_runner(library.target, 0), {{"images", images}, {"labels", labels}});
    if (result.code != HALENET_OK) {
        throw std::runtime_error(result.sentence);
    }
    return result;
}

std::vector<std::uint8_t> naive_classes(const std::vector<float> &parameters, const xt::xtensor<std::uint8_t, 4> &all) {
    const reference::Network network(golden::lenet5());
    xt::xtensor<double, 1> wide = xt::adapt(parameters);
    std::vector<std::uint8_t> classes;
    constexpr std::size_t some = 500; // images; their activations fit into memory
    for (std::size_t first = 0; first < all.shape(0); first += some) {
        const xt::xtensor<std::uint8_t, 4> images = xt::view(all, xt::range(first, first + some));
        const xt::xtensor<double, 2> logits = network.forward<double>(wide, images);
        const auto width = static_cast<std::ptrdiff_t>(logits.shape(1));
        for (auto row = logits.begin(); row != logits.end(); row += width) {
            classes.push_back(static_cast<std::uint8_t>(std::max_element(row, row + width) - row));
        }
    }
    return classes;
}

void prepare(const Folder &folder) {
    DataSearch search = standard_search("", {}, HALENET_SOURCE_FOLDER);
    search.mirrors.clear(); // a test fetches nothing
    const Digits digits = find_digits(search);
    if (digits.synthetic) {
        std::cout << "tests with images of MNIST will be skipped: " << digits.source << "\n";
        return;
    }
    const std::string images(bytes_of(digits.train.images)), labels(bytes_of(digits.train.labels));
    const std::string step_images = images.substr(0, images.size() / labels.size() * short_training);
    const std::string step_labels = labels.substr(0, short_training);
    const Result epoch = train(images, labels), steps = train(step_images, step_labels);
    const auto trained = epoch.values<float>("weights");

    folder.write("epoch-images", images);
    folder.write("epoch-labels", labels);
    folder.write("epoch-hash", sha256(epoch.records.at("weights")));
    folder.write("step-images", step_images);
    folder.write("step-labels", step_labels);
    folder.write("step-hash", sha256(steps.records.at("weights")));
    folder.write("step-losses", steps.records.at("losses"));
    folder.write("trained-weights", weights_file(trained));
    folder.write("test-images", bytes_of(digits.test.images));
    folder.write("reference-classes", bytes_of(naive_classes(trained, digits.test.images)));
}

} // namespace
} // namespace halenet::targets

int main(int argc, char **argv) {
    if (argc != 2) {
        std::cerr << "usage: targets-prepare FOLDER\n";
        return 2;
    }
    try {
        halenet::targets::prepare(halenet::targets::Folder(argv[1]));
    } catch (const std::exception &error) {
        std::cerr << "targets-prepare: " << error.what() << "\n";
        return 1;
    }
}
