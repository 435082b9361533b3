/* Adapt: trains the last layers on a few images of the user's own, and keeps what came of it only where it helps. */
#include "internal.h"

#if HALENET_TRAINS

#include <float.h>

enum { MOST_STEPS = 100000 };

static halenet_status check_images(const halenet_instance *instance, const halenet_batch *images, const char *name) {
    if (images->images == NULL || images->labels == NULL) {
        return halenet_refuse_name(HALENET_INVALID_ARGUMENT, "the @ need pixels and labels, and one of them is null",
                                   name);
    }
    if (images->count < 1) {
        return halenet_refuse_name(HALENET_INVALID_ARGUMENT, "there are no @; at least 1 is needed", name);
    }
    return halenet_check_batch(instance, images);
}

static halenet_status check_adaptation(const halenet_instance *instance, const halenet_adaptation *adaptation,
                                       const void *memory, size_t bytes, const halenet_adapted *adapted) {
    halenet_status status = halenet_check_instance(instance);
    if (status.code != HALENET_OK) {
        return status;
    }
    if (adaptation == NULL || memory == NULL || adapted == NULL) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT,
                              "adapt takes an adaptation, memory and a place for its outcome, and one of them is null",
                              0, 0);
    }
    status = halenet_check_region("the memory to adapt in has # bytes; the model needs #",
                                  "the memory to adapt in must be aligned to # bytes", memory, bytes,
                                  halenet_tables.model.adapt_bytes);
    if (status.code == HALENET_OK) {
        status = check_images(instance, &adaptation->examples, "examples");
    }
    if (status.code == HALENET_OK) {
        status = check_images(instance, &adaptation->held_out, "held-out images");
    }
    if (status.code == HALENET_OK && (adaptation->steps < 1 || adaptation->steps > MOST_STEPS)) {
        status = halenet_refuse(HALENET_INVALID_ARGUMENT, "the steps are #; they must be 1 to #", adaptation->steps,
                                MOST_STEPS);
    }
    if (status.code == HALENET_OK && !(adaptation->learning_rate >= 0.0f && adaptation->learning_rate <= FLT_MAX)) {
        status = halenet_refuse(HALENET_INVALID_ARGUMENT, "the learning rate must be finite and not negative", 0, 0);
    }
    if (status.code == HALENET_OK) {
        status = halenet_check_packed(instance);
    }
    return status.code == HALENET_OK ? halenet_check_weights(instance) : status;
}

halenet_instance halenet_start_adapting(const halenet_instance *instance, void *memory) {
    uint8_t *start = memory;
    double *powers = (double *)(void *)(start + halenet_tables.adapt_powers);
    halenet_instance work = *instance;
    memset(start, 0, halenet_tables.adapt_workspace);
    powers[0] = 1.0;
    powers[1] = 1.0;
    work.memory.state = start;
    work.memory.workspace = start + halenet_tables.adapt_workspace;
    work.options.batch = HALENET_SHARD_IMAGES;
    return work;
}

static halenet_status learn(const halenet_instance *work, const halenet_adaptation *adaptation) {
    const halenet_isa *isa = work->isa;
    halenet_training training = {0};
    int32_t step, k, first = 0;
    training.optimizer = HALENET_ADAM;
    training.learning_rate = adaptation->learning_rate;
    training.beta1 = 0.9;
    training.beta2 = 0.999;
    training.epsilon = 1e-8f;
    for (step = 0; step < adaptation->steps; ++step) {
        const halenet_batch part = halenet_part_of(work, &adaptation->examples, first);
        halenet_run run = halenet_new_run(work, &isa->adapt_layout, isa->adapt, &part);
        run.front = isa->evaluate;
        run.training = &training;
        halenet_run_shards(&run);
        for (k = 0; k < isa->adapt_update_count && !run.failed; ++k) {
            halenet_run_calls(&run, isa->adapt_updates[k], 0);
        }
        if (run.failed) {
            return halenet_kernel_failure();
        }
        first = (first + part.count) % adaptation->examples.count;
    }
    return halenet_ok();
}

/* False for a loss that is infinite or no number. */
static bool no_worse(const halenet_metrics *after, const halenet_metrics *before) {
    return after->loss <= DBL_MAX &&
           (after->correct > before->correct || (after->correct == before->correct && !(after->loss > before->loss)));
}

halenet_status halenet_adapt(halenet_instance *instance, const halenet_adaptation *adaptation, void *memory,
                             size_t bytes, halenet_adapted *adapted) {
    const size_t parameter_bytes = halenet_tables.adapted_count * sizeof(float);
    halenet_status status = check_adaptation(instance, adaptation, memory, bytes, adapted);
    halenet_adapted outcome;
    halenet_instance work;
    float *parameters;
    uint8_t *backup;
    if (status.code != HALENET_OK) {
        return status;
    }
    parameters = (float *)instance->memory.weights + halenet_tables.adapted;
    backup = (uint8_t *)memory + halenet_tables.adapt_backup;
    work = halenet_start_adapting(instance, memory);
    memcpy(backup, parameters, parameter_bytes);
    status = halenet_evaluate(&work, &adaptation->held_out, &outcome.before);
    if (status.code == HALENET_OK) {
        status = learn(&work, adaptation);
    }
    if (status.code == HALENET_OK) {
        status = halenet_evaluate(&work, &adaptation->held_out, &outcome.after);
    }
    outcome.kept = status.code == HALENET_OK && no_worse(&outcome.after, &outcome.before) &&
                   halenet_check_weights(instance).code == HALENET_OK;
    if (outcome.kept) {
        /* Of the packed copies only these are of dense layers. Until here they were still those of the old weights. */
        status = halenet_pack_few(instance);
    }
    if (!outcome.kept || status.code != HALENET_OK) {
        memcpy(parameters, backup, parameter_bytes);
    }
    if (status.code == HALENET_OK) {
        *adapted = outcome;
    }
    return status;
}

#endif
