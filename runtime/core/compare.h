/* Calls of kernels, each beside its naive kernel. */
#ifndef HALENET_CORE_COMPARE_H
#define HALENET_CORE_COMPARE_H

#include "internal.h"

typedef struct halenet_comparison {
    const halenet_isa *isa;
    const halenet_training *training; /* how the steps train */
    float *errors;                    /* of each kernel, the greatest of its calls; below 0: not called yet */
    uint8_t *copies;                  /* halenet_tables.selftest_output_bytes, aligned */
    int32_t first_shard;              /* shards before it are computed, not compared */
    int32_t first_wrong;              /* kernel whose error was too great before any other's was; -1: none */
} halenet_comparison;

/* An observer of a run (halenet_run.observe): runs the naive kernel, then the kernel, and compares what they wrote. */
int halenet_compare_call(void *comparison, const halenet_call *call, int32_t shard, void **arguments);

/* All calls, on a few of the images, of which at least 19 are needed. The instance has weights; `adapt_memory` has the
 * size that adapt asks for. */
halenet_status halenet_compare_kernels(halenet_instance *instance, const halenet_batch *images, uint8_t *adapt_memory,
                                       halenet_comparison *comparison);

/* The error of a kernel whose every difference rounding explains. */
float halenet_allowed_error(const halenet_kernel_info *kernel);

#endif
