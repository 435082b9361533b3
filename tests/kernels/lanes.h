/// Activations in lanes, (n, i): the 16 images of a shard side by side.
#pragma once

#include "generator/description/description.h"
#include "tests/kernels/kernel.h"

namespace halenet::kernels {

inline constexpr int shard = description::shard_images;

/// (n, i) to (i, n) in row-major shapes: rows to lanes in memory.
inline xt::xtensor<double, 2> transposed(const xt::xtensor<double, 2> &rows) {
    auto result = xt::xtensor<double, 2>::from_shape({rows.shape(1), rows.shape(0)});
    for (std::size_t n = 0; n < rows.shape(0); ++n) {
        for (std::size_t i = 0; i < rows.shape(1); ++i) {
            result(i, n) = rows(n, i);
        }
    }
    return result;
}

/// Rows (n, i) of a batch as `shards` shards of lanes, (n, i, s) innermost first, zero past the last image.
inline Memory<float> to_shards_of_lanes(const xt::xtensor<double, 2> &rows, std::size_t shards) {
    const std::size_t elements = rows.shape(1);
    xt::xtensor<double, 3> lanes(std::array<std::size_t, 3>{shards, elements, shard}, 0.0);
    for (std::size_t n = 0; n < rows.shape(0); ++n) {
        for (std::size_t i = 0; i < elements; ++i) {
            lanes(n / shard, i, n % shard) = rows(n, i);
        }
    }
    return Memory<float>(lanes);
}

inline Memory<float> to_lanes(const xt::xtensor<double, 2> &rows) {
    REQUIRE(rows.shape(0) == shard);
    return Memory<float>(transposed(rows));
}

} // namespace halenet::kernels
