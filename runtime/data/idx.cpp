#include "runtime/data/idx.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <halenet/error.h>

#include "runtime/data/large_pages.h"

namespace halenet {
namespace {

/// No data set of bytes that fits this program is larger; it also bounds what a compressed file may ask for.
constexpr std::uint64_t largest_content = std::uint64_t{1} << 32;

/// What is read between two words about how far it is: 334 images of MNIST, half a millisecond when compressed.
constexpr std::size_t part_bytes = 1 << 18;

std::uint32_t read_big_endian(ByteStream &stream) {
    std::array<std::byte, 4> bytes{};
    if (stream.read(bytes) < bytes.size())
        throw Error(fmt::format("{}: ends within its IDX header, the file is truncated", stream.name()));
    std::uint32_t value = 0;
    for (const std::byte byte : bytes)
        value = value << 8 | std::to_integer<std::uint32_t>(byte);
    return value;
}

/// Checks the header against the size of one item (empty for labels) and returns the number of items.
std::size_t read_header(ByteStream &stream, std::span<const std::size_t> item_shape, std::string_view content) {
    constexpr std::uint32_t unsigned_bytes = 0x0800;
    const auto expected_magic = static_cast<std::uint32_t>(unsigned_bytes + 1 + item_shape.size());
    const std::uint32_t magic = read_big_endian(stream);
    if (magic != expected_magic)
        throw Error(fmt::format("{}: starts with {:#010x}, IDX {} start with {:#010x}", stream.name(), magic, content,
                                expected_magic));
    const std::uint64_t count = read_big_endian(stream);
    std::vector<std::size_t> found_shape(item_shape.size());
    for (std::size_t &extent : found_shape)
        extent = read_big_endian(stream);
    if (!std::ranges::equal(found_shape, item_shape))
        throw Error(fmt::format("{}: its images are {}, images of {} were expected", stream.name(),
                                fmt::join(found_shape, "x"), fmt::join(item_shape, "x")));
    if (count == 0)
        throw Error(fmt::format("{}: holds no {}, at least one was expected", stream.name(), content));

    std::uint64_t item_bytes = 1;
    for (const std::size_t extent : item_shape)
        item_bytes *= extent;
    const std::uint64_t limit = std::min(largest_content, stream.size_limit());
    if (count > limit / item_bytes)
        throw Error(
            fmt::format("{}: its header announces {} {} of {} bytes, but the file holds {} bytes at most; it is "
                        "truncated or damaged",
                        stream.name(), count, content, item_bytes, limit));
    return static_cast<std::size_t>(count);
}

/// `on_bytes` is called with the number of bytes so far, with all of them only after the end has been checked.
void read_content(ByteStream &stream, std::span<std::uint8_t> bytes, const std::function<void(std::size_t)> &on_bytes) {
    for (std::size_t found = 0; found < bytes.size();) {
        on_bytes(found);
        const auto part = bytes.subspan(found, std::min(part_bytes, bytes.size() - found));
        const std::size_t count = stream.read(std::as_writable_bytes(part));
        found += count;
        if (count < part.size())
            throw Error(fmt::format("{}: is truncated, its header announces {} bytes but {} follow", stream.name(),
                                    bytes.size(), found));
    }
    std::array<std::byte, 1> more{};
    if (stream.read(more) != 0)
        throw Error(
            fmt::format("{}: has more bytes than the {} that its header announces", stream.name(), bytes.size()));
    on_bytes(bytes.size());
}

} // namespace

IdxImages::IdxImages(const std::filesystem::path &path, const ImageForm &form) : stream_(ByteStream::of_file(path)) {
    std::vector<std::size_t> image_shape = {form.height, form.width};
    if (form.channels != 1)
        image_shape.push_back(form.channels);
    shape_ = {read_header(stream_, image_shape, "images"), form.height, form.width, form.channels};
}

xt::xtensor<std::uint8_t, 4> IdxImages::allocate() const {
    auto images = xt::xtensor<std::uint8_t, 4>::from_shape(shape_);
    advise_large_pages({images.data(), images.size()});
    return images;
}

void IdxImages::read(std::span<std::uint8_t> images, const std::function<void(std::size_t)> &on_images) {
    const std::size_t image_bytes = images.size() / shape_[0];
    read_content(stream_, images, [&](std::size_t bytes) { on_images(bytes / image_bytes); });
}

xt::xtensor<std::uint8_t, 4> read_idx_images(const std::filesystem::path &path, const ImageForm &form) {
    IdxImages file(path, form);
    auto images = file.allocate();
    file.read({images.data(), images.size()}, [](std::size_t) {});
    return images;
}

xt::xtensor<std::uint8_t, 1> read_idx_labels(const std::filesystem::path &path, const ImageForm &form) {
    ByteStream stream = ByteStream::of_file(path);
    const std::size_t count = read_header(stream, {}, "labels");
    auto labels = xt::xtensor<std::uint8_t, 1>::from_shape({count});
    read_content(stream, {labels.data(), labels.size()}, [](std::size_t) {});
    for (std::size_t i = 0; i < count; ++i)
        if (labels(i) >= form.classes)
            throw Error(fmt::format("{}: label {} is {}, labels of 0 to {} were expected", path.string(), i, labels(i),
                                    form.classes - 1));
    return labels;
}

} // namespace halenet
