/* Creating an instance: everything that a caller can get wrong is checked here, because kernels check nothing. */
#include "internal.h"

enum { LARGEST_BATCH = 65536 };

static size_t greatest(size_t a, size_t b) {
    return a > b ? a : b;
}

/* Over all instruction sets of the library, so that the caller's memory fits whichever is chosen. */
static size_t most(size_t (*bytes_of)(const halenet_isa *isa)) {
    size_t bytes = 0;
    int32_t k;
    for (k = 0; k < halenet_tables.isa_count; ++k) {
        bytes = greatest(bytes, bytes_of(&halenet_tables.isas[k]));
    }
    return bytes;
}

static size_t one_bytes(const halenet_isa *isa) {
    return isa->one_layout.shard_bytes;
}

static size_t classify_shard_bytes(const halenet_isa *isa) {
    return greatest(isa->classify_layout.shard_bytes, isa->evaluate_layout.shard_bytes);
}

static bool is_batch(int32_t batch) {
    return batch >= 1 && batch <= LARGEST_BATCH;
}

size_t halenet_classify_workspace_bytes(int32_t batch) {
    if (!is_batch(batch)) {
        return 0;
    }
    return batch == 1 ? most(one_bytes) : most(classify_shard_bytes) * (size_t)halenet_shards(batch);
}

#if HALENET_TRAINS
static size_t train_shard_bytes(const halenet_isa *isa) {
    return greatest(classify_shard_bytes(isa), isa->train_layout.shard_bytes);
}

size_t halenet_train_workspace_bytes(int32_t batch) {
    return is_batch(batch) ? most(train_shard_bytes) * (size_t)halenet_shards(batch) : 0;
}
#endif

static size_t workspace_bytes(const halenet_memory *memory, int32_t batch) {
#if HALENET_TRAINS
    if (memory->state != NULL) {
        return halenet_train_workspace_bytes(batch);
    }
#else
    (void)memory;
#endif
    return halenet_classify_workspace_bytes(batch);
}

static bool same_text(const char *a, const char *b) {
    while (*a != '\0' && *a == *b) {
        ++a;
        ++b;
    }
    return *a == *b;
}

/* The best instruction set, or the one of that name, if this processor runs it. */
static halenet_status choose_isa(const char *name, const halenet_isa **chosen) {
    halenet_status status =
        halenet_refuse_name(HALENET_UNSUPPORTED_CPU, "the library has no kernels for @; model.isas lists what it has",
                            name != NULL ? name : "anything");
    int32_t k;
    for (k = 0; k < halenet_tables.isa_count; ++k) {
        const halenet_isa *isa = &halenet_tables.isas[k];
        if (name != NULL && !same_text(name, isa->name)) {
            continue;
        }
        status = halenet_check_cpu(isa); /* of several refusals the last one tells most: that of the least demanding */
        if (status.code == HALENET_OK) {
            *chosen = isa;
            break;
        }
    }
    return status;
}

halenet_status halenet_check_region(const char *too_small, const char *misaligned, const void *start, size_t bytes,
                                    size_t needed) {
    if (bytes < needed) {
        return halenet_refuse(HALENET_REGION_TOO_SMALL, too_small, (int64_t)bytes, (int64_t)needed);
    }
    if ((uintptr_t)start % HALENET_ALIGNMENT != 0) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT, misaligned, HALENET_ALIGNMENT, 0);
    }
    return halenet_ok();
}

halenet_status halenet_create(halenet_instance *instance, const halenet_memory *memory,
                              const halenet_options *options) {
    const halenet_isa *isa = NULL;
    halenet_status status;
    if (instance == NULL || memory == NULL || options == NULL) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT,
                              "create takes an instance, memory and options, and one of them is null", 0, 0);
    }
    if (!is_batch(options->batch)) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT, "the batch is # images; it must be 1 to #", options->batch,
                              LARGEST_BATCH);
    }
    if (memory->state != NULL && !halenet_tables.model.trains) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT,
                              "the library was generated to classify only and takes no state region", 0, 0);
    }
    if (memory->weights == NULL || memory->workspace == NULL) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT, "the weights and workspace regions must not be null", 0, 0);
    }
    status = halenet_check_region("the weights region has # bytes; the model needs #",
                                  "the weights region must be aligned to # bytes", memory->weights,
                                  memory->weights_bytes, halenet_tables.model.weights_bytes);
    if (status.code == HALENET_OK && memory->state != NULL) {
        status = halenet_check_region("the state region has # bytes; the model needs #",
                                      "the state region must be aligned to # bytes", memory->state, memory->state_bytes,
                                      halenet_tables.model.state_bytes);
    }
    if (status.code == HALENET_OK) {
        status = halenet_check_region("the workspace has # bytes; this batch needs #",
                                      "the workspace must be aligned to # bytes", memory->workspace,
                                      memory->workspace_bytes, workspace_bytes(memory, options->batch));
    }
    if (status.code != HALENET_OK) {
        return status;
    }
    status = choose_isa(options->isa, &isa);
    if (status.code != HALENET_OK) {
        return status;
    }
    instance->library = &halenet_tables;
    instance->isa = isa;
    instance->memory = *memory;
    instance->options = *options;
    instance->times = NULL;
    return status;
}

const char *halenet_isa_name(const halenet_instance *instance) {
    return halenet_check_instance(instance).code == HALENET_OK ? instance->isa->name : NULL;
}
