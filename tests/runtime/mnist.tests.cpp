#include <numeric>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <halenet/mnist.h>

#include "runtime/data/byte_stream.h"
#include "runtime/data/md5.h"
#include "runtime/data/mnist_files.h"
#include "tests/runtime/error_of.h"
#include "tests/runtime/idx_files.h"
#include "tests/runtime/real_mnist.h"
#include "tests/runtime/temporary_folder.h"

using namespace halenet;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace {

/// Four good files: 5 training images and 3 test images.
void write_four(const TemporaryFolder &folder, const std::string &separator, bool compressed) {
    const auto write = [&](const std::string &name, const std::string &content) {
        folder.write(name + (compressed ? ".gz" : ""), compressed ? gzip(content) : content);
    };
    write("train-images" + separator + "idx3-ubyte", idx_images(5));
    write("train-labels" + separator + "idx1-ubyte", idx_labels(5));
    write("t10k-images" + separator + "idx3-ubyte", idx_images(3));
    write("t10k-labels" + separator + "idx1-ubyte", idx_labels(3));
}

template <typename Values>
std::uint64_t total(const Values &values) {
    return std::accumulate(values.begin(), values.end(), std::uint64_t{0});
}

} // namespace

TEST_CASE("four files are read in both spellings, plain and compressed") {
    const TemporaryFolder folder;
    write_four(folder, GENERATE("-", "."), GENERATE(false, true));
    const Digits digits = read_digits(folder.path());
    CHECK(digits.train.images.shape() == std::array<std::size_t, 4>{5, 28, 28, 1});
    CHECK(digits.train.size() == 5);
    CHECK(digits.test.images.shape() == std::array<std::size_t, 4>{3, 28, 28, 1});
    CHECK(digits.test.size() == 3);
    CHECK(digits.train.labels(4) == 4);
    CHECK(digits.source == folder.path().string());
    CHECK_FALSE(digits.synthetic);
}

TEST_CASE("spellings and compression may be mixed, and a compressed file may lack its .gz") {
    const TemporaryFolder folder;
    folder.write("train-images-idx3-ubyte", gzip(idx_images(5)));
    folder.write("train-labels.idx1-ubyte.gz", gzip(idx_labels(5)));
    folder.write("t10k-images.idx3-ubyte", idx_images(3));
    folder.write("t10k-labels-idx1-ubyte.gz", idx_labels(3));
    CHECK(read_digits(folder.path()).train.size() == 5);
}

TEST_CASE("a missing file is named with the spellings that would do") {
    const TemporaryFolder folder;
    write_four(folder, "-", false);
    std::filesystem::remove(folder / "t10k-images-idx3-ubyte");
    CHECK_THAT(error_of([&] { return read_digits(folder.path()); }),
               StartsWith(folder.path().string()) &&
                   ContainsSubstring("no t10k-images, expected t10k-images-idx3-ubyte or t10k-images.idx3-ubyte"));
}

TEST_CASE("counts that differ between images and labels are refused") {
    const TemporaryFolder folder;
    write_four(folder, "-", false);
    SECTION("in the training set") {
        folder.write("train-labels-idx1-ubyte", idx_labels(6));
        CHECK_THAT(error_of([&] { return read_digits(folder.path()); }),
                   ContainsSubstring("train-images holds 5 images but train-labels holds 6 labels"));
    }
    SECTION("in the test set") {
        folder.write("t10k-images-idx3-ubyte", idx_images(2));
        CHECK_THAT(error_of([&] { return read_digits(folder.path()); }),
                   ContainsSubstring("t10k-images holds 2 images but t10k-labels holds 3 labels"));
    }
}

TEST_CASE("an error in any of the four files comes out") {
    const std::string name = GENERATE("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
                                      "t10k-labels-idx1-ubyte");
    const TemporaryFolder folder;
    write_four(folder, "-", false);
    folder.write(name, "");
    CHECK_THAT(error_of([&] { return read_digits(folder.path()); }), ContainsSubstring(name + ": is empty"));
}

TEST_CASE("images of another size are refused") {
    const TemporaryFolder folder;
    write_four(folder, "-", false);
    CHECK_THAT(error_of([&] { return read_digits(folder.path(), {.height = 32, .width = 32}); }),
               ContainsSubstring("28x28, images of 32x32 were expected"));
}

TEST_CASE("MD5 is the one of RFC 1321, over the decompressed content") {
    for (const std::string &content : {std::string("message digest"), gzip("message digest")}) {
        const TemporaryFolder folder;
        ByteStream stream = ByteStream::of_file(folder.file("file", content));
        CHECK(md5_of(stream) == "f96b697d7cb7938d525a2f31aaf161d0");
    }
}

TEST_CASE("the real MNIST has its published checksums, counts and pixels") {
    const auto folder = real_mnist();
    if (!folder)
        SKIP(why_no_mnist);
    for (const MnistFile &file : mnist_files) {
        const auto path = find_mnist_file(*folder, file, 1);
        REQUIRE(path);
        INFO(path->string());
        ByteStream stream = ByteStream::of_file(*path);
        CHECK(md5_of(stream) == file.md5);
    }
    const Digits digits = read_digits(*folder);
    CHECK(digits.train.images.shape() == std::array<std::size_t, 4>{60'000, 28, 28, 1});
    CHECK(digits.test.images.shape() == std::array<std::size_t, 4>{10'000, 28, 28, 1});
    CHECK(total(digits.train.images) == 1'567'298'545);
    CHECK(total(digits.test.images) == 264'923'200);
    CHECK(total(digits.train.labels) == 267'236);
    CHECK(total(digits.test.labels) == 44'434);
    CHECK(digits.train.labels(0) == 5);
    CHECK(digits.test.labels(9'999) == 6);
    CHECK(digits.train.images(0, 5, 12, 0) == 3); // the first ink of the first image
}
