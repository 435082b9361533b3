/* The naive kernel of each kind, and how tensors are walked. */
#include "naive.h"

static halenet_naive_kernel (*const families[])(halenet_kernel_kind kind) = {
    halenet_naive_windows,
    halenet_naive_layers,
#if HALENET_TRAINS
    halenet_naive_gradients,
    halenet_naive_training,
#endif
};

bool halenet_naive(const halenet_kernel_info *kernel, void **arguments) {
    size_t k;
    for (k = 0; k < sizeof families / sizeof *families; ++k) {
        const halenet_naive_kernel naive = families[k](kernel->kind);
        if (naive != NULL) {
            naive(kernel, arguments);
            return true;
        }
    }
    return false;
}

void *halenet_element(const void *tensor, const int32_t *index) {
    const halenet_buffer *buffer = tensor;
    ptrdiff_t offset = 0;
    int32_t d;
    for (d = 0; d < buffer->dimensions; ++d) {
        offset += step_of(tensor, d, index[d]);
    }
    return buffer->host + offset * (buffer->type.bits / 8);
}

bool halenet_next(const void *tensor, int32_t *index) {
    const halenet_buffer *buffer = tensor;
    int32_t d;
    for (d = 0; d < buffer->dimensions; ++d) {
        if (++index[d] < buffer->dim[d].extent) {
            return true;
        }
        index[d] = 0;
    }
    return false;
}

double halenet_dot(const float *a, ptrdiff_t a_step, const float *b, ptrdiff_t b_step, int32_t count) {
    double sum = 0.0;
    for (; count > 0; --count, a += a_step, b += b_step) {
        sum += (double)*a * (double)*b;
    }
    return sum;
}
