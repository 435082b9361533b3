/* Where a convolution looks: what its naive kernels, forward and backward, share. */
#ifndef HALENET_CORE_NAIVE_CONVOLUTION_H
#define HALENET_CORE_NAIVE_CONVOLUTION_H

#include "naive.h"

/* An extent of the convolution's output, before pooling. */
static inline int32_t convolved_extent(const halenet_shape *s, int32_t extent) {
    return s->same ? (extent + s->stride - 1) / s->stride : (extent - s->kernel) / s->stride + 1;
}

static inline int32_t pooled_extent(const halenet_shape *s, int32_t extent) {
    return convolved_extent(s, extent) / s->pool;
}

/* Zeros before a source of that extent: of all that the last position needs, half, rounded down. */
static inline int32_t zeros_before(const halenet_shape *s, int32_t extent) {
    const int32_t missing = (convolved_extent(s, extent) - 1) * s->stride + s->kernel - extent;
    return s->same && missing > 0 ? missing / 2 : 0;
}

/* Channel c at column x and row y of image n; zero outside. Bytes are pixels. */
static inline double source_at(const halenet_shape *s, const void *src, int32_t c, int32_t x, int32_t y, int32_t n) {
    const int32_t i = c + s->channels * (x + s->width * y);
    if (x < 0 || x >= s->width || y < 0 || y >= s->height) {
        return 0.0;
    }
    return holds_bytes(src) ? normalized(s, *byte_at(src, i, n)) : (double)*value_at(src, i, n);
}

#endif
