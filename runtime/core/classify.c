/* What the network makes of images without labels. */
#include "internal.h"

/* What a caller wants of each image, and where. */
typedef struct wish {
    float *values;           /* predict and logits: a row of classes an image */
    halenet_answer *answers; /* classify: `top` an image */
    int32_t top;
    float reject_below;
} wish;

/* Takes what is wanted of image `lane` of a shard's block; in the whole call it is image `image`. */
typedef void (*taker)(const wish *wanted, const uint8_t *block, const halenet_layout *layout, size_t lane,
                      size_t image);

static size_t classes(void) {
    return (size_t)halenet_tables.model.classes;
}

static const float *probabilities_of(const uint8_t *block, const halenet_layout *layout, size_t lane) {
    return (const float *)(const void *)(block + layout->probabilities) + classes() * lane;
}

static void take_probabilities(const wish *wanted, const uint8_t *block, const halenet_layout *layout, size_t lane,
                               size_t image) {
    memcpy(wanted->values + classes() * image, probabilities_of(block, layout, lane), classes() * sizeof(float));
}

static void take_logits(const wish *wanted, const uint8_t *block, const halenet_layout *layout, size_t lane,
                        size_t image) {
    const float *logits = (const float *)(const void *)(block + layout->logits);
    size_t c;
    for (c = 0; c < classes(); ++c) {
        wanted->values[classes() * image + c] = logits[HALENET_SHARD_IMAGES * c + lane];
    }
}

/* Whether an answer comes before another one: the more probable, of equal ones the lower label. What is no number, as a
 * diverged training leaves it, comes last. */
static bool comes_before(halenet_answer a, halenet_answer b) {
    const float of_a = a.probability >= 0.0f ? a.probability : -1.0f;
    const float of_b = b.probability >= 0.0f ? b.probability : -1.0f;
    return of_a > of_b || (of_a == of_b && a.label < b.label);
}

/* Each answer is the first of those that come behind the one before it, so no list of all has to be sorted. */
static void take_answers(const wish *wanted, const uint8_t *block, const halenet_layout *layout, size_t lane,
                         size_t image) {
    const float *probabilities = probabilities_of(block, layout, lane);
    halenet_answer *answers = wanted->answers + (size_t)wanted->top * image;
    int32_t k, c;
    for (k = 0; k < wanted->top; ++k) {
        bool found = false;
        for (c = 0; c < halenet_tables.model.classes; ++c) {
            const halenet_answer candidate = {c, probabilities[c]};
            const bool is_left = k == 0 || comes_before(answers[k - 1], candidate);
            if (is_left && (!found || comes_before(candidate, answers[k]))) {
                answers[k] = candidate;
                found = true;
            }
        }
    }
    if (!(answers[0].probability >= wanted->reject_below)) {
        answers[0].label = -1;
    }
}

/* An instance for a single image has memory for the calls of few images only. */
static bool is_single(const halenet_instance *instance) {
    return instance->options.batch == 1 && instance->memory.state == NULL;
}

/* Whether this batch can be classified. Only who trains may write to the weights region: for others a shard of few
 * images takes the longer way until the copies of weights for the short one are up to date again. */
static halenet_status check(halenet_instance *instance, const halenet_batch *batch) {
    halenet_status status = halenet_check_batch(instance, batch);
    if (status.code == HALENET_OK) {
        status = halenet_check_packed(instance);
    }
    if (status.code != HALENET_OK || halenet_few_packed(instance)) {
        return status;
    }
    if (instance->memory.state != NULL) {
        return halenet_pack_few(instance);
    }
    return is_single(instance)
               ? halenet_refuse(HALENET_WRONG_ORDER,
                                "the weights were trained since their copies for single images were made; a "
                                "prediction by the instance that trains makes them anew",
                                0, 0)
               : status;
}

/* Pixels to probabilities. */
static halenet_run classification(const halenet_instance *instance, const halenet_batch *batch) {
    const halenet_isa *isa = instance->isa;
    halenet_run run;
    if (is_single(instance)) {
        return halenet_new_run(instance, &isa->one_layout, isa->one, batch);
    }
    run = halenet_new_run(instance, &isa->classify_layout, isa->classify, batch);
    run.front = isa->front;
    if (halenet_few_packed(instance)) {
        run.few_calls = isa->classify_few;
        run.few = isa->few;
    }
    return run;
}

static halenet_status classify(halenet_instance *instance, const halenet_batch *whole, taker take, const wish *wanted) {
    halenet_status status = check(instance, whole);
    int32_t first, k;
    for (first = 0; status.code == HALENET_OK && first < whole->count;) {
        const halenet_batch part = halenet_part_of(instance, whole, first);
        halenet_run run = classification(instance, &part);
        halenet_run_shards(&run);
        if (run.failed) {
            return halenet_kernel_failure();
        }
        for (k = 0; k < part.count; ++k) {
            take(wanted, halenet_shard(&run, k / HALENET_SHARD_IMAGES), run.layout, (size_t)(k % HALENET_SHARD_IMAGES),
                 (size_t)(first + k));
        }
        first += part.count;
    }
    return status;
}

halenet_status halenet_predict(halenet_instance *instance, const uint8_t *images, int32_t count, float *probabilities) {
    const halenet_batch whole = {images, NULL, NULL, count};
    const wish all = {probabilities, NULL, 0, 0.0f};
    if (probabilities == NULL) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT, "the array for the probabilities is null", 0, 0);
    }
    return classify(instance, &whole, take_probabilities, &all);
}

halenet_status halenet_logits(halenet_instance *instance, const uint8_t *images, int32_t count, float *logits) {
    const halenet_batch whole = {images, NULL, NULL, count};
    const wish all = {logits, NULL, 0, 0.0f};
    if (logits == NULL) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT, "the array for the logits is null", 0, 0);
    }
    return classify(instance, &whole, take_logits, &all);
}

halenet_status halenet_classify(halenet_instance *instance, const uint8_t *images, int32_t count, int32_t top,
                                float reject_below, halenet_answer *answers) {
    const halenet_batch whole = {images, NULL, NULL, count};
    const wish best = {NULL, answers, top, reject_below};
    if (answers == NULL) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT, "the array for the answers is null", 0, 0);
    }
    if (top < 1 || top > halenet_tables.model.classes) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT, "# answers an image were asked for; there can be 1 to #", top,
                              halenet_tables.model.classes);
    }
    if (!(reject_below >= 0.0f && reject_below <= 1.0f)) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT,
                              "the probability below which to reject must be a number from 0 to 1", 0, 0);
    }
    return classify(instance, &whole, take_answers, &best);
}

static halenet_status check_layer(int32_t layer, const float *values) {
    const halenet_model_info *model = &halenet_tables.model;
    if (values == NULL || layer < 0 || (size_t)layer >= model->layer_count) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT,
                              "the layer is #; it must be 0 to #, with an array for its output", layer,
                              (int64_t)model->layer_count - 1);
    }
    return model->layers[layer].visible
               ? halenet_ok()
               : halenet_refuse_name(HALENET_INVALID_ARGUMENT,
                                     "the output of layer @ never exists in memory: it is the input itself, or its "
                                     "kernel goes on with the layer behind it",
                                     model->layers[layer].name);
}

halenet_status halenet_layer_output(halenet_instance *instance, const uint8_t *image, int32_t layer, float *values) {
    const halenet_batch batch = {image, NULL, NULL, 1};
    const halenet_layer_info *info;
    const halenet_output *output;
    const uint8_t *source;
    halenet_run run;
    size_t k, count;
    halenet_status status = check_layer(layer, values);
    if (status.code == HALENET_OK) {
        status = check(instance, &batch);
    }
    if (status.code != HALENET_OK) {
        return status;
    }
    run = classification(instance, &batch);
    run.few = 0; /* the outputs are those of the other calls */
    halenet_run_shards(&run);
    if (run.failed) {
        return halenet_kernel_failure();
    }
    info = &halenet_tables.model.layers[layer];
    output = is_single(instance) ? &instance->isa->one_outputs[layer] : &instance->isa->outputs[layer];
    source = halenet_shard(&run, 0) + output->offset;
    count = (size_t)info->height * (size_t)info->width * (size_t)info->channels;
    for (k = 0; k < count; ++k) {
        memcpy(&values[k], source + sizeof *values * k * (size_t)output->stride, sizeof *values);
    }
    return status;
}
