#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "runtime/data/idx.h"
#include "tests/runtime/error_of.h"
#include "tests/runtime/idx_files.h"
#include "tests/runtime/temporary_folder.h"

using namespace halenet;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace {

constexpr ImageForm small = {.height = 3, .width = 5, .channels = 1, .classes = 10};

std::string identity(const std::string &content) {
    return content;
}

std::string images_error(const std::string &content, const ImageForm &form = small) {
    const TemporaryFolder folder;
    const auto path = folder.file("images", content);
    const std::string sentence = error_of([&] { return read_idx_images(path, form); });
    CHECK_THAT(sentence, StartsWith(path.string()));
    return sentence;
}

std::string labels_error(const std::string &content) {
    const TemporaryFolder folder;
    const auto path = folder.file("labels", content);
    const std::string sentence = error_of([&] { return read_idx_labels(path, small); });
    CHECK_THAT(sentence, StartsWith(path.string()));
    return sentence;
}

} // namespace

TEST_CASE("images and labels are read, plain or compressed, whatever the file is called") {
    const auto pack = GENERATE(&identity, &gzip);
    const TemporaryFolder folder;
    const std::string content = idx_images(7, 3, 5);
    const auto images = read_idx_images(folder.file("any name", pack(content)), small);
    REQUIRE(images.shape() == std::array<std::size_t, 4>{7, 3, 5, 1});
    CHECK(std::string(images.begin(), images.end()) == content.substr(16));
    CHECK(images(1, 0, 0, 0) == 15);
    CHECK(images(0, 1, 0, 0) == 5);

    const auto labels = read_idx_labels(folder.file("labels.gz", pack(idx_labels(12))), small);
    REQUIRE(labels.size() == 12);
    CHECK(labels(9) == 9);
    CHECK(labels(11) == 1);
}

TEST_CASE("images of several channels have rank 4") {
    const TemporaryFolder folder;
    const std::string pixels = "abcdefghijklmnopqrstuvwx";
    const auto path = folder.file("images", idx(0x804, {2, 2, 2, 3}, pixels));
    const auto images = read_idx_images(path, {.height = 2, .width = 2, .channels = 3});
    CHECK(images.shape() == std::array<std::size_t, 4>{2, 2, 2, 3});
    CHECK(images(1, 0, 1, 2) == 'r');
}

TEST_CASE("content larger than the reader's buffer arrives whole, also as several gzip members") {
    const TemporaryFolder folder;
    const std::string content = idx_images(1500);
    const std::string first = content.substr(0, 700'001), second = content.substr(700'001);
    for (const std::string &packed : {content, gzip(content), gzip(first) + gzip(second)}) {
        const auto images = read_idx_images(folder.file("images", packed), {});
        CHECK(std::string(images.begin(), images.end()) == content.substr(16));
    }
}

TEST_CASE("a damaged header is refused with what was found and expected") {
    const auto pack = GENERATE(&identity, &gzip);
    const std::string pixels(30, 'x');
    CHECK_THAT(images_error(""), ContainsSubstring("is empty"));
    CHECK_THAT(images_error(pack("abc")), ContainsSubstring("ends within its IDX header"));
    CHECK_THAT(images_error(pack(idx(0x803, {2, 3}, ""))), ContainsSubstring("ends within its IDX header"));
    CHECK_THAT(images_error(pack(idx(0x801, {2, 3, 5}, pixels))),
               ContainsSubstring("starts with 0x00000801, IDX images start with 0x00000803"));
    CHECK_THAT(images_error(pack(idx(0xd03, {2, 3, 5}, pixels))), ContainsSubstring("starts with 0x00000d03"));
    CHECK_THAT(images_error(pack(idx(0x803, {2, 5, 3}, pixels))),
               ContainsSubstring("its images are 5x3, images of 3x5 were expected"));
    CHECK_THAT(images_error(pack(idx(0x803, {0, 3, 5}, ""))), ContainsSubstring("holds no images"));
    CHECK_THAT(labels_error(pack(idx_images(2, 3, 5))),
               ContainsSubstring("starts with 0x00000803, IDX labels start with 0x00000801"));
    CHECK_THAT(labels_error(pack(idx(0x801, {0}, ""))), ContainsSubstring("holds no labels"));
}

TEST_CASE("a header that announces more than the file can hold is refused before memory is asked for") {
    const auto pack = GENERATE(&identity, &gzip);
    const std::string sentence = images_error(pack(idx(0x803, {0xffffffff, 3, 5}, std::string(30, 'x'))));
    CHECK_THAT(sentence, ContainsSubstring("announces 4294967295 images of 15 bytes"));
    // 2^32 - 1 images of 2^32 - 1 squared bytes: the product would not fit 64 bits.
    CHECK_THAT(images_error(pack(idx(0x803, {0xffffffff, 0xffffffff, 0xffffffff}, ""))),
               ContainsSubstring("its images are 4294967295x4294967295"));
    CHECK_THAT(labels_error(pack(idx(0x801, {0xffffffff}, "x"))), ContainsSubstring("announces 4294967295 labels"));
}

TEST_CASE("content that is shorter or longer than its header says is refused") {
    const auto pack = GENERATE(&identity, &gzip);
    CHECK_THAT(images_error(pack(idx(0x803, {2, 3, 5}, std::string(29, 'x')))), ContainsSubstring("truncated"));
    CHECK_THAT(images_error(pack(idx(0x803, {2, 3, 5}, std::string(31, 'x')))),
               ContainsSubstring("has more bytes than the 30 that its header announces"));
}

TEST_CASE("a label that is no class is refused with its place") {
    CHECK_THAT(labels_error(idx(0x801, {3}, std::string("\x09\x00\x0a", 3))),
               ContainsSubstring("label 2 is 10, labels of 0 to 9 were expected"));
}

TEST_CASE("bytes behind the end of the gzip content are refused") {
    CHECK_THAT(images_error(gzip(idx_images(2, 3, 5)) + "more"),
               ContainsSubstring("behind the end of its gzip content"));
}

TEST_CASE("every truncation of a file is refused") {
    const auto pack = GENERATE(&identity, &gzip);
    const std::string whole = pack(idx_images(2, 3, 5));
    for (std::size_t length = 0; length < whole.size(); ++length) {
        INFO("the first " << length << " of " << whole.size() << " bytes");
        images_error(whole.substr(0, length));
    }
}

TEST_CASE("every change of a header byte is refused") {
    const std::string whole = idx_images(2, 3, 5);
    const TemporaryFolder folder;
    for (std::size_t place = 0; place < 16; ++place)
        for (int value = 0; value < 256; ++value) {
            std::string damaged = whole;
            damaged[place] = static_cast<char>(value);
            if (damaged == whole)
                continue;
            INFO("byte " << place << " is " << value);
            const auto path = folder.file("images", damaged);
            error_of([&] { return read_idx_images(path, small); });
        }
}

TEST_CASE("a changed byte of a gzip file is refused or changes nothing") {
    // Time and system in the header, and the bits that fill the last byte of the compressed data, carry no content.
    const std::string content = idx_images(2, 3, 5), whole = gzip(content);
    const TemporaryFolder folder;
    for (std::size_t place = 0; place < whole.size(); ++place)
        for (int bit = 0; bit < 8; ++bit) {
            std::string damaged = whole;
            damaged[place] = static_cast<char>(damaged[place] ^ (1 << bit));
            const auto path = folder.file("images", damaged);
            INFO("bit " << bit << " of byte " << place);
            try {
                const auto images = read_idx_images(path, small);
                CHECK(std::string(images.begin(), images.end()) == content.substr(16));
            } catch (const Error &error) {
                CHECK_THAT(error.what(), StartsWith(path.string()));
            }
        }
}
