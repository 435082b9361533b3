/// Where the windows of a convolution or a pool lie along one axis: `extent` numbers, windows of `size` numbers,
/// `stride` numbers from one to the next. All are at least 1.
#pragma once

namespace halenet::description {

/// Windows that lie wholly within the extent, which is at least `size`.
[[nodiscard]] constexpr int windows_within(int extent, int size, int stride) {
    return (extent - size) / stride + 1;
}

/// Numbers at the end that no such window covers.
[[nodiscard]] constexpr int dropped(int extent, int size, int stride) {
    return extent - size - (windows_within(extent, size, stride) - 1) * stride;
}

/// Windows of `same` padding: the extent over the stride, rounded up.
[[nodiscard]] constexpr int windows_with_border(int extent, int stride) {
    return (extent - 1) / stride + 1;
}

/// Zeros before the first number under `same` padding; TensorFlow's rule, which puts the odd one after the last.
[[nodiscard]] constexpr int border_before(int extent, int size, int stride) {
    const int needed = (windows_with_border(extent, stride) - 1) * stride + size;
    return needed > extent ? (needed - extent) / 2 : 0;
}

/// Whether under `same` padding each place in the window meets the source in some window; the stride is at most `size`.
/// The first place goes furthest in the last window and the last one least far in the first.
[[nodiscard]] constexpr bool fits_with_border(int extent, int size, int stride) {
    const int before = border_before(extent, size, stride);
    return before <= (windows_with_border(extent, stride) - 1) * stride && size - before <= extent;
}

/// The least extent that fits; every larger one fits too.
[[nodiscard]] constexpr int least_extent_with_border(int size, int stride) {
    int extent = 1;
    while (!fits_with_border(extent, size, stride))
        ++extent;
    return extent;
}

} // namespace halenet::description
