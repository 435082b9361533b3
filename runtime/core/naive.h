/* Naive kernels, for the self-test: what docs/kernels.md says of each kernel, element by element, summed in double, on
 * views of any strides. They share nothing with the kernels and are no cleverer than the contract. */
#ifndef HALENET_CORE_NAIVE_H
#define HALENET_CORE_NAIVE_H

#include "internal.h"

enum { HALENET_CLOSED = 255 }; /* the argmax of a window that ReLU closed */

/* Computes the outputs of a kernel from its arguments; no output may lie where an input does. False: no kernel of that
 * kind is known here. */
bool halenet_naive(const halenet_kernel_info *kernel, void **arguments);

/* ---- Windows of a max pooling, alone or behind a convolution. */

/* Whether a kernel finds the greatest values of windows. */
bool halenet_finds_greatest(const halenet_kernel_info *kernel);

/* What it sees at a place of a window, before the activation. `window`: index of the output's element, (c, x, y, n). */
double halenet_place_value(const halenet_kernel_info *kernel, void **arguments, const int32_t *window, int32_t place);
int32_t halenet_places(const halenet_shape *shape);

/* ---- Tensors. An index is innermost first and has HALENET_MAX_RANK numbers, zeros past the rank. */

void *halenet_element(const void *tensor, const int32_t *index);

/* Moves to the next element, innermost first; false behind the last one. The first one is all zeros. */
bool halenet_next(const void *tensor, int32_t *index);

static inline int32_t extent_of(const void *tensor, int32_t dimension) {
    return ((const halenet_buffer *)tensor)->dim[dimension].extent;
}

static inline bool holds_bytes(const void *tensor) {
    return ((const halenet_buffer *)tensor)->type.bits == 8;
}

static inline ptrdiff_t stride_of(const void *tensor, int32_t dimension) {
    return ((const halenet_buffer *)tensor)->dim[dimension].stride;
}

static inline ptrdiff_t step_of(const void *tensor, int32_t dimension, int32_t index) {
    return index * stride_of(tensor, dimension);
}

static inline uint8_t *byte_at(const void *tensor, int32_t i, int32_t j) {
    return ((const halenet_buffer *)tensor)->host + step_of(tensor, 0, i) + step_of(tensor, 1, j);
}

static inline float *floats(const void *tensor) {
    return (float *)(void *)((const halenet_buffer *)tensor)->host;
}

static inline float *vector_at(const void *tensor, int32_t i) {
    return floats(tensor) + step_of(tensor, 0, i);
}

static inline float *value_at(const void *tensor, int32_t i, int32_t j) {
    return vector_at(tensor, i) + step_of(tensor, 1, j);
}

/* The sum of `count` products of floats, a_step and b_step floats from one to the next. */
double halenet_dot(const float *a, ptrdiff_t a_step, const float *b, ptrdiff_t b_step, int32_t count);

/* Scalar arguments. */
static inline double number(const void *scalar) {
    return (double)*(const float *)scalar;
}

static inline int32_t whole(const void *scalar) {
    return *(const int32_t *)scalar;
}

/* ---- Formulas. */

double halenet_exp(double x);
double halenet_log(double x); /* of normal numbers above 0 */
double halenet_square_root(double x);
double halenet_activated(halenet_activation activation, double x);
double halenet_before_activation(halenet_activation activation, double gradient, double output);

/* A pixel as the first layer sees it. */
static inline double normalized(const halenet_shape *shape, uint8_t pixel) {
    return (pixel / 255.0 - shape->mean) / shape->deviation;
}

/* Of lanes of logits: the first of the greatest, and log(sum exp(x)). */
int32_t halenet_greatest_class(const void *logits, int32_t image);
double halenet_log_sum_exp(const void *logits, int32_t image);

/* ---- The kernels, by families: a family's kernel of a kind, or null. */

typedef void (*halenet_naive_kernel)(const halenet_kernel_info *kernel, void **arguments);

halenet_naive_kernel halenet_naive_windows(halenet_kernel_kind kind);
halenet_naive_kernel halenet_naive_layers(halenet_kernel_kind kind);
#if HALENET_TRAINS
halenet_naive_kernel halenet_naive_gradients(halenet_kernel_kind kind);
halenet_naive_kernel halenet_naive_training(halenet_kernel_kind kind);
#endif

#endif
