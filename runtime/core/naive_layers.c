/* The other naive kernels of a classification: dense layers, forms of an activation, softmax. */
#include "naive.h"

/* On lanes, with weights (i, u) and a bias; or on rows, with the packed copy (u, k) whose last row is the bias. */
static void dense(const halenet_kernel_info *kernel, void **arguments) {
    const halenet_shape *s = &kernel->shape;
    const bool rows = kernel->kind == HALENET_DENSE_ROWS;
    const void *src = arguments[0], *weights = arguments[1];
    void *dst = arguments[rows ? 2 : 3];
    int32_t i[HALENET_MAX_RANK] = {0}; /* (u, n) or (n, u) */
    do {
        const double sum = rows ? (double)*value_at(weights, i[0], s->inputs) +
                                      halenet_dot(value_at(src, 0, i[1]), stride_of(src, 0), vector_at(weights, i[0]),
                                                  stride_of(weights, 1), s->inputs)
                                : (double)*vector_at(arguments[2], i[1]) +
                                      halenet_dot(vector_at(src, i[0]), stride_of(src, 1), value_at(weights, 0, i[1]),
                                                  stride_of(weights, 0), s->inputs);
        *value_at(dst, i[0], i[1]) = (float)halenet_activated(s->activation, sum);
    } while (halenet_next(dst, i));
}

static void normalize(const halenet_kernel_info *kernel, void **arguments) {
    const void *src = arguments[0];
    void *dst = arguments[1];
    int32_t i[HALENET_MAX_RANK] = {0};
    do {
        *value_at(dst, i[0], i[1]) = (float)normalized(&kernel->shape, *byte_at(src, i[0], i[1]));
    } while (halenet_next(dst, i));
}

/* Lanes past the images are zero. */
static void rows_to_lanes(const halenet_kernel_info *kernel, void **arguments) {
    const void *src = arguments[0];
    const int32_t images = whole(arguments[1]);
    void *dst = arguments[2];
    int32_t i[HALENET_MAX_RANK] = {0};
    (void)kernel;
    do {
        *value_at(dst, i[0], i[1]) = i[0] < images ? *value_at(src, i[1], i[0]) : 0.0f;
    } while (halenet_next(dst, i));
}

static void lanes_to_rows(const halenet_kernel_info *kernel, void **arguments) {
    const void *src = arguments[0];
    void *dst = arguments[1];
    int32_t i[HALENET_MAX_RANK] = {0};
    (void)kernel;
    do {
        *value_at(dst, i[0], i[1]) = *value_at(src, i[1], i[0]);
    } while (halenet_next(dst, i));
}

int32_t halenet_greatest_class(const void *logits, int32_t image) {
    int32_t u, best = 0;
    for (u = 1; u < extent_of(logits, 1); ++u) {
        best = *value_at(logits, image, u) > *value_at(logits, image, best) ? u : best;
    }
    return best;
}

double halenet_log_sum_exp(const void *logits, int32_t image) {
    const double best = (double)*value_at(logits, image, halenet_greatest_class(logits, image));
    double sum = 0.0;
    int32_t u;
    for (u = 0; u < extent_of(logits, 1); ++u) {
        sum += halenet_exp((double)*value_at(logits, image, u) - best);
    }
    return best + halenet_log(sum);
}

static void softmax(const halenet_kernel_info *kernel, void **arguments) {
    const void *logits = arguments[0];
    void *probabilities = arguments[1];
    int32_t n, u;
    (void)kernel;
    for (n = 0; n < extent_of(probabilities, 1); ++n) {
        const double total = halenet_log_sum_exp(logits, n);
        for (u = 0; u < extent_of(probabilities, 0); ++u) {
            *value_at(probabilities, u, n) = (float)halenet_exp((double)*value_at(logits, n, u) - total);
        }
    }
}

halenet_naive_kernel halenet_naive_layers(halenet_kernel_kind kind) {
    switch (kind) {
    case HALENET_DENSE_FORWARD:
    case HALENET_DENSE_ROWS:
        return dense;
    case HALENET_NORMALIZE:
        return normalize;
    case HALENET_ROWS_TO_LANES:
        return rows_to_lanes;
    case HALENET_LANES_TO_ROWS:
        return lanes_to_rows;
    case HALENET_SOFTMAX:
        return softmax;
    default:
        return NULL;
    }
}
