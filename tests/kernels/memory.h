/// Memory that the tests give to kernels: poisoned and guarded, so that no test passes by what happened to stand there.
#pragma once

#include <Halide.h>
#include <catch2/catch_test_macros.hpp>
#include <halenet/core.h>
#include <xtensor/xtensor.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

namespace halenet::kernels {

inline int extent(std::size_t value) {
    return static_cast<int>(value);
}

/// What a kernel must not let into a result: NaN, or a byte that is no argmax of a small window.
template <class Value>
Value poison() {
    if constexpr (std::numeric_limits<Value>::has_quiet_NaN) {
        return std::numeric_limits<Value>::quiet_NaN();
    } else {
        return Value{0xA5};
    }
}

template <class Value>
bool is_poison(Value value) {
    if constexpr (std::numeric_limits<Value>::has_quiet_NaN) {
        return std::isnan(value);
    } else {
        return value == poison<Value>();
    }
}

/// A buffer without gaps, extents innermost first, between two guards; aligned as the C core aligns its tensors.
/// Everything starts as poison.
template <class Value>
class Memory {
  public:
    explicit Memory(std::vector<int> extents)
        : extents_(std::move(extents)), size_(std::accumulate(extents_.begin(), extents_.end(), std::size_t{1},
                                                              [](std::size_t product, int extent) {
                                                                  return product * static_cast<std::size_t>(extent);
                                                              })),
          lines_((size_ + 2 * guard + line - 1) / line) {
        for (Line &each : lines_) {
            each.values.fill(poison<Value>());
        }
    }

    /// Filled from a tensor in memory order; what the tensor does not reach stays poison.
    template <class Tensor>
    Memory(const Tensor &tensor, std::vector<int> extents) : Memory(std::move(extents)) {
        REQUIRE(tensor.size() <= size_);
        std::transform(tensor.begin(), tensor.end(), data(), [](auto value) { return static_cast<Value>(value); });
    }

    /// Extents are the tensor's shape, reversed.
    template <class Number, std::size_t Rank>
    explicit Memory(const xt::xtensor<Number, Rank> &tensor)
        : Memory(tensor, std::vector<int>(tensor.shape().rbegin(), tensor.shape().rend())) {}

    [[nodiscard]] Value *data() { return begin() + guard; }
    [[nodiscard]] const Value *data() const { return begin() + guard; }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] const Value &operator[](std::size_t k) const { return data()[k]; }
    [[nodiscard]] Value &operator[](std::size_t k) { return data()[k]; }

    [[nodiscard]] Halide::Runtime::Buffer<Value> buffer() { return Halide::Runtime::Buffer<Value>(data(), extents_); }

    [[nodiscard]] bool guards_intact() const {
        return std::all_of(begin(), data(), is_poison<Value>) && std::all_of(data() + size_, end(), is_poison<Value>);
    }

    /// The values as a tensor of the oracle's.
    template <class Number, std::size_t Rank>
    [[nodiscard]] xt::xtensor<Number, Rank> tensor(const std::array<std::size_t, Rank> &shape) const {
        auto result = xt::xtensor<Number, Rank>::from_shape(shape);
        REQUIRE(result.size() <= size_);
        std::copy_n(data(), result.size(), result.begin());
        return result;
    }

  private:
    static constexpr std::size_t guard = 64; // elements, whole lines of any type
    static constexpr std::size_t line = HALENET_ALIGNMENT / sizeof(Value);
    struct alignas(HALENET_ALIGNMENT) Line {
        std::array<Value, line> values;
    };

    [[nodiscard]] Value *begin() { return lines_.front().values.data(); }
    [[nodiscard]] const Value *begin() const { return lines_.front().values.data(); }
    [[nodiscard]] Value *end() { return begin() + lines_.size() * line; }
    [[nodiscard]] const Value *end() const { return begin() + lines_.size() * line; }

    std::vector<int> extents_;
    std::size_t size_;
    std::vector<Line> lines_;
};

/// Rows (i, n) that lie further apart than they are long.
template <class Value>
class Rows {
  public:
    /// `extents`: elements and images; `gap`: elements between two rows.
    Rows(const std::vector<int> &extents, int gap)
        : elements_(extents[0]), images_(extents[1]), memory_({extents[0] + gap, extents[1]}) {}

    template <class Tensor>
    void fill(const Tensor &tensor) {
        std::size_t k = 0;
        for (const auto &value : tensor) {
            at(k++) = static_cast<Value>(value);
        }
    }
    [[nodiscard]] std::vector<Value> values() const {
        std::vector<Value> result(row() * static_cast<std::size_t>(images_));
        for (std::size_t k = 0; k < result.size(); ++k) {
            result[k] = at(k);
        }
        return result;
    }

    [[nodiscard]] Halide::Runtime::Buffer<Value> buffer() {
        auto whole = memory_.buffer();
        whole.crop(0, 0, elements_);
        return whole;
    }
    /// The same elements with a row cut into more dimensions; the last extent is the images'.
    [[nodiscard]] Halide::Runtime::Buffer<Value> buffer(const std::vector<int> &extents) {
        std::vector<halide_dimension_t> dimensions;
        int stride = 1;
        for (const int each : extents) {
            dimensions.emplace_back(0, each, stride);
            stride *= each;
        }
        dimensions.back().stride = extent(pitch());
        return Halide::Runtime::Buffer<Value>(memory_.data(), dimensions);
    }

    [[nodiscard]] bool gaps_intact() const {
        for (std::size_t k = 0; k < memory_.size(); ++k) {
            if (k % pitch() >= row() && !is_poison(memory_[k])) {
                return false;
            }
        }
        return memory_.guards_intact();
    }

  private:
    [[nodiscard]] std::size_t row() const { return static_cast<std::size_t>(elements_); }
    [[nodiscard]] std::size_t pitch() const { return memory_.size() / static_cast<std::size_t>(images_); }
    [[nodiscard]] const Value &at(std::size_t k) const { return memory_[k / row() * pitch() + k % row()]; }
    [[nodiscard]] Value &at(std::size_t k) { return memory_[k / row() * pitch() + k % row()]; }

    int elements_;
    int images_;
    Memory<Value> memory_;
};

} // namespace halenet::kernels
