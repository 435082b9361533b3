// Whatever a file holds, reading it gives a picture or a sentence.
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "runtime/data/split_mix.h"
#include "runtime/images/formats.h"
#include "tests/pictures/encode.h"
#include "tests/runtime/error_of.h"

using halenet::Picture;

namespace {

struct File {
    std::string name;
    std::string content;
    std::size_t shortest_whole; ///< bytes from which on the file may be read
};

std::vector<File> files() {
    Picture grey{9, 7, 1, {}}, colours{9, 7, 3, {}}, inks{9, 7, 4, {}};
    for (int i = 0; i < 63; ++i) {
        const auto value = static_cast<std::uint8_t>(i % 9 < 5 ? 30 + i : 240);
        grey.pixels.push_back(value);
        colours.pixels.insert(colours.pixels.end(), {value, value, 100});
        inks.pixels.insert(inks.pixels.end(), {value, value, 100, 255});
    }
    const auto whole = [](const std::string &name, const std::string &content) {
        return File{name, content, content.size()};
    };
    std::vector<File> all{
        whole("grey PNG", encode::png(grey)),
        whole("PNG with alpha", encode::png(inks)),
        whole("16-bit PNG", encode::png(2, 1, 0, 16, {7, 9})),
        whole("grey JPEG", encode::jpeg(grey)),
        whole("JPEG", encode::with_orientation(encode::jpeg(colours), 6, true)),
        whole("CMYK JPEG", encode::jpeg(inks)),
        whole("8-bit BMP", encode::bmp(grey, 8)),
        whole("24-bit BMP", encode::bmp(colours, 24)),
        whole("32-bit BMP", encode::bmp(colours, 32)),
        whole("P5", encode::netpbm(grey, false)),
        whole("P6", encode::netpbm(colours, false)),
    };
    // The last number of a plain file may be any of its beginnings.
    for (const auto &[name, picture] : {std::pair("P2", &grey), std::pair("P3", &colours)}) {
        const std::string content = encode::netpbm(*picture, true);
        all.push_back({name, content, content.find_last_of('\n', content.size() - 2) + 2});
    }
    return all;
}

Picture decode(const std::string &name, const std::string &content) {
    return halenet::decode_picture({name, {reinterpret_cast<const std::uint8_t *>(content.data()), content.size()}});
}

} // namespace

TEST_CASE("a file that is cut off anywhere is refused") {
    for (const File &file : files()) {
        CAPTURE(file.name);
        CHECK_NOTHROW(decode(file.name, file.content));
        for (std::size_t length = 0; length < file.shortest_whole; ++length) {
            CAPTURE(length);
            // A copy of its own, so that a sanitizer sees a read beyond it.
            const std::string prefix(file.content.data(), length);
            CHECK(error_of([&] { return decode(file.name, prefix); }).starts_with(file.name + ": is "));
        }
    }
}

TEST_CASE("damaged bytes give a picture or a sentence") {
    constexpr int tries = 400;
    for (const File &file : files())
        for (std::uint64_t i = 0; i < tries; ++i) {
            halenet::SplitMix random(5, i);
            std::string damaged = file.content;
            for (std::uint64_t flips = 1 + random.below(4); flips > 0; --flips)
                damaged[random.below(damaged.size())] = static_cast<char>(random.below(256));
            try {
                const Picture picture = decode(file.name, damaged);
                CHECK(picture.pixels.size() == static_cast<std::size_t>(picture.width) *
                                                   static_cast<std::size_t>(picture.height) *
                                                   static_cast<std::size_t>(picture.channels));
            } catch (const halenet::Error &error) {
                CHECK(std::string(error.what()).starts_with(file.name + ": is "));
            }
        }
}
