/* Evaluate and train: what a batch with labels goes through. */
#include "internal.h"

#if HALENET_TRAINS

void halenet_add_metrics(const halenet_run *run, halenet_metrics *metrics) {
    int32_t k;
    for (k = 0; k < run->batch->count; ++k) {
        const uint8_t *shard = halenet_shard(run, k / HALENET_SHARD_IMAGES);
        const float *loss = (const float *)(const void *)(shard + run->layout->loss);
        metrics->loss += (double)loss[k % HALENET_SHARD_IMAGES];
        metrics->correct += shard[run->layout->correct + (size_t)(k % HALENET_SHARD_IMAGES)];
    }
    metrics->images += run->batch->count;
}

halenet_status halenet_evaluate(halenet_instance *instance, const halenet_batch *batch, halenet_metrics *metrics) {
    const halenet_training plain = {0};
    halenet_metrics sum = {0};
    halenet_status status = halenet_check_batch(instance, batch);
    int32_t first;
    if (status.code != HALENET_OK) {
        return status;
    }
    if (metrics == NULL || batch->labels == NULL) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT, "evaluation needs labels and metrics, and one of them is null",
                              0, 0);
    }
    if (instance->memory.state == NULL && instance->options.batch == 1) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT,
                              "an instance for one image has no room to evaluate; create it for # or more", 2, 0);
    }
    status = halenet_check_packed(instance);
    for (first = 0; status.code == HALENET_OK && first < batch->count;) {
        const halenet_batch part = halenet_part_of(instance, batch, first);
        halenet_run run = halenet_new_run(instance, &instance->isa->evaluate_layout, instance->isa->evaluate, &part);
        run.training = &plain;
        first += part.count;
        halenet_run_shards(&run);
        if (run.failed) {
            return halenet_kernel_failure();
        }
        halenet_add_metrics(&run, &sum);
    }
    if (status.code == HALENET_OK) {
        *metrics = sum;
    }
    return status;
}

/* Written so that a NaN is not within anything. */
static bool within(double value, double least, double most) {
    return value >= least && value <= most;
}

static bool below_one(double value) {
    return value >= 0.0 && value < 1.0;
}

static halenet_status check_training(const halenet_training *t) {
    const char *fault = NULL;
    if (t->optimizer != HALENET_ADAM && t->optimizer != HALENET_SGD) {
        fault = "the optimizer must be HALENET_ADAM or HALENET_SGD";
    } else if (!within((double)t->learning_rate, 0.0, 3.4e38)) {
        fault = "the learning rate must be finite and not negative";
    } else if (!below_one((double)t->label_smoothing)) {
        fault = "the label smoothing must be at least 0 and below 1";
    } else if (!within((double)t->weight_decay, 0.0, 3.4e38) ||
               !below_one((double)t->learning_rate * (double)t->weight_decay)) {
        fault = "the weight decay must not be negative, and times the learning rate below 1";
    } else if (t->optimizer == HALENET_ADAM && !(below_one(t->beta1) && below_one(t->beta2))) {
        fault = "Adam's betas must be at least 0 and below 1";
    } else if (t->optimizer == HALENET_ADAM && !(t->epsilon > 0.0f && t->epsilon <= 3.4e38f)) {
        fault = "Adam's epsilon must be finite and above 0";
    } else if (t->optimizer == HALENET_SGD && !below_one((double)t->momentum)) {
        fault = "the momentum must be at least 0 and below 1";
    } else if (!within((double)t->augment_pixels, 0.0, 16.0)) {
        fault = "the augmentation must move images by 0 to 16 pixels";
    } else if (!within((double)t->augment_degrees, 0.0, 45.0)) {
        fault = "the augmentation must turn images by 0 to 45 degrees";
    }
    return fault == NULL ? halenet_ok() : halenet_refuse(HALENET_INVALID_ARGUMENT, fault, 0, 0);
}

static void run_update(void *context, int32_t index) {
    halenet_run *run = context;
    halenet_run_calls(run, run->instance->isa->updates[run->training->optimizer][index], 0);
}

/* Before anything looks at as many labels. */
static halenet_status check_count(const halenet_instance *instance, const halenet_batch *batch) {
    const halenet_status status = halenet_check_instance(instance);
    return status.code == HALENET_OK && batch != NULL && batch->count > instance->options.batch
               ? halenet_refuse(HALENET_INVALID_ARGUMENT,
                                "the step has # images; the instance was created for at most #", batch->count,
                                instance->options.batch)
               : status;
}

halenet_status halenet_train_step(halenet_instance *instance, const halenet_batch *batch,
                                  const halenet_training *training, halenet_metrics *metrics) {
    halenet_status status = check_count(instance, batch);
    halenet_run run;
    if (status.code == HALENET_OK) {
        status = halenet_check_batch(instance, batch);
    }
    if (status.code != HALENET_OK) {
        return status;
    }
    if (training == NULL || metrics == NULL || batch->labels == NULL) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT,
                              "a step needs labels, training settings and metrics; one is null", 0, 0);
    }
    if (instance->memory.state == NULL) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT, "an instance without a state region cannot train", 0, 0);
    }
    status = check_training(training);
    if (status.code == HALENET_OK) {
        status = halenet_check_packed(instance);
    }
    if (status.code != HALENET_OK) {
        return status;
    }
    halenet_forget_few(instance);
    run = halenet_new_run(instance, &instance->isa->train_layout, instance->isa->train, batch);
    run.training = training;
    if (training->augment_pixels > 0.0f || training->augment_degrees > 0.0f) {
        run.augment = instance->isa->augment;
    }
    halenet_run_shards(&run);
    if (!run.failed) {
        if (training->optimizer == HALENET_ADAM) {
            halenet_run_calls(&run, instance->isa->rates, 0);
        }
        halenet_parallel(&run, instance->isa->update_count, run_update, &run);
    }
    if (run.failed) {
        return halenet_kernel_failure();
    }
    {
        const halenet_metrics none = {0};
        *metrics = none;
        halenet_add_metrics(&run, metrics);
    }
    return halenet_ok();
}

#endif
