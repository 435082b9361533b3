#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

#include <xtensor/xtensor.hpp>

#include <halenet/dataset.h>

namespace halenet {

/// Images and labels for a network to train on, evaluate or predict, wherever they are: in a Dataset, in memory of the
/// user's own, or behind a function that makes them when they are needed. A source only refers to them: memory must
/// outlive it, and nothing is copied but what a function fills in. The same images give the same bits from each kind.
///
/// An image is height * width * channels bytes [y][x][channel], a label one byte, 0 to the network's classes - 1.
class DataSource {
  public:
    /// Writes the images with the numbers `indices`, each 0 to size() - 1, one behind another into `images`
    /// (indices.size() * image_bytes() bytes) and their labels into `labels`; labels that nobody needs, for a
    /// prediction, may be left alone. Called on the thread that trains or predicts, a batch at a time. What it throws
    /// goes to the caller of that, and the network keeps the weights of the last whole step.
    using Fill = std::function<void(std::span<const std::uint32_t> indices, std::span<std::uint8_t> images,
                                    std::span<std::uint8_t> labels)>;

    /// For memory that is still being filled with images: returns once the images 0 .. count - 1 are there. Called on
    /// the thread that trains, evaluates or predicts, before each batch, with what that needs. What it throws goes to
    /// the caller of that. The labels must be there from the beginning.
    using Ready = std::function<void(std::size_t count)>;

    // Any function that takes a source takes a Dataset, or images alone to predict.
    DataSource(const Dataset &data, Ready ready = {});      // NOLINT(google-explicit-constructor)
    DataSource(const xt::xtensor<std::uint8_t, 4> &images); // NOLINT(google-explicit-constructor)

    /// Memory of the user's own. `labels` is one byte an image, or empty where there are none: such a source can only
    /// be predicted. `form.classes` is not used. Throws Error where the lengths do not fit each other.
    DataSource(const ImageForm &form, std::span<const std::uint8_t> images, std::span<const std::uint8_t> labels,
               Ready ready = {});

    /// `count` images that `fill` makes, at most 2^32 - 1. A stream without an end is a source too: `count` is then how
    /// many images make an epoch and `fill` need not look at the numbers, but for the held out ones, which are the
    /// last.
    DataSource(const ImageForm &form, std::size_t count, Fill fill);

    [[nodiscard]] std::size_t size() const { return size_; } ///< images
    [[nodiscard]] const ImageForm &form() const { return form_; }
    [[nodiscard]] std::size_t image_bytes() const { return form_.height * form_.width * form_.channels; }
    [[nodiscard]] bool in_memory() const { return !fill_; }
    [[nodiscard]] bool labelled() const { return fill_ != nullptr || labels_ != nullptr || size_ == 0; }

    [[nodiscard]] const std::uint8_t *images() const { return images_; } ///< null where a function makes them
    [[nodiscard]] const std::uint8_t *labels() const { return labels_; } ///< null there, and where there are none

    /// For images in memory: returns once the first `count` are there, or those that `indices` names.
    void wait(std::size_t count) const {
        if (ready_)
            ready_(count);
    }
    void wait(std::span<const std::uint32_t> indices) const {
        if (ready_ && !indices.empty())
            ready_(std::size_t{*std::ranges::max_element(indices)} + 1);
    }

    void fill(std::span<const std::uint32_t> indices, std::span<std::uint8_t> images,
              std::span<std::uint8_t> labels) const {
        fill_(indices, images, labels);
    }

  private:
    ImageForm form_;
    std::size_t size_;
    const std::uint8_t *images_ = nullptr;
    const std::uint8_t *labels_ = nullptr;
    Fill fill_;   ///< null for images in memory
    Ready ready_; ///< null where they are there already
};

} // namespace halenet
