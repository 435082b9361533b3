/* Predict, evaluate, train: what a batch goes through. */
#include "internal.h"

static halenet_status check_batch(const halenet_instance *instance, const halenet_batch *batch) {
    const halenet_model_info *model = &halenet_tables.model;
    int32_t k;
    if (instance == NULL || batch == NULL || batch->images == NULL) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT, "an instance and images are needed, and one of them is null", 0,
                              0);
    }
    if (batch->count < 1) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT, "the batch holds # images; it must hold at least 1",
                              batch->count, 0);
    }
    for (k = 0; batch->labels != NULL && k < batch->count; ++k) {
        const uint8_t label = batch->labels[batch->indices != NULL ? batch->indices[k] : (uint32_t)k];
        if (label >= model->classes) {
            return halenet_refuse(HALENET_BAD_LABEL, "a label is #; the model's classes are 0 to #", label,
                                  model->classes - 1);
        }
    }
    return halenet_ok();
}

static halenet_status kernel_failed(void) {
    return halenet_refuse(HALENET_KERNEL_FAILED, "a kernel reported an error", 0, 0);
}

static void start_run(halenet_run *run, const halenet_instance *instance, const halenet_layout *layout,
                      halenet_range calls, const halenet_batch *batch, const halenet_training *training) {
    const halenet_range none = {0, 0};
    run->front = none;
    run->few_calls = none;
    run->few = 0;
    run->instance = instance;
    run->layout = layout;
    run->batch = batch;
    run->training = training;
    run->augment = none;
    run->calls = calls;
    run->failed = 0;
}

/* Pixels to probabilities. */
static void start_classification(halenet_run *run, const halenet_instance *instance, const halenet_batch *batch) {
    const halenet_isa *isa = instance->isa;
    start_run(run, instance, &isa->classify_layout, isa->classify, batch, NULL);
    run->front = isa->front;
    if (halenet_few_packed(instance)) {
        run->few_calls = isa->classify_few;
        run->few = isa->few;
    }
}

/* Sums in the order of the images, whatever the threads did. */
static void add_metrics(const halenet_run *run, halenet_metrics *metrics) {
    int32_t k;
    for (k = 0; k < run->batch->count; ++k) {
        const uint8_t *shard = halenet_shard(run, k / HALENET_SHARD_IMAGES);
        const float *loss = (const float *)(const void *)(shard + run->layout->loss);
        metrics->loss += (double)loss[k % HALENET_SHARD_IMAGES];
        metrics->correct += shard[run->layout->correct + (size_t)(k % HALENET_SHARD_IMAGES)];
    }
    metrics->images += run->batch->count;
}

/* The part of `whole` from image `first`, at most one batch of the instance. */
static halenet_batch part_of(const halenet_instance *instance, const halenet_batch *whole, int32_t first) {
    const halenet_model_info *model = &halenet_tables.model;
    const size_t image_bytes = (size_t)model->height * (size_t)model->width * (size_t)model->channels;
    const int32_t rest = whole->count - first;
    halenet_batch part = *whole;
    part.count = rest < instance->options.batch ? rest : instance->options.batch;
    if (whole->indices != NULL) {
        part.indices = whole->indices + first;
    } else {
        part.images = whole->images + image_bytes * (size_t)first;
        part.labels = whole->labels != NULL ? whole->labels + first : NULL;
    }
    return part;
}

halenet_status halenet_predict(halenet_instance *instance, const uint8_t *images, int32_t count, float *probabilities) {
    const size_t classes = (size_t)halenet_tables.model.classes;
    const halenet_batch whole = {images, NULL, NULL, count};
    halenet_status status = check_batch(instance, &whole);
    int32_t first;
    if (status.code == HALENET_OK && probabilities == NULL) {
        status = halenet_refuse(HALENET_INVALID_ARGUMENT, "the array for the probabilities is null", 0, 0);
    }
    /* Only who trains may write to the weights region; for others a shard of few images takes the longer way. */
    if (status.code == HALENET_OK && instance->memory.state != NULL && !halenet_few_packed(instance)) {
        status = halenet_pack_few(instance);
    }
    for (first = 0; status.code == HALENET_OK && first < count; first += instance->options.batch) {
        const halenet_batch part = part_of(instance, &whole, first);
        halenet_run run;
        int32_t k;
        start_classification(&run, instance, &part);
        halenet_run_shards(&run);
        if (run.failed) {
            return kernel_failed();
        }
        for (k = 0; k < part.count; ++k) {
            const uint8_t *shard = halenet_shard(&run, k / HALENET_SHARD_IMAGES) + run.layout->probabilities;
            const float *row = (const float *)(const void *)shard + classes * (size_t)(k % HALENET_SHARD_IMAGES);
            memcpy(probabilities + classes * (size_t)(first + k), row, classes * sizeof *row);
        }
    }
    return status;
}

halenet_status halenet_layer_output(halenet_instance *instance, const uint8_t *image, int32_t layer, float *values) {
    const halenet_batch batch = {image, NULL, NULL, 1};
    const halenet_model_info *model = &halenet_tables.model;
    const halenet_status status = check_batch(instance, &batch);
    const halenet_layer_info *info;
    const halenet_output *output;
    const uint8_t *source;
    halenet_run run;
    size_t k, count;
    if (status.code != HALENET_OK) {
        return status;
    }
    if (values == NULL || layer < 0 || (size_t)layer >= model->layer_count) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT,
                              "the layer is #; it must be 0 to #, with an array for its output", layer,
                              (int64_t)model->layer_count - 1);
    }
    info = &model->layers[layer];
    output = &instance->isa->outputs[layer];
    if (output->stride == 0) {
        return halenet_refuse_name(
            HALENET_INVALID_ARGUMENT,
            "the output of layer @ never exists in memory: it is the input itself, or its kernel "
            "goes on with the layer behind it",
            info->name);
    }
    start_classification(&run, instance, &batch);
    run.few = 0; /* the outputs are those of the other calls */
    halenet_run_shards(&run);
    if (run.failed) {
        return kernel_failed();
    }
    source = halenet_shard(&run, 0) + output->offset;
    count = (size_t)info->height * (size_t)info->width * (size_t)info->channels;
    for (k = 0; k < count; ++k) {
        memcpy(&values[k], source + sizeof *values * k * (size_t)output->stride, sizeof *values);
    }
    return status;
}

halenet_status halenet_evaluate(halenet_instance *instance, const halenet_batch *batch, halenet_metrics *metrics) {
    const halenet_training plain = {0};
    halenet_metrics sum = {0};
    halenet_status status = check_batch(instance, batch);
    int32_t first;
    if (status.code != HALENET_OK) {
        return status;
    }
    if (metrics == NULL || batch->labels == NULL) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT, "evaluation needs labels and metrics, and one of them is null",
                              0, 0);
    }
    for (first = 0; first < batch->count; first += instance->options.batch) {
        const halenet_batch part = part_of(instance, batch, first);
        halenet_run run;
        start_run(&run, instance, &instance->isa->evaluate_layout, instance->isa->evaluate, &part, &plain);
        halenet_run_shards(&run);
        if (run.failed) {
            return kernel_failed();
        }
        add_metrics(&run, &sum);
    }
    *metrics = sum;
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

halenet_status halenet_train_step(halenet_instance *instance, const halenet_batch *batch,
                                  const halenet_training *training, halenet_metrics *metrics) {
    halenet_status status = check_batch(instance, batch);
    halenet_run run;
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
    if (batch->count > instance->options.batch) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT, "the step has # images; the instance was created for at most #",
                              batch->count, instance->options.batch);
    }
    status = check_training(training);
    if (status.code != HALENET_OK) {
        return status;
    }
    halenet_forget_few(instance);
    start_run(&run, instance, &instance->isa->train_layout, instance->isa->train, batch, training);
    if (training->augment_pixels > 0.0f || training->augment_degrees > 0.0f) {
        run.augment = instance->isa->augment;
    }
    halenet_run_shards(&run);
    if (!run.failed) {
        if (training->optimizer == HALENET_ADAM) {
            halenet_run_calls(&run, instance->isa->rates, 0);
        }
        halenet_parallel(&instance->options, instance->isa->update_count, run_update, &run);
    }
    if (run.failed) {
        return kernel_failed();
    }
    {
        const halenet_metrics none = {0};
        *metrics = none;
        add_metrics(&run, metrics);
    }
    return halenet_ok();
}
