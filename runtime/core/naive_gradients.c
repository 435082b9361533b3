/* Naive gradients of the layers. */
#include "naive_convolution.h"

#if HALENET_TRAINS

/* The argmax of the first layer is planar, (px, f, py, n); others are rows like d_dst, of which this is element i. */
static uint8_t argmax_at(const halenet_kernel_info *kernel, const void *argmax, int32_t f, int32_t px, int32_t py,
                         int32_t n, int32_t i) {
    if (kernel->kind == HALENET_IMAGE_CONV2D_BACKWARD_WEIGHTS) {
        return *(byte_at(argmax, px, f) + step_of(argmax, 2, py) + step_of(argmax, 3, n));
    }
    return *byte_at(argmax, i, n);
}

/* The sum, over images and open windows, of a filter's gradients, each times what the filter's element, (j, ky), sees
 * where the window's greatest value lies; without an element, times 1. */
static double filter_gradient(const halenet_kernel_info *kernel, void **arguments, int32_t f, const int32_t *element) {
    const halenet_shape *s = &kernel->shape;
    const void *src = arguments[0], *d_dst = arguments[1], *argmax = arguments[2];
    const int32_t left = zeros_before(s, s->width), above = zeros_before(s, s->height);
    const int32_t columns = pooled_extent(s, s->width), rows = pooled_extent(s, s->height);
    int32_t n, px, py;
    double sum = 0.0;
    for (n = 0; n < extent_of(src, 1); ++n) {
        int32_t i = f;
        for (py = 0; py < rows; ++py) {
            for (px = 0; px < columns; ++px, i += s->filters) {
                const uint8_t place = argmax_at(kernel, argmax, f, px, py, n, i);
                if (place != HALENET_CLOSED) {
                    const int32_t x = s->stride * (s->pool * px + place % s->pool) - left;
                    const int32_t y = s->stride * (s->pool * py + place / s->pool) - above;
                    sum += (double)*value_at(d_dst, i, n) *
                           (element == NULL ? 1.0
                                            : source_at(s, src, element[0] % s->channels, x + element[0] / s->channels,
                                                        y + element[1], n));
                }
            }
        }
    }
    return sum;
}

static void conv2d_weights(const halenet_kernel_info *kernel, void **arguments) {
    void *d_weights = arguments[3], *d_bias = arguments[4];
    int32_t i[HALENET_MAX_RANK] = {0}, f; /* (j, ky, f), j = channel + channels * kx */
    do {
        *(float *)halenet_element(d_weights, i) = (float)filter_gradient(kernel, arguments, i[2], i);
    } while (halenet_next(d_weights, i));
    for (f = 0; f < kernel->shape.filters; ++f) {
        *vector_at(d_bias, f) = (float)filter_gradient(kernel, arguments, f, NULL);
    }
}

/* What reaches one element of the source from all windows whose greatest value has seen it through place (kx, ky) of
 * its filter. `column` and `row`: of the convolution's output. */
static double through_filters(const halenet_kernel_info *kernel, void **arguments, int32_t column, int32_t row,
                              int32_t n, int32_t weight) {
    const halenet_shape *s = &kernel->shape;
    const int32_t columns = pooled_extent(s, s->width), rows = pooled_extent(s, s->height);
    const int32_t px = column / s->pool, py = row / s->pool, place = column % s->pool + s->pool * (row % s->pool);
    const int32_t plane = extent_of(arguments[2], 0) / s->filters;
    int32_t f;
    double sum = 0.0;
    for (f = 0; f < s->filters && px < columns && py < rows; ++f) {
        const int32_t i = f + s->filters * (px + columns * py);
        if (*byte_at(arguments[1], i, n) == place) {
            sum += (double)*value_at(arguments[0], i, n) * (double)*vector_at(arguments[2], weight + plane * f);
        }
    }
    return sum;
}

/* The shifted weights are (j, r, f): rows of kernel * channels floats, padded to a multiple of 8, and above each
 * filter's as many rows of zeros as a window has rows of the source between its first and its last place. */
static void conv2d_data(const halenet_kernel_info *kernel, void **arguments) {
    const halenet_shape *s = &kernel->shape;
    const int32_t weights_row = (s->kernel * s->channels + 7) / 8 * 8, rows_above = (s->pool - 1) * s->stride;
    const int32_t left = zeros_before(s, s->width), above = zeros_before(s, s->height);
    void *d_src = arguments[3];
    int32_t i[HALENET_MAX_RANK] = {0}, kx, ky;
    do {
        const int32_t c = i[0] % s->channels, x = i[0] / s->channels % s->width, y = i[0] / s->channels / s->width;
        double sum = 0.0;
        for (ky = 0; ky < s->kernel; ++ky) {
            for (kx = 0; kx < s->kernel; ++kx) {
                const int32_t from_x = x + left - kx, from_y = y + above - ky;
                if (from_x >= 0 && from_x % s->stride == 0 && from_y >= 0 && from_y % s->stride == 0) {
                    sum += through_filters(kernel, arguments, from_x / s->stride, from_y / s->stride, i[1],
                                           c + s->channels * kx + weights_row * (rows_above + ky));
                }
            }
        }
        *value_at(d_src, i[0], i[1]) = (float)sum;
    } while (halenet_next(d_src, i));
}

/* The copy of the weights (j, ky, f) that source gradients read: see above. */
static void pack_shifted(const halenet_kernel_info *kernel, void **arguments) {
    const halenet_shape *s = &kernel->shape;
    void *shifted = arguments[1];
    int32_t i[HALENET_MAX_RANK] = {0};
    do {
        const int32_t from[HALENET_MAX_RANK] = {i[0], i[1] - (s->pool - 1) * s->stride, i[2], 0};
        const bool inside = from[0] < s->kernel * s->channels && from[1] >= 0 && from[1] < s->kernel;
        *(float *)halenet_element(shifted, i) = inside ? *(float *)halenet_element(arguments[0], from) : 0.0f;
    } while (halenet_next(shifted, i));
}

/* A source element has its part of each window that it belongs to: the gradient of a greatest value where the argmax
 * says so, an equal share of a mean's. */
static void pool2d_data(const halenet_kernel_info *kernel, void **arguments) {
    const halenet_shape *s = &kernel->shape;
    const bool average = kernel->kind == HALENET_AVERAGE_POOL2D_BACKWARD_DATA;
    const int32_t columns = (s->width - s->size) / s->stride + 1, rows = (s->height - s->size) / s->stride + 1;
    void *d_src = arguments[average ? 1 : 2];
    int32_t i[HALENET_MAX_RANK] = {0}, ax, ay; /* (c, x, y, n) */
    do {
        double sum = 0.0;
        for (ay = 0; ay < s->size; ++ay) {
            for (ax = 0; ax < s->size; ++ax) {
                const int32_t x = i[1] - ax, y = i[2] - ay;
                if (x >= 0 && x % s->stride == 0 && x / s->stride < columns && //
                    y >= 0 && y % s->stride == 0 && y / s->stride < rows) {
                    const int32_t window = i[0] + s->channels * (x / s->stride + columns * (y / s->stride));
                    const double gradient = (double)*value_at(arguments[0], window, i[3]);
                    sum += average                                                     ? gradient / halenet_places(s)
                           : *byte_at(arguments[1], window, i[3]) == ax + s->size * ay ? gradient
                                                                                       : 0.0;
                }
            }
        }
        *(float *)halenet_element(d_src, i) = (float)sum;
    } while (halenet_next(d_src, i));
}

static void activation(const halenet_kernel_info *kernel, void **arguments) {
    void *d_src = arguments[2];
    int32_t i[HALENET_MAX_RANK] = {0};
    do {
        *value_at(d_src, i[0], i[1]) =
            (float)halenet_before_activation(kernel->shape.activation, (double)*value_at(arguments[0], i[0], i[1]),
                                             (double)*value_at(arguments[1], i[0], i[1]));
    } while (halenet_next(d_src, i));
}

/* Transposed weights times d_dst, through the activation of the layer before. */
static void dense_data(const halenet_kernel_info *kernel, void **arguments) {
    const void *d_dst = arguments[0], *weights = arguments[1], *src = arguments[2];
    void *d_src = arguments[3];
    int32_t i[HALENET_MAX_RANK] = {0}; /* (n, i) */
    do {
        const double sum = halenet_dot(vector_at(d_dst, i[0]), stride_of(d_dst, 1), vector_at(weights, i[1]),
                                       stride_of(weights, 1), kernel->shape.units);
        *value_at(d_src, i[0], i[1]) =
            (float)halenet_before_activation(kernel->shape.src_activation, sum, (double)*value_at(src, i[0], i[1]));
    } while (halenet_next(d_src, i));
}

/* Over all images of the batch, of which the last shard may hold fewer; the outputs may be a run of the layer's units.
 */
static void dense_weights(const halenet_kernel_info *kernel, void **arguments) {
    const void *src = arguments[0], *d_dst = arguments[1]; /* (i, n, s), (n, u, s) */
    const float one = 1.0f;
    void *d_weights = arguments[3], *d_bias = arguments[4];
    int32_t i[HALENET_MAX_RANK] = {0}, shard; /* (i, u) */
    (void)kernel;
    do {
        int32_t left = whole(arguments[2]);
        double sum = 0.0, bias = 0.0;
        for (shard = 0; left > 0; ++shard, left -= HALENET_SHARD_IMAGES) {
            const float *row = value_at(src, i[0], 0) + step_of(src, 2, shard);
            const float *lanes = value_at(d_dst, 0, i[1]) + step_of(d_dst, 2, shard);
            const int32_t images = left < HALENET_SHARD_IMAGES ? left : HALENET_SHARD_IMAGES;
            sum += halenet_dot(lanes, stride_of(d_dst, 0), row, stride_of(src, 1), images);
            bias += halenet_dot(lanes, stride_of(d_dst, 0), &one, 0, images);
        }
        *value_at(d_weights, i[0], i[1]) = (float)sum;
        *vector_at(d_bias, i[1]) = (float)bias;
    } while (halenet_next(d_weights, i));
}

halenet_naive_kernel halenet_naive_gradients(halenet_kernel_kind kind) {
    switch (kind) {
    case HALENET_IMAGE_CONV2D_BACKWARD_WEIGHTS:
    case HALENET_CONV2D_BACKWARD_WEIGHTS:
        return conv2d_weights;
    case HALENET_CONV2D_BACKWARD_DATA:
        return conv2d_data;
    case HALENET_CONV2D_PACK_BACKWARD:
        return pack_shifted;
    case HALENET_MAX_POOL2D_BACKWARD_DATA:
    case HALENET_AVERAGE_POOL2D_BACKWARD_DATA:
        return pool2d_data;
    case HALENET_ACTIVATION_BACKWARD:
        return activation;
    case HALENET_DENSE_BACKWARD_DATA:
        return dense_data;
    case HALENET_DENSE_BACKWARD_WEIGHTS:
        return dense_weights;
    default:
        return NULL;
    }
}

#endif
