/* Naive convolution, and the greatest values of windows: behind a convolution, or of a max pooling alone. */
#include "naive_convolution.h"

/* A convolution with its bias, for filter f at column x and row y of its output. The first layer has its weights as
 * they are, (c, kx, ky, f) without gaps; others have them packed, (f, k), with the bias as the last row. */
static double convolved(const halenet_kernel_info *kernel, void **arguments, int32_t f, int32_t x, int32_t y,
                        int32_t n) {
    const halenet_shape *s = &kernel->shape;
    const halenet_buffer *src = arguments[0], *weights = arguments[1];
    const bool packed = kernel->kind == HALENET_CONV2D_FORWARD;
    const float *weight = floats(weights) + step_of(weights, packed ? 0 : 3, f);
    const int32_t weight_step = weights->dim[packed ? 1 : 0].stride;
    const int32_t left = s->stride * x - zeros_before(s, s->width), top = s->stride * y - zeros_before(s, s->height);
    int32_t c, kx, ky;
    double sum = 0.0;
    for (ky = 0; ky < s->kernel; ++ky) {
        for (kx = 0; kx < s->kernel; ++kx) {
            for (c = 0; c < s->channels; ++c, weight += weight_step) {
                sum += (double)*weight * source_at(s, src, c, left + kx, top + ky, n);
            }
        }
    }
    return sum + (double)(packed ? *weight : *vector_at(arguments[2], f));
}

bool halenet_finds_greatest(const halenet_kernel_info *kernel) {
    return kernel->kind == HALENET_IMAGE_CONV2D_FORWARD || kernel->kind == HALENET_CONV2D_FORWARD ||
           kernel->kind == HALENET_MAX_POOL2D_FORWARD;
}

/* A pooling layer of its own has windows of `size`, `stride` apart; windows behind a convolution lie side by side. */
static int32_t window_size(const halenet_shape *s) {
    return s->size > 0 ? s->size : s->pool;
}

int32_t halenet_places(const halenet_shape *shape) {
    return window_size(shape) * window_size(shape);
}

double halenet_place_value(const halenet_kernel_info *kernel, void **arguments, const int32_t *window, int32_t place) {
    const halenet_shape *s = &kernel->shape;
    const int32_t size = window_size(s), distance = s->size > 0 ? s->stride : size;
    const int32_t x = distance * window[1] + place % size, y = distance * window[2] + place / size;
    return kernel->kind == HALENET_MAX_POOL2D_FORWARD
               ? (double)*value_at(arguments[0], window[0] + s->channels * (x + s->width * y), window[3])
               : convolved(kernel, arguments, window[0], x, y, window[3]);
}

static void greatest(const halenet_kernel_info *kernel, void **arguments) {
    const halenet_shape *s = &kernel->shape;
    const int32_t first = kernel->kind == HALENET_IMAGE_CONV2D_FORWARD ? 3
                          : kernel->kind == HALENET_CONV2D_FORWARD     ? 2
                                                                       : 1;
    void *dst = arguments[first], *argmax = arguments[first + 1];
    int32_t i[HALENET_MAX_RANK] = {0};
    do {
        double best = halenet_place_value(kernel, arguments, i, 0);
        int32_t place, greatest = 0;
        for (place = 1; place < halenet_places(s); ++place) {
            const double value = halenet_place_value(kernel, arguments, i, place);
            if (value > best) {
                best = value;
                greatest = place;
            }
        }
        *(float *)halenet_element(dst, i) = (float)halenet_activated(s->activation, best);
        *(uint8_t *)halenet_element(argmax, i) =
            (uint8_t)(s->activation == HALENET_RELU && !(best > 0.0) ? HALENET_CLOSED : greatest);
    } while (halenet_next(dst, i));
}

/* The mean of a window. */
static void average(const halenet_kernel_info *kernel, void **arguments) {
    const halenet_shape *s = &kernel->shape;
    const void *src = arguments[0];
    void *dst = arguments[1];
    int32_t i[HALENET_MAX_RANK] = {0}, ax, ay;
    do {
        double sum = 0.0;
        for (ay = 0; ay < s->size; ++ay) {
            for (ax = 0; ax < s->size; ++ax) {
                const int32_t x = s->stride * i[1] + ax, y = s->stride * i[2] + ay;
                sum += (double)*value_at(src, i[0] + s->channels * (x + s->width * y), i[3]);
            }
        }
        *(float *)halenet_element(dst, i) = (float)(sum / halenet_places(s));
    } while (halenet_next(dst, i));
}

/* A copy of weights (k, u) with u innermost and padded with zeros, the bias as the last row: of a convolution's filters
 * or of a dense layer's units. */
static void pack(const halenet_kernel_info *kernel, void **arguments) {
    const void *weights = arguments[0], *bias = arguments[1];
    void *packed = arguments[2];
    int32_t i[HALENET_MAX_RANK] = {0};
    (void)kernel;
    do {
        float value = 0.0f;
        if (i[0] < extent_of(bias, 0)) {
            value = i[1] < extent_of(weights, 0) ? *value_at(weights, i[1], i[0]) : *vector_at(bias, i[0]);
        }
        *value_at(packed, i[0], i[1]) = value;
    } while (halenet_next(packed, i));
}

halenet_naive_kernel halenet_naive_windows(halenet_kernel_kind kind) {
    switch (kind) {
    case HALENET_IMAGE_CONV2D_FORWARD:
    case HALENET_CONV2D_FORWARD:
    case HALENET_MAX_POOL2D_FORWARD:
        return greatest;
    case HALENET_AVERAGE_POOL2D_FORWARD:
        return average;
    case HALENET_CONV2D_PACK_FORWARD:
    case HALENET_DENSE_PACK_ROWS:
        return pack;
    default:
        return NULL;
    }
}
