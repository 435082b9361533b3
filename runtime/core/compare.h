/* Calls of kernels, each beside its naive kernel. */
#ifndef HALENET_CORE_COMPARE_H
#define HALENET_CORE_COMPARE_H

#include "internal.h"

typedef struct halenet_comparison {
    const halenet_isa *isa;
    float *errors;       /* of each kernel, the greatest of its calls; below 0: not called yet */
    uint8_t *copies;     /* halenet_tables.selftest_output_bytes, aligned */
    int32_t first_shard; /* shards before it are computed, not compared */
} halenet_comparison;

/* An observer of a run (halenet_run.observe): runs the naive kernel, then the kernel, and compares what they wrote. */
int halenet_compare_call(void *comparison, const halenet_call *call, int32_t shard, void **arguments);

/* The error of a kernel whose every difference rounding explains. */
float halenet_allowed_error(const halenet_kernel_info *kernel);

#endif
