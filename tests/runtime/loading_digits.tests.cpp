#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <halenet/mnist.h>

#include "runtime/data/loading_digits.h"
#include "tests/runtime/error_of.h"
#include "tests/runtime/idx_files.h"
#include "tests/runtime/temporary_folder.h"

using namespace halenet;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace {

constexpr std::uint32_t train_count = 2000; // several parts of what a reader tells of

std::string identity(const std::string &content) {
    return content;
}

/// A folder whose training images have this content.
class Folder {
  public:
    explicit Folder(const std::string &train_images) {
        folder_.write("train-images-idx3-ubyte", train_images);
        folder_.write("train-labels-idx1-ubyte", idx_labels(train_count));
        folder_.write("t10k-images-idx3-ubyte", idx_images(3));
        folder_.write("t10k-labels-idx1-ubyte", idx_labels(3));
    }

    [[nodiscard]] const std::filesystem::path &path() const { return folder_.path(); }

  private:
    TemporaryFolder folder_;
};

bool first_are_there(const Digits &digits, std::size_t count) {
    const std::string expected = idx_images(train_count).substr(16, count * 28 * 28);
    return std::equal(expected.begin(), expected.end(), digits.train.images.data(),
                      [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

} // namespace

TEST_CASE("labels and the test set are there at once, and the training images that were waited for") {
    const Folder folder(GENERATE(&identity, &gzip)(idx_images(train_count)));
    const LoadingDigits loading(folder.path());
    const Digits &digits = loading.digits();
    CHECK(digits.train.labels(11) == 1);
    CHECK(digits.train.images.shape() == std::array<std::size_t, 4>{train_count, 28, 28, 1});
    CHECK(digits.test.images(1, 0, 0, 0) == 784 % 251);
    CHECK(digits.source == folder.path().string());
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{700}, std::size_t{train_count}}) {
        loading.wait(count);
        CHECK(first_are_there(digits, count));
    }
    loading.wait(train_count + 1); // no more than all
}

TEST_CASE("digits that are moved or taken stay where they are") {
    const Folder folder(idx_images(train_count));
    LoadingDigits loading(folder.path());
    const std::uint8_t *place = loading.digits().train.images.data();
    LoadingDigits moved = std::move(loading);
    const Digits digits = moved.take();
    CHECK(digits.train.images.data() == place);
    CHECK(first_are_there(digits, train_count));
}

TEST_CASE("nobody has to wait for the end of reading") {
    const Folder folder(gzip(idx_images(train_count)));
    CHECK(LoadingDigits(folder.path()).digits().train.size() == train_count);
}

TEST_CASE("damage among the training images comes out of waiting for them, with the sentence of reading all") {
    std::string content = gzip(idx_images(train_count));
    SECTION("a wrong checksum") {
        content[content.size() - 8] = static_cast<char>(content[content.size() - 8] ^ 1);
    }
    SECTION("a checksum that is cut off") {
        content.resize(content.size() - 5);
    }
    SECTION("bytes that are missing") {
        content = idx_images(train_count);
        content.resize(content.size() - 1);
    }
    SECTION("bytes behind the end") {
        content += "more";
    }
    const Folder folder(content);
    const std::string sentence = error_of([&] { return read_digits(folder.path()); });
    CHECK_THAT(sentence, StartsWith((folder.path() / "train-images-idx3-ubyte").string()));
    LoadingDigits loading(folder.path());
    const auto wait = [&](std::size_t count) {
        loading.wait(count);
        return 0;
    };
    CHECK(wait(1) == 0); // before the damage
    CHECK(first_are_there(loading.digits(), 1));
    CHECK(error_of([&] { return wait(train_count); }) == sentence);
    CHECK(error_of([&] { return wait(train_count); }) == sentence); // again
    CHECK(error_of([&] { return loading.take(); }) == sentence);
}

TEST_CASE("digits that were there already need no waiting") {
    Digits digits;
    digits.train = {.images = xt::zeros<std::uint8_t>({2, 28, 28, 1}), .labels = xt::zeros<std::uint8_t>({2})};
    LoadingDigits loading(std::move(digits));
    loading.wait_for_all();
    CHECK(loading.take().train.size() == 2);
}
