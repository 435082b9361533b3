#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>

#include <halenet/dataset.h>

namespace halenet {

/// Digits that can be used while most of them are still being read: the training images, which are nearly all of the
/// bytes, come in their order from a thread of their own.
class LoadingDigits {
  public:
    /// What read_digits reads. Returns once all but the training images' bytes is there; throws what it throws.
    explicit LoadingDigits(const std::filesystem::path &folder, const ImageForm &form = {});

    /// Digits that are there already.
    explicit LoadingDigits(Digits digits);

    ~LoadingDigits(); ///< waits for the thread
    LoadingDigits(LoadingDigits &&) noexcept;
    LoadingDigits &operator=(LoadingDigits &&) noexcept;
    LoadingDigits(const LoadingDigits &) = delete;
    LoadingDigits &operator=(const LoadingDigits &) = delete;

    /// Stays where it is. Of `train.images` only the bytes of those that were waited for may be looked at.
    [[nodiscard]] const Digits &digits() const;

    /// Returns once the first `count` training images are there, at most all of them. Throws what reading them threw;
    /// the last ones are there only when nothing is wrong with the file.
    void wait(std::size_t count) const;
    void wait_for_all() const { wait(digits().train.size()); }

    /// All of them. Leaves nothing behind.
    [[nodiscard]] Digits take();

  private:
    class Reading;
    std::unique_ptr<Reading> reading_;
};

} // namespace halenet
