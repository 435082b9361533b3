/* Naive kernels of a training step beside the layers: loss, dropout, augmentation, optimizers. */
#include "naive.h"

#if HALENET_TRAINS

/* log(sum exp(x)) - sum q x, with q = (1 - smoothing) * onehot + smoothing / classes; its gradient, a share of the
 * batch's mean; and whether the greatest logit is the label's. Lanes past the images pass no gradient. */
static void softmax_cross_entropy(const halenet_kernel_info *kernel, void **arguments) {
    const void *logits = arguments[0], *labels = arguments[1];
    const int32_t classes = kernel->shape.classes, images = whole(arguments[2]), batch = whole(arguments[3]);
    const double smoothing = number(arguments[4]);
    void *d_logits = arguments[5], *loss = arguments[6], *correct = arguments[7];
    int32_t n, u;
    for (n = 0; n < HALENET_SHARD_IMAGES; ++n) {
        const int32_t index[HALENET_MAX_RANK] = {n < images ? n : images - 1}, of_image[HALENET_MAX_RANK] = {n};
        const int32_t label = *(const uint8_t *)halenet_element(labels, index);
        const double total = halenet_log_sum_exp(logits, n);
        double expected = 0.0;
        for (u = 0; u < classes; ++u) {
            const double logit = (double)*value_at(logits, n, u);
            const double target = (u == label ? 1.0 - smoothing : 0.0) + smoothing / classes;
            expected += target * (logit - total);
            *value_at(d_logits, n, u) = n < images ? (float)((halenet_exp(logit - total) - target) / batch) : 0.0f;
        }
        *vector_at(loss, n) = (float)-expected;
        *(uint8_t *)halenet_element(correct, of_image) = halenet_greatest_class(logits, n) == label;
    }
}

/* ---- Draws: a hash of a counter, so that each depends on what it is for and on nothing else. */

/* C. Wellons, "Prospecting for Hash Functions", 2018: lowbias32. */
static uint32_t mixed(uint32_t bits) {
    bits = (bits ^ (bits >> 16)) * 0x7FEB352Du;
    bits = (bits ^ (bits >> 15)) * 0x846CA68Bu;
    return bits ^ (bits >> 16);
}

/* `key`: two arguments, of the step. */
static uint32_t drawn(void **key, uint32_t stream, uint32_t counter) {
    const uint32_t low = *(const uint32_t *)key[0], high = *(const uint32_t *)key[1];
    const uint32_t first = mixed(low ^ mixed(high ^ mixed(stream)));
    return mixed(mixed(counter ^ first) + mixed(first + 0x9E3779B9u));
}

static void dropout(const halenet_kernel_info *kernel, void **arguments) {
    const halenet_shape *s = &kernel->shape;
    void *dst = arguments[4];
    int32_t i[HALENET_MAX_RANK] = {0};
    do {
        const int32_t element = i[s->lanes ? 1 : 0], image = whole(arguments[1]) + i[s->lanes ? 0 : 1];
        const uint32_t bits = drawn(&arguments[2], (uint32_t)s->stream, (uint32_t)(element + s->elements * image));
        *value_at(dst, i[0], i[1]) =
            bits >= s->rate * 0x1p32 ? (float)((double)*value_at(arguments[0], i[0], i[1]) / (1.0 - s->rate)) : 0.0f;
    } while (halenet_next(dst, i));
}

/* Taylor's polynomial of sine (from 1) or cosine (from 0), of angles up to a quarter of pi. */
static double turned(double angle, int32_t from) {
    double term = from == 0 ? 1.0 : angle, sum = 0.0;
    int32_t k;
    for (k = from; k < from + 16; k += 2) {
        sum += term;
        term *= -angle * angle / ((k + 1) * (k + 2));
    }
    return sum;
}

/* In [-1, 1). */
static double symmetric(void **arguments, int32_t image, int32_t which) {
    const uint32_t counter = (uint32_t)(3 * (whole(arguments[3]) + image) + which);
    return (drawn(&arguments[4], UINT32_MAX, counter) >> 8) * 0x1p-23 - 1.0;
}

/* A pixel of the source, 0 outside. */
static double pixel_at(const halenet_shape *s, const void *src, int32_t c, int32_t x, int32_t y, int32_t n) {
    const bool inside = x >= 0 && x < s->width && y >= 0 && y < s->height;
    return inside ? *byte_at(src, c + s->channels * (x + s->width * y), n) : 0.0;
}

static int32_t whole_part(double x) {
    const int32_t towards_zero = (int32_t)x;
    return (double)towards_zero > x ? towards_zero - 1 : towards_zero;
}

/* Each image turned about its centre, then moved; sampled bilinearly and rounded. */
static void augment(const halenet_kernel_info *kernel, void **arguments) {
    const halenet_shape *s = &kernel->shape;
    const double centre_x = 0.5 * (s->width - 1), centre_y = 0.5 * (s->height - 1);
    const void *src = arguments[0];
    void *dst = arguments[6];
    int32_t i[HALENET_MAX_RANK] = {0};
    do {
        const int32_t c = i[0] % s->channels, n = i[1];
        const int32_t column = i[0] / s->channels % s->width, row = i[0] / s->channels / s->width;
        const double angle = number(arguments[2]) * symmetric(arguments, n, 2) * 3.14159265358979324 / 180.0;
        const double sine = turned(angle, 1), cosine = turned(angle, 0);
        const double from_x = column - centre_x - number(arguments[1]) * symmetric(arguments, n, 0);
        const double from_y = row - centre_y - number(arguments[1]) * symmetric(arguments, n, 1);
        const double at_x = cosine * from_x + sine * from_y + centre_x;
        const double at_y = cosine * from_y - sine * from_x + centre_y;
        const int32_t x = whole_part(at_x), y = whole_part(at_y);
        const double right = at_x - x, below = at_y - y;
        const double value =
            (pixel_at(s, src, c, x, y, n) * (1.0 - right) + pixel_at(s, src, c, x + 1, y, n) * right) * (1.0 - below) +
            (pixel_at(s, src, c, x, y + 1, n) * (1.0 - right) + pixel_at(s, src, c, x + 1, y + 1, n) * right) * below;
        *byte_at(dst, i[0], n) = (uint8_t)(value + 0.5);
    } while (halenet_next(dst, i));
}

/* ---- Optimizers. */

/* Moments that would decay into denormal numbers become zero. */
static double flushed(double x) {
    return x < 1e-30 && x > -1e-30 ? 0.0 : x;
}

static void sum_shards(const halenet_kernel_info *kernel, void **arguments) {
    const void *src = arguments[0]; /* (k, s) */
    void *dst = arguments[1];
    int32_t k, shard;
    (void)kernel;
    for (k = 0; k < extent_of(dst, 0); ++k) {
        double sum = 0.0;
        for (shard = 0; shard < extent_of(src, 1); ++shard) {
            sum += (double)*value_at(src, k, shard);
        }
        *vector_at(dst, k) = (float)sum;
    }
}

/* rates: beta1, 1 - beta1, beta2, 1 - beta2, step size, 1 / sqrt(1 - beta2^t), 1 - learning_rate * weight_decay */
static void adam_rates(const halenet_kernel_info *kernel, void **arguments) {
    const halenet_buffer *powers = arguments[0], *new_powers = arguments[5];
    const double rate = number(arguments[1]), beta1 = *(double *)arguments[2], beta2 = *(double *)arguments[3];
    const double *before = (const double *)(const void *)powers->host;
    double *after = (double *)(void *)new_powers->host;
    float *rates = floats(arguments[6]);
    (void)kernel;
    after[0] = before[0] * beta1;
    after[1] = before[1] * beta2;
    rates[0] = (float)beta1;
    rates[1] = (float)(1.0 - beta1);
    rates[2] = (float)beta2;
    rates[3] = (float)(1.0 - beta2);
    rates[4] = (float)(rate / (1.0 - after[0]));
    rates[5] = (float)(1.0 / halenet_square_root(1.0 - after[1]));
    rates[6] = (float)(1.0 - rate * number(arguments[4]));
}

static void adam(const halenet_kernel_info *kernel, void **arguments) {
    const float *rates = floats(arguments[4]);
    const double epsilon = number(arguments[5]);
    int32_t k;
    (void)kernel;
    for (k = 0; k < extent_of(arguments[0], 0); ++k) {
        const double w = (double)*vector_at(arguments[0], k), g = (double)*vector_at(arguments[1], k);
        const double m = flushed((double)rates[0] * (double)*vector_at(arguments[2], k) + (double)rates[1] * g);
        const double v = flushed((double)rates[2] * (double)*vector_at(arguments[3], k) + (double)rates[3] * g * g);
        const double denominator = halenet_square_root(v) * (double)rates[5] + epsilon;
        *vector_at(arguments[6], k) = (float)(w * (double)rates[6] - (double)rates[4] * m / denominator);
        *vector_at(arguments[7], k) = (float)m;
        *vector_at(arguments[8], k) = (float)v;
    }
}

static void sgd(const halenet_kernel_info *kernel, void **arguments) {
    const double rate = number(arguments[3]), momentum = number(arguments[4]), decay = number(arguments[5]);
    int32_t k;
    (void)kernel;
    for (k = 0; k < extent_of(arguments[0], 0); ++k) {
        const double w = (double)*vector_at(arguments[0], k), g = (double)*vector_at(arguments[1], k);
        const double v = flushed(momentum * (double)*vector_at(arguments[2], k) + g);
        *vector_at(arguments[6], k) = (float)(w * (1.0 - rate * decay) - rate * v);
        *vector_at(arguments[7], k) = (float)v;
    }
}

halenet_naive_kernel halenet_naive_training(halenet_kernel_kind kind) {
    switch (kind) {
    case HALENET_SOFTMAX_CROSS_ENTROPY:
        return softmax_cross_entropy;
    case HALENET_DROPOUT:
        return dropout;
    case HALENET_AUGMENT:
        return augment;
    case HALENET_SUM_SHARDS:
        return sum_shards;
    case HALENET_ADAM_RATES:
        return adam_rates;
    case HALENET_ADAM_KERNEL:
        return adam;
    case HALENET_SGD_KERNEL:
        return sgd;
    default:
        return NULL;
    }
}

#endif
