/* Parameters in and out. Their canonical array is the start of the weights region itself. */
#include "internal.h"

static const halenet_model_info *model(void) {
    return &halenet_tables.model;
}

static halenet_status check_array(const halenet_instance *instance, const float *array, size_t count) {
    const halenet_status status = halenet_check_instance(instance);
    if (status.code != HALENET_OK) {
        return status;
    }
    if (array == NULL) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT, "the array is null", 0, 0);
    }
    if (count != model()->parameters) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT, "the array holds # values; the model has # parameters",
                              (int64_t)count, (int64_t)model()->parameters);
    }
    return halenet_ok();
}

/* Infinities and NaNs have all exponent bits set; looking at bits needs no floating-point state. */
static bool are_finite(const uint8_t *floats, size_t count) {
    uint32_t bits;
    size_t k;
    for (k = 0; k < count; ++k) {
        memcpy(&bits, floats + sizeof bits * k, sizeof bits);
        if ((bits & 0x7f800000u) == 0x7f800000u) {
            return false;
        }
    }
    return true;
}

halenet_status halenet_check_tensor(const halenet_tensor_info *tensor, const void *values) {
    return are_finite(values, tensor->count)
               ? halenet_ok()
               : halenet_refuse_name(HALENET_NOT_FINITE, "the tensor @ holds a value that is infinite or not a number",
                                     tensor->name);
}

halenet_status halenet_check_finite(const float *parameters) {
    halenet_status status = halenet_ok();
    size_t t;
    for (t = 0; status.code == HALENET_OK && t < model()->tensor_count; ++t) {
        const halenet_tensor_info *tensor = &model()->tensors[t];
        status = halenet_check_tensor(tensor, parameters + tensor->offset);
    }
    return status;
}

halenet_status halenet_take_parameters(halenet_instance *instance) {
#if HALENET_TRAINS
    uint8_t *state = instance->memory.state;
    if (state != NULL) {
        double *powers = (double *)(void *)(state + halenet_tables.powers);
        memset(state, 0, model()->state_bytes);
        powers[0] = 1.0;
        powers[1] = 1.0;
    }
#endif
    return halenet_pack(instance);
}

static halenet_status run_pack(halenet_instance *instance, halenet_range calls) {
    const halenet_batch no_images = {0};
    halenet_run run = halenet_new_run(instance, &instance->isa->classify_layout, calls, &no_images);
    halenet_run_calls(&run, calls, 0);
    return run.failed ? halenet_refuse(HALENET_KERNEL_FAILED, "a kernel that packs weights reported an error", 0, 0)
                      : halenet_ok();
}

halenet_status halenet_pack(halenet_instance *instance) {
    halenet_packed *packed = halenet_packed_of(instance);
    halenet_status status;
    packed->by = 0;
    status = run_pack(instance, instance->isa->pack);
    if (status.code == HALENET_OK) {
        status = halenet_pack_few(instance);
    }
    packed->by = status.code == HALENET_OK ? halenet_packed_by(instance) : 0;
    return status;
}

halenet_packed *halenet_packed_of(const halenet_instance *instance) {
    return (halenet_packed *)(void *)((uint8_t *)instance->memory.weights + halenet_tables.packed);
}

uint32_t halenet_packed_by(const halenet_instance *instance) {
    return HALENET_PACKED_BY + instance->isa->index;
}

bool halenet_few_packed(const halenet_instance *instance) {
    return halenet_packed_of(instance)->few == 1;
}

void halenet_forget_few(halenet_instance *instance) {
    halenet_packed_of(instance)->few = 0;
}

halenet_status halenet_pack_few(halenet_instance *instance) {
    const halenet_status status = run_pack(instance, instance->isa->pack_few);
    halenet_packed_of(instance)->few = status.code == HALENET_OK ? 1 : 0;
    return status;
}

uint64_t halenet_random(uint64_t *state) {
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

halenet_status halenet_initialize(halenet_instance *instance, uint64_t seed) {
    const halenet_status status = halenet_check_instance(instance);
    float *parameters;
    size_t t, k;
    if (status.code != HALENET_OK) {
        return status;
    }
    parameters = instance->memory.weights;
    for (t = 0; t < model()->tensor_count; ++t) {
        const halenet_tensor_info *tensor = &model()->tensors[t];
        for (k = 0; k < tensor->count; ++k) {
            /* 24 random bits as a float in [-1, 1): exact, so the product is rounded once and alike everywhere. */
            const float uniform = (float)(int32_t)((halenet_random(&seed) >> 40) - 0x800000) * 0x1p-23f;
            parameters[tensor->offset + k] = uniform * tensor->bound;
        }
    }
    return halenet_take_parameters(instance);
}

halenet_status halenet_load_weights(halenet_instance *instance, const float *parameters, size_t count) {
    halenet_status status = check_array(instance, parameters, count);
    if (status.code == HALENET_OK) {
        status = halenet_check_finite(parameters);
    }
    if (status.code != HALENET_OK) {
        return status;
    }
    memcpy(instance->memory.weights, parameters, count * sizeof *parameters);
    return halenet_take_parameters(instance);
}

halenet_status halenet_save_weights(const halenet_instance *instance, float *parameters, size_t count) {
    halenet_status status = check_array(instance, parameters, count);
    if (status.code == HALENET_OK) {
        status = halenet_check_packed(instance);
    }
    if (status.code == HALENET_OK) {
        memcpy(parameters, instance->memory.weights, count * sizeof *parameters);
    }
    return status;
}

#if HALENET_TRAINS
halenet_status halenet_save_gradients(const halenet_instance *instance, float *gradients, size_t count) {
    const halenet_status status = check_array(instance, gradients, count);
    if (status.code != HALENET_OK) {
        return status;
    }
    if (instance->memory.state == NULL) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT, "an instance without a state region has no gradients", 0, 0);
    }
    memcpy(gradients, (const uint8_t *)instance->memory.state + halenet_tables.gradients, count * sizeof *gradients);
    return status;
}
#endif

halenet_status halenet_check_weights(const halenet_instance *instance) {
    const halenet_status status = halenet_check_instance(instance);
    return status.code == HALENET_OK ? halenet_check_finite(instance->memory.weights) : status;
}
