#include "tests/fuzz/kernels.h"

#include "runtime/core/internal.h"

struct fuzzed_kernels fuzzed_kernels = {0x3d, false, false};

/* What a kernel of this number is called with; each is called somewhere. */
static const halenet_call *call_of(const halenet_isa *isa, int32_t kernel) {
    const halenet_call *call = isa->calls;
    while (call->info != kernel) {
        ++call;
    }
    return call;
}

/* The types are the kernel's own, so that the sanitizer sees wrong alignment too. */
static void reach(uint8_t *place, uint8_t bits, bool writes) {
    if (writes) {
        memset(place, fuzzed_kernels.value, bits / 8u);
    }
    if (bits == 64) {
        (void)*(volatile double *)(void *)place;
    } else if (bits == 32) {
        (void)*(volatile float *)(void *)place;
    } else {
        (void)*(volatile uint8_t *)place;
    }
}

static void reach_corners(const halenet_buffer *buffer, bool writes) {
    int32_t corner, d;
    for (corner = 0; corner < 1 << buffer->dimensions; ++corner) {
        ptrdiff_t element = 0;
        for (d = 0; d < buffer->dimensions; ++d) {
            if (buffer->dim[d].extent < 1) {
                return;
            }
            element += (corner >> d & 1) * (ptrdiff_t)(buffer->dim[d].extent - 1) * buffer->dim[d].stride;
        }
        reach(buffer->host + element * (buffer->type.bits / 8), buffer->type.bits, writes);
    }
}

int fuzzed_kernel(int32_t isa, int32_t kernel, void **arguments) {
    const halenet_isa *tables = &halenet_tables.isas[isa];
    const halenet_call *call = call_of(tables, kernel);
    int32_t k;
    for (k = 0; k < call->argument_count; ++k) {
        const int16_t argument = call->arguments[k];
        const bool writes = (tables->kernels[kernel].outputs >> k & 1) != 0;
        if (argument >= 0) {
            reach_corners(arguments[k], writes);
            fuzzed_kernels.wrote_weights =
                fuzzed_kernels.wrote_weights || (writes && tables->views[argument].region == HALENET_WEIGHTS);
        } else if (argument == HALENET_ARGUMENT_SCRATCH) {
            reach(*(uint8_t **)arguments[k], 8, true);
        }
    }
    return fuzzed_kernels.fail ? 1 : 0;
}
