/// Calling a Generator as the tests do: compiled in memory for this machine, with all of Halide's assertions, so that
/// bounds and layouts are checked too.
#pragma once

#include "tests/reference/convolution.h"

#include <Halide.h>
#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>
#include <halenet/core.h>
#include <xtensor/xtensor.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <numeric>
#include <string>
#include <vector>

namespace halenet::kernels {

/// What a kernel must not let into a result: NaN, or a byte that is no argmax of a small window.
template <class Value>
Value poison() {
    if constexpr (std::numeric_limits<Value>::has_quiet_NaN) {
        return std::numeric_limits<Value>::quiet_NaN();
    } else {
        return Value{0xA5};
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
        const auto untouched = [](Value value) { return value != value || value == poison<Value>(); };
        return std::all_of(begin(), data(), untouched) && std::all_of(data() + size_, end(), untouched);
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

using Parameters = std::map<std::string, std::string>;

class Kernel {
  public:
    explicit Kernel(const std::string &name, const Parameters &parameters = {})
        : callable_(
              Halide::create_callable_from_generator(Halide::get_jit_target_from_environment(), name, parameters)) {}

    /// Memory and scalars in the order of the kernel's ports, outputs last. Fails the test where the kernel reports an
    /// error or writes into a guard.
    template <class... Arguments>
    void operator()(Arguments &&...arguments) const {
        int error_code = -1;
        try {
            error_code = callable_(passed(arguments)...);
        } catch (const Halide::Error &error) { // no std::exception
            FAIL(error.what());
        }
        REQUIRE(error_code == 0);
        REQUIRE((intact(arguments) && ...));
    }

  private:
    template <class Value>
    static Halide::Runtime::Buffer<Value> passed(Memory<Value> &memory) {
        return memory.buffer();
    }
    template <class Value>
    static Halide::Runtime::Buffer<Value> passed(Halide::Runtime::Buffer<Value> &buffer) {
        return buffer;
    }
    template <class Scalar>
    static Scalar passed(const Scalar &scalar) {
        return scalar;
    }
    template <class Argument>
    static bool intact(const Argument &argument) {
        if constexpr (requires { argument.guards_intact(); }) {
            return argument.guards_intact();
        } else {
            return true;
        }
    }

    Halide::Callable callable_;
};

inline std::string text(double number) {
    return fmt::format("{}", number);
} // the shortest that reads back the same

inline int extent(std::size_t value) {
    return static_cast<int>(value);
}

} // namespace halenet::kernels
