/* Formulas in double without a C library. Sums stop where the next term is below 1e-16 of the whole. */
#include "naive.h"

enum { EXPONENT_BIAS = 1023, MANTISSA_BITS = 52 };

static const double ln2 = 0.69314718055994530942;

static uint64_t bits_of(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static double from_bits(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* x = k ln 2 + r with |r| at most ln 2 / 2; then Taylor's polynomial of r, times 2^k. */
double halenet_exp(double x) {
    double rest, sum = 1.0;
    int32_t k, term;
    if (!(x > -700.0)) {
        return x < 0.0 ? 0.0 : x; /* or no number */
    }
    k = (int32_t)(x / ln2 + (x < 0.0 ? -0.5 : 0.5));
    rest = x - (double)k * ln2;
    for (term = 14; term > 0; --term) {
        sum = 1.0 + sum * rest / term;
    }
    return sum * from_bits((uint64_t)(k + EXPONENT_BIAS) << MANTISSA_BITS);
}

/* x = 2^e m with m near 1; log m = 2 (s + s^3 / 3 + s^5 / 5 + ...), s = (m - 1) / (m + 1). */
double halenet_log(double x) {
    const uint64_t bits = bits_of(x), mantissa = bits & (((uint64_t)1 << MANTISSA_BITS) - 1);
    int32_t exponent = (int32_t)(bits >> MANTISSA_BITS) - EXPONENT_BIAS, power;
    double m = from_bits(mantissa | ((uint64_t)EXPONENT_BIAS << MANTISSA_BITS)), s, sum = 0.0;
    if (m > 1.5) {
        m *= 0.5;
        ++exponent;
    }
    s = (m - 1.0) / (m + 1.0);
    for (power = 23; power > 0; power -= 2) {
        sum = sum * s * s + 1.0 / power;
    }
    return exponent * ln2 + 2.0 * s * sum;
}

/* Newton's iteration; halving the exponent's bits starts it within a twentieth of the root. */
double halenet_square_root(double x) {
    double root = from_bits((bits_of(x) >> 1) + ((uint64_t)EXPONENT_BIAS << (MANTISSA_BITS - 1)));
    int32_t k;
    for (k = 0; k < 4; ++k) {
        root = 0.5 * (root + x / root);
    }
    return x > 0.0 ? root : 0.0;
}

static double hyperbolic_tangent(double x) {
    const double small = halenet_exp(x < 0.0 ? 2.0 * x : -2.0 * x), size = (1.0 - small) / (1.0 + small);
    return x < 0.0 ? -size : size;
}

double halenet_activated(halenet_activation activation, double x) {
    switch (activation) {
    case HALENET_RELU:
        return x < 0.0 ? 0.0 : x;
    case HALENET_TANH:
        return hyperbolic_tangent(x);
    default:
        return x;
    }
}

double halenet_before_activation(halenet_activation activation, double gradient, double output) {
    switch (activation) {
    case HALENET_RELU:
        return output > 0.0 ? gradient : 0.0;
    case HALENET_TANH:
        return gradient * (1.0 - output * output);
    default:
        return gradient;
    }
}
