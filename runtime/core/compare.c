/* What a kernel wrote, compared with what its naive kernel wrote. */
#include "compare.h"

#include "naive.h"

#include <float.h>

static double number_at(const halenet_buffer *tensor, const int32_t *index) {
    const void *element = halenet_element(tensor, index);
    switch (tensor->type.bits) {
    case 8:
        return *(const uint8_t *)element;
    case 32:
        return (double)*(const float *)element;
    default:
        return *(const double *)element;
    }
}

/* A number that is none, or infinite, differs from all others. */
static double distance(double a, double b) {
    const double difference = a > b ? a - b : b - a;
    return a == b ? 0.0 : difference <= FLT_MAX ? difference : FLT_MAX;
}

static double greater(double a, double b) {
    return a > b ? a : b;
}

/* Whether rounding explains that another place of a window is its greatest, or that ReLU is open on one side only. */
static bool explains_place(const halenet_kernel_info *kernel, void **arguments, const int32_t *window, int32_t found,
                           int32_t expected, double rounding) {
    const int32_t places = halenet_places(&kernel->shape);
    if (found == HALENET_CLOSED || expected == HALENET_CLOSED) {
        const int32_t open = found == HALENET_CLOSED ? expected : found;
        return open < places && distance(halenet_place_value(kernel, arguments, window, open), 0.0) <= rounding;
    }
    return found < places && halenet_place_value(kernel, arguments, window, found) >=
                                 halenet_place_value(kernel, arguments, window, expected) - rounding;
}

/* Bytes: the share of elements that differ. An argmax may do so where two places are within rounding of each other; a
 * pixel by 1, where its value lies between two bytes: those are counted, and one that differs by more is as bad as if
 * all did. `greatest`: of the outputs before. */
static double byte_error(const halenet_kernel_info *kernel, void **arguments, const halenet_buffer *found,
                         const halenet_buffer *expected, double greatest) {
    const double rounding = greatest * (double)halenet_allowed_error(kernel);
    int32_t i[HALENET_MAX_RANK] = {0};
    double different = 0.0, count = 0.0;
    do {
        const int32_t a = (int32_t)number_at(found, i), b = (int32_t)number_at(expected, i);
        count += 1.0;
        if (a == b || (halenet_finds_greatest(kernel) && explains_place(kernel, arguments, i, a, b, rounding))) {
            continue;
        }
        if (kernel->kind != HALENET_AUGMENT || a - b > 1 || b - a > 1) {
            return 1.0;
        }
        different += 1.0;
    } while (halenet_next(expected, i));
    return different / count;
}

/* Numbers: the greatest difference, over the greatest of them. Those of adam_rates have nothing to do with each other:
 * each over itself. */
static double number_error(const halenet_kernel_info *kernel, const halenet_buffer *found,
                           const halenet_buffer *expected, double *greatest) {
    const double least = 1e-30; /* where all are zero */
    const bool each = kernel->kind == HALENET_ADAM_RATES;
    int32_t i[HALENET_MAX_RANK] = {0};
    double difference = 0.0;
    *greatest = least;
    do {
        const double value = number_at(expected, i), off = distance(number_at(found, i), value);
        *greatest = greater(*greatest, distance(value, 0.0));
        difference = greater(difference, each ? off / greater(distance(value, 0.0), least) : off);
    } while (halenet_next(expected, i));
    return each ? difference : difference / *greatest;
}

/* A tensor of the same shape without gaps, at `next`, which moves behind it. */
static void make_copy(const halenet_buffer *output, halenet_buffer *copy, halenet_dimension *dimensions,
                      uint8_t **next) {
    const size_t alignment = sizeof(double);
    size_t elements = 1;
    int32_t d;
    *copy = *output;
    copy->host = *next;
    copy->dim = dimensions;
    for (d = 0; d < output->dimensions; ++d) {
        dimensions[d] = output->dim[d];
        dimensions[d].stride = (int32_t)elements;
        elements *= (size_t)output->dim[d].extent;
    }
    *next += (elements * (output->type.bits / 8u) + alignment - 1) / alignment * alignment;
}

int halenet_compare_call(void *comparison, const halenet_call *call, int32_t shard, void **arguments) {
    const double most = 1e6; /* more would tell no more */
    halenet_comparison *own = comparison;
    const halenet_kernel_info *kernel = &own->isa->kernels[call->info];
    halenet_buffer copies[HALENET_MAX_ARGUMENTS];
    halenet_dimension dimensions[HALENET_MAX_ARGUMENTS][HALENET_MAX_RANK];
    void *naive_arguments[HALENET_MAX_ARGUMENTS];
    uint8_t *next = own->copies;
    double error = 0.0, greatest = 0.0;
    int32_t k;
    if (shard < own->first_shard) {
        return call->kernel(arguments);
    }
    for (k = 0; k < call->argument_count; ++k) {
        naive_arguments[k] = arguments[k];
        if ((kernel->outputs >> k & 1) != 0) {
            make_copy(arguments[k], &copies[k], dimensions[k], &next);
            naive_arguments[k] = &copies[k];
        }
    }
    if (!halenet_naive(kernel, naive_arguments) || call->kernel(arguments) != 0) {
        return 1;
    }
    for (k = 0; k < call->argument_count; ++k) {
        if ((kernel->outputs >> k & 1) != 0) {
            error = greater(error, copies[k].type.bits == 8
                                       ? byte_error(kernel, arguments, arguments[k], &copies[k], greatest)
                                       : number_error(kernel, arguments[k], &copies[k], &greatest));
        }
    }
    error = error < most ? error : most;
    own->errors[call->info] = (float)greater((double)own->errors[call->info], error);
    if (own->first_wrong < 0 && own->errors[call->info] > halenet_allowed_error(kernel)) {
        own->first_wrong = call->info;
    }
    return 0;
}

/* Terms of a kernel's longest chain of sums. */
static int32_t longest_sum(const halenet_kernel_info *kernel) {
    const halenet_shape *s = &kernel->shape;
    switch (kernel->kind) {
    case HALENET_IMAGE_CONV2D_FORWARD:
    case HALENET_CONV2D_FORWARD:
        return s->kernel * s->kernel * s->channels;
    case HALENET_CONV2D_BACKWARD_DATA:
        return s->kernel * s->kernel * s->filters;
    case HALENET_IMAGE_CONV2D_BACKWARD_WEIGHTS:
    case HALENET_CONV2D_BACKWARD_WEIGHTS:
        return s->width * s->height / (s->stride * s->pool) / (s->stride * s->pool);
    case HALENET_AVERAGE_POOL2D_FORWARD:
        return s->size * s->size;
    case HALENET_DENSE_FORWARD:
    case HALENET_DENSE_ROWS:
        return s->inputs;
    case HALENET_DENSE_BACKWARD_DATA:
        return s->units;
    case HALENET_DENSE_BACKWARD_WEIGHTS:
        return 2 * HALENET_SHARD_IMAGES; /* at most: of the passes that are compared */
    case HALENET_SOFTMAX:
    case HALENET_SOFTMAX_CROSS_ENTROPY:
        return s->classes;
    default:
        return 1;
    }
}

/* Pixels are rounded: one in a hundred may fall on the other side. Numbers have 16 float epsilons: the worst formula,
 * tanh, takes 3, and outputs that are all small beside their terms a few. Sums have one more for each root of their
 * terms, because roundings add up like steps of a random walk. Kernels of 37 models were found to take less than half
 * of what they have. */
float halenet_allowed_error(const halenet_kernel_info *kernel) {
    return kernel->kind == HALENET_AUGMENT ? 0.01f
                                           : (16.0f + (float)halenet_square_root(longest_sum(kernel))) * FLT_EPSILON;
}
