/* What each kernel takes, in libraries that were generated with --timing. */
#include "internal.h"
#include "ticks.h"

#if HALENET_TIMING

int halenet_time_call(const halenet_run *run, const halenet_call *call, void **arguments) {
    halenet_kernel_time *time = run->instance->times != NULL ? &run->instance->times[call->info] : NULL;
    const uint64_t start = halenet_ticks();
    const int result = call->kernel(arguments);
    if (time != NULL) {
        const char *name = run->instance->isa->kernels[call->info].name;
        __atomic_store_n(&time->kernel, name, __ATOMIC_RELAXED);
        __atomic_fetch_add(&time->calls, 1, __ATOMIC_RELAXED);
        __atomic_fetch_add(&time->ticks, halenet_ticks() - start, __ATOMIC_RELAXED);
    }
    return result;
}

halenet_status halenet_time_kernels(halenet_instance *instance, halenet_kernel_time *times, int32_t capacity) {
    const halenet_status status = halenet_check_instance(instance);
    const halenet_kernel_time none = {0};
    int32_t k;
    if (status.code != HALENET_OK) {
        return status;
    }
    if (times != NULL && capacity < halenet_tables.model.kernel_count) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT, "the array has # rows; the library has # kernels", capacity,
                              halenet_tables.model.kernel_count);
    }
    for (k = 0; times != NULL && k < capacity; ++k) {
        times[k] = none;
    }
    instance->times = times;
    return status;
}

#endif
