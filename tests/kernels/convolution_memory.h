/// The extents and packed weights that the convolution kernels take.
#pragma once

#include "schedules/convolution_shape.h"
#include "tests/kernels/convolution_case.h"

namespace halenet::kernels {

/// Rows (i, n) of the source and of the pooled output; the output as (f, px, py, n); the weights as (j, ky, f).
inline std::vector<int> source_rows(const FusedConvolution &s, std::size_t images) {
    return {extent(s.channels * s.width * s.height), extent(images)};
}
inline std::vector<int> pooled_rows(const FusedConvolution &s, std::size_t images) {
    return {extent(s.filters * s.pooled_width() * s.pooled_height()), extent(images)};
}
inline std::vector<int> pooled_extents(const FusedConvolution &s, std::size_t images) {
    return {extent(s.filters), extent(s.pooled_width()), extent(s.pooled_height()), extent(images)};
}
inline std::vector<int> filter_extents(const FusedConvolution &s) {
    return {extent(s.channels * s.kernel), extent(s.kernel), extent(s.filters)};
}

/// The gradient of the pooled output as rows. Closed windows hold poison: what stands there must not matter.
inline Memory<float> pooled_gradient(const FusedConvolution &s, const xt::xtensor<double, 4> &d_dst,
                                     const xt::xtensor<std::uint8_t, 4> &argmax) {
    Memory<float> rows(d_dst, pooled_rows(s, d_dst.shape(0)));
    for (std::size_t k = 0; k < argmax.size(); ++k) {
        if (argmax.flat(k) == closed_window) {
            rows[k] = poison<float>();
        }
    }
    return rows;
}

inline schedules::ConvolutionShape schedule_shape(const FusedConvolution &s) {
    return {extent(s.channels), extent(s.width),  extent(s.height), extent(s.filters),
            extent(s.kernel),   extent(s.stride), s.same,           extent(s.pool)};
}

inline Memory<float> packed_forward(const FusedConvolution &s, const xt::xtensor<double, 4> &weights,
                                    const xt::xtensor<double, 1> &bias) {
    const auto layout = schedule_shape(s);
    Memory<float> packed({layout.packed_filters(), layout.packed_rows()});
    Memory<float> canonical(weights, {extent(s.terms()), extent(s.filters)});
    Memory<float> bias_memory(bias);
    Kernel("conv2d_pack_forward", parameters_of(s))(canonical, bias_memory, packed);
    return packed;
}

inline Memory<float> packed_backward(const FusedConvolution &s, const xt::xtensor<double, 4> &weights) {
    const auto layout = schedule_shape(s);
    Memory<float> packed({layout.patch_row(), layout.shifted_rows(), extent(s.filters)});
    Memory<float> canonical(weights, filter_extents(s));
    Kernel("conv2d_pack_backward", parameters_of(s))(canonical, packed);
    return packed;
}

/// The packed weights as the one-dimensional input of backward data.
inline Halide::Runtime::Buffer<float> flat(Memory<float> &memory) {
    return Halide::Runtime::Buffer<float>(memory.data(), std::vector<int>{extent(memory.size())});
}

inline Kernel forward_kernel(const FusedConvolution &s) {
    return Kernel("conv2d_forward", with(parameters_of(s), parameter_of(s.activation)));
}

/// An argmax as the kernels on pixels have it: for each row of windows and filter a row of bytes, padded. Poison stands
/// in the padding: it must not matter.
class PlanarArgmax {
  public:
    PlanarArgmax(const FusedConvolution &s, std::size_t images)
        : extents_(pooled_extents(s, images)), row_(schedule_shape(s).argmax_row()),
          memory_({row_, extents_[0], extents_[2], extents_[3]}) {}

    PlanarArgmax(const FusedConvolution &s, const xt::xtensor<std::uint8_t, 4> &argmax)
        : PlanarArgmax(s, argmax.shape(0)) {
        auto dense = argmax.begin();
        for_each([&](std::uint8_t &place) { place = *dense++; });
    }

    /// (f, x, y, n), for a forward kernel to fill in.
    [[nodiscard]] Halide::Runtime::Buffer<std::uint8_t> output() {
        const std::array<halide_dimension_t, 4> dimensions{{{0, extents_[0], row_},
                                                            {0, extents_[1], 1},
                                                            {0, extents_[2], row_ * extents_[0]},
                                                            {0, extents_[3], row_ * extents_[0] * extents_[2]}}};
        return Halide::Runtime::Buffer<std::uint8_t>(memory_.data(), 4, dimensions.data());
    }

    [[nodiscard]] Memory<std::uint8_t> &input() { return memory_; } ///< (x, f, y, n), for a backward kernel

    /// In the order of the pooled output.
    [[nodiscard]] Memory<std::uint8_t> dense() {
        REQUIRE(memory_.guards_intact());
        Memory<std::uint8_t> result(extents_);
        std::size_t k = 0;
        for_each([&](std::uint8_t place) { result[k++] = place; });
        return result;
    }

  private:
    /// Filters innermost, images outermost.
    template <class Use>
    void for_each(Use use) {
        auto places = output();
        for (int n = 0; n < extents_[3]; ++n) {
            for (int y = 0; y < extents_[2]; ++y) {
                for (int x = 0; x < extents_[1]; ++x) {
                    for (int f = 0; f < extents_[0]; ++f) {
                        use(places(f, x, y, n));
                    }
                }
            }
        }
    }

    std::vector<int> extents_; ///< dense
    int row_;
    Memory<std::uint8_t> memory_;
};

} // namespace halenet::kernels
