#include "runtime/data/loading_digits.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <exception>
#include <future>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include <halenet/error.h>

#include "runtime/data/idx.h"
#include "runtime/data/mnist_files.h"

namespace halenet {
namespace {

namespace fs = std::filesystem;

fs::path require_mnist_file(const fs::path &folder, const MnistFile &file, std::size_t channels) {
    if (const auto path = find_mnist_file(folder, file, channels))
        return *path;
    throw Error(fmt::format("{}: has no {}, expected {} or {}, each with or without .gz", folder.string(), file.stem,
                            idx_file_name(file, channels, '-'), idx_file_name(file, channels, '.')));
}

void check_counts(const fs::path &folder, std::string_view set, const Dataset &dataset) {
    if (dataset.images.shape(0) != dataset.labels.shape(0))
        throw Error(
            fmt::format("{}: {}-images holds {} images but {}-labels holds {} labels, equal numbers were expected",
                        folder.string(), set, dataset.images.shape(0), set, dataset.labels.shape(0)));
}

} // namespace

class LoadingDigits::Reading {
  public:
    explicit Reading(Digits whole) : digits(std::move(whole)), there_(digits.train.size()) {}
    Reading(const fs::path &folder, const ImageForm &form);

    void wait(std::size_t count) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return there_ >= count || failure_; });
        if (there_ < count)
            std::rethrow_exception(failure_);
    }

    Digits digits;

  private:
    void read_train_images(IdxImages &file) noexcept {
        try {
            xt::xtensor<std::uint8_t, 4> &images = digits.train.images;
            file.read({images.data(), images.size()}, [&](std::size_t count) {
                const std::lock_guard lock(mutex_);
                there_ = count;
                changed_.notify_one();
            });
        } catch (...) {
            const std::lock_guard lock(mutex_);
            failure_ = std::current_exception();
            changed_.notify_one();
        }
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t there_ = 0; ///< training images
    std::exception_ptr failure_;
    std::jthread thread_; // last, so that it is joined before what it uses goes
};

LoadingDigits::Reading::Reading(const fs::path &folder, const ImageForm &form) {
    std::array<fs::path, mnist_files.size()> paths;
    for (std::size_t i = 0; i < paths.size(); ++i)
        paths[i] = require_mnist_file(folder, mnist_files[i], form.channels);

    // The images side by side, because inflating them takes longer than all else; labels are a few kilobytes.
    IdxImages train_images(paths[0], form);
    digits.train.images = train_images.allocate();
    thread_ = std::jthread([this, file = std::move(train_images)]() mutable { read_train_images(file); });
    auto test_images = std::async(std::launch::async, [&] { return read_idx_images(paths[2], form); });
    digits.train.labels = read_idx_labels(paths[1], form);
    digits.test.labels = read_idx_labels(paths[3], form);
    digits.test.images = test_images.get();
    digits.source = folder.string();
    check_counts(folder, "train", digits.train);
    check_counts(folder, "t10k", digits.test);
}

LoadingDigits::LoadingDigits(const fs::path &folder, const ImageForm &form)
    : reading_(std::make_unique<Reading>(folder, form)) {}

LoadingDigits::LoadingDigits(Digits digits) : reading_(std::make_unique<Reading>(std::move(digits))) {}

LoadingDigits::~LoadingDigits() = default;
LoadingDigits::LoadingDigits(LoadingDigits &&) noexcept = default;
LoadingDigits &LoadingDigits::operator=(LoadingDigits &&) noexcept = default;

const Digits &LoadingDigits::digits() const {
    return reading_->digits;
}

void LoadingDigits::wait(std::size_t count) const {
    reading_->wait(std::min(count, digits().train.size()));
}

Digits LoadingDigits::take() {
    wait_for_all();
    return std::move(reading_->digits);
}

} // namespace halenet
