#include <halenet/data_source.h>

#include <limits>
#include <utility>

#include <fmt/format.h>

#include <halenet/error.h>

namespace halenet {
namespace {

ImageForm checked(const ImageForm &form) {
    if (form.height == 0 || form.width == 0 || form.channels == 0)
        throw Error(fmt::format("the images are {}x{}x{} (height x width x channels), expected 1x1x1 or more",
                                form.height, form.width, form.channels));
    return form;
}

std::size_t checked(std::size_t count) {
    constexpr std::size_t most = std::numeric_limits<std::uint32_t>::max(); // an image's number has 32 bits
    if (count > most)
        throw Error(fmt::format("there are {} images, expected at most {}", count, most));
    return count;
}

ImageForm form_of(const xt::xtensor<std::uint8_t, 4> &images) {
    return {.height = images.shape(1), .width = images.shape(2), .channels = images.shape(3)};
}

template <typename Tensor>
std::span<const std::uint8_t> bytes_of(const Tensor &tensor) {
    return {tensor.data(), tensor.size()};
}

} // namespace

DataSource::DataSource(const Dataset &data, Ready ready)
    : DataSource(form_of(data.images), bytes_of(data.images), bytes_of(data.labels), std::move(ready)) {
    if (data.images.shape(0) != data.size()) // where no labels at all would do for a prediction
        throw Error(fmt::format("there are {} images, but {} labels", data.images.shape(0), data.size()));
}

DataSource::DataSource(const xt::xtensor<std::uint8_t, 4> &images)
    : DataSource(form_of(images), bytes_of(images), {}) {}

DataSource::DataSource(const ImageForm &form, std::span<const std::uint8_t> images,
                       std::span<const std::uint8_t> labels, Ready ready)
    : form_(checked(form)), size_(checked(images.size() / image_bytes())), images_(images.data()),
      labels_(labels.empty() ? nullptr : labels.data()), ready_(std::move(ready)) {
    if (images.size() % image_bytes() != 0)
        throw Error(fmt::format("the images have {} bytes, expected a multiple of {}, the bytes of one of {}x{}x{}",
                                images.size(), image_bytes(), form.height, form.width, form.channels));
    if (!labels.empty() && labels.size() != size_)
        throw Error(fmt::format("there are {} images, but {} labels", size_, labels.size()));
}

DataSource::DataSource(const ImageForm &form, std::size_t count, Fill fill)
    : form_(checked(form)), size_(checked(count)), fill_(std::move(fill)) {
    if (!fill_)
        throw Error("the function that makes the images is null, expected one that can be called");
}

} // namespace halenet
