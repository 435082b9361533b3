/* Kernels that compute nothing, but reach for all corners of the memory that they are given, so that the address
 * sanitizer sees each byte that lies outside of the caller's. */
#ifndef HALENET_TESTS_FUZZ_KERNELS_H
#define HALENET_TESTS_FUZZ_KERNELS_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct fuzzed_kernels {
    uint8_t value;      /* of each byte that they write: 0x3d for small floats, 0xff for NaN */
    bool fail;          /* each reports an error */
    bool wrote_weights; /* set when one has written into the weights region */
};
extern struct fuzzed_kernels fuzzed_kernels;

/* A kernel of the library, by its number among those of an instruction set. */
int fuzzed_kernel(int32_t isa, int32_t kernel, void **arguments);

#ifdef __cplusplus
}
#endif

#endif
