/* Creating an instance: everything that a caller can get wrong is checked here, because kernels check nothing. */
#include "internal.h"

enum { LARGEST_BATCH = 65536 };

static size_t greatest(size_t a, size_t b) {
    return a > b ? a : b;
}

/* Over all instruction sets of the library, so that the caller's memory fits whichever is chosen. */
static size_t shard_bytes(bool train) {
    size_t bytes = 0;
    int32_t k;
    for (k = 0; k < halenet_tables.isa_count; ++k) {
        const halenet_isa *isa = &halenet_tables.isas[k];
        bytes = greatest(bytes, greatest(isa->classify_layout.shard_bytes, isa->evaluate_layout.shard_bytes));
        bytes = greatest(bytes, train ? isa->train_layout.shard_bytes : 0);
    }
    return bytes;
}

size_t halenet_classify_workspace_bytes(int32_t batch) {
    return batch < 1 || batch > LARGEST_BATCH ? 0 : shard_bytes(false) * (size_t)halenet_shards(batch);
}

size_t halenet_train_workspace_bytes(int32_t batch) {
    return batch < 1 || batch > LARGEST_BATCH ? 0 : shard_bytes(true) * (size_t)halenet_shards(batch);
}

static bool same_text(const char *a, const char *b) {
    while (*a != '\0' && *a == *b) {
        ++a;
        ++b;
    }
    return *a == *b;
}

static const halenet_isa *choose_isa(const char *name) {
    const uint32_t features = halenet_cpu_features();
    int32_t k;
    for (k = 0; k < halenet_tables.isa_count; ++k) {
        const halenet_isa *isa = &halenet_tables.isas[k];
        const bool runs = (isa->features & ~features) == 0;
        if (runs && (name == NULL || same_text(name, isa->name))) {
            return isa;
        }
    }
    return NULL;
}

static halenet_status check_region(const char *too_small, const char *misaligned, const void *start, size_t bytes,
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
    halenet_status status;
    if (instance == NULL || memory == NULL || options == NULL) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT,
                              "create takes an instance, memory and options, and one of them is null", 0, 0);
    }
    if (options->batch < 1 || options->batch > LARGEST_BATCH) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT, "the batch is # images; it must be 1 to #", options->batch,
                              LARGEST_BATCH);
    }
    if (memory->weights == NULL || memory->workspace == NULL) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT, "the weights and workspace regions must not be null", 0, 0);
    }
    status = check_region("the weights region has # bytes; the model needs #",
                          "the weights region must be aligned to # bytes", memory->weights, memory->weights_bytes,
                          halenet_tables.model.weights_bytes);
    if (status.code == HALENET_OK && memory->state != NULL) {
        status = check_region("the state region has # bytes; the model needs #",
                              "the state region must be aligned to # bytes", memory->state, memory->state_bytes,
                              halenet_tables.model.state_bytes);
    }
    if (status.code == HALENET_OK) {
        status = check_region("the workspace has # bytes; this batch needs #",
                              "the workspace must be aligned to # bytes", memory->workspace, memory->workspace_bytes,
                              memory->state != NULL ? halenet_train_workspace_bytes(options->batch)
                                                    : halenet_classify_workspace_bytes(options->batch));
    }
    if (status.code != HALENET_OK) {
        return status;
    }
    const halenet_isa *isa = choose_isa(options->isa);
    if (isa == NULL) {
        return options->isa != NULL
                   ? halenet_refuse_name(HALENET_UNSUPPORTED_CPU,
                                         "the library has no kernels named @ that this processor can run", options->isa)
                   : halenet_refuse_name(
                         HALENET_UNSUPPORTED_CPU,
                         "the library was generated for @, and this processor lacks a part of it; generate it "
                         "for this processor's own target",
                         halenet_tables.model.target);
    }
    instance->isa = isa;
    instance->memory = *memory;
    instance->options = *options;
    return halenet_ok();
}
