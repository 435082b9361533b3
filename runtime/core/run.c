/* Runs the tables: builds each call's buffers from its views and hands tasks to the caller's threads. */
#include "internal.h"

int32_t halenet_shards(int32_t images) {
    return (images + HALENET_SHARD_IMAGES - 1) / HALENET_SHARD_IMAGES;
}

uint8_t *halenet_shard(const halenet_run *run, int32_t shard) {
    return (uint8_t *)run->instance->memory.workspace + run->layout->shard_bytes * (size_t)shard;
}

halenet_run halenet_new_run(const halenet_instance *instance, const halenet_layout *layout, halenet_range calls,
                            const halenet_batch *batch) {
    halenet_run run = {0};
    run.instance = instance;
    run.layout = layout;
    run.batch = batch;
    run.calls = calls;
    return run;
}

/* Two numbers that count up become one that looks random. */
static uint64_t key_of(uint64_t seed, uint64_t step) {
    uint64_t state = halenet_random(&seed) ^ step;
    return halenet_random(&state);
}

static int32_t images_of(const halenet_run *run, int32_t shard) {
    const int32_t rest = run->batch->count - shard * HALENET_SHARD_IMAGES;
    return rest < HALENET_SHARD_IMAGES ? rest : HALENET_SHARD_IMAGES;
}

static uint8_t *region_start(const halenet_run *run, halenet_region region, int32_t shard) {
    switch (region) {
    case HALENET_WEIGHTS:
        return run->instance->memory.weights;
    case HALENET_STATE:
        return run->instance->memory.state;
    default:
        return halenet_shard(run, shard);
    }
}

static void fill_buffer(halenet_buffer *buffer, halenet_dimension *dimensions, const halenet_run *run,
                        const halenet_view *view, int32_t shard) {
    int32_t d;
    memset(buffer, 0, sizeof *buffer);
    buffer->host = region_start(run, view->region, shard) + view->offset;
    buffer->type = view->type;
    buffer->dimensions = view->rank;
    buffer->dim = dimensions;
    for (d = 0; d < view->rank; ++d) {
        halenet_dimension *dimension = &dimensions[d];
        dimension->min = 0;
        dimension->extent = view->dim[d].extent;
        dimension->stride = view->dim[d].stride;
        dimension->flags = 0;
        if (dimension->extent == HALENET_EXTENT_IMAGES) {
            dimension->extent = images_of(run, shard);
        } else if (dimension->extent == HALENET_EXTENT_SHARDS) {
            dimension->extent = halenet_shards(run->batch->count);
            dimension->stride = (int32_t)(run->layout->shard_bytes / (view->type.bits / 8u));
        }
    }
}

static int run_call(const halenet_run *run, const halenet_call *call, int32_t shard, void **arguments) {
    if (run->observe != NULL) {
        return run->observe(run->observer, call, shard, arguments);
    }
#if HALENET_TIMING
    return halenet_time_call(run, call, arguments);
#else
    return call->kernel(arguments);
#endif
}

void halenet_run_calls(halenet_run *run, halenet_range calls, int32_t shard) {
    const halenet_isa *isa = run->instance->isa;
    const halenet_training none = {0};
    halenet_training training = run->training != NULL ? *run->training : none;
    int32_t images = images_of(run, shard);
    int32_t batch = run->batch->count;
    const uint64_t key = key_of(training.seed, training.step);
    uint32_t key_low = (uint32_t)key, key_high = (uint32_t)(key >> 32);
    int32_t first_image = shard * HALENET_SHARD_IMAGES;
    void *scratch = halenet_shard(run, shard) + run->layout->scratch;
    int32_t c, k;
    for (c = calls.first; c < calls.first + calls.count; ++c) {
        const halenet_call *call = &isa->calls[c];
        halenet_buffer buffers[HALENET_MAX_ARGUMENTS];
        halenet_dimension dimensions[HALENET_MAX_ARGUMENTS][HALENET_MAX_RANK];
        void *arguments[HALENET_MAX_ARGUMENTS];
        for (k = 0; k < call->argument_count; ++k) {
            switch (call->arguments[k]) {
            case HALENET_ARGUMENT_IMAGES:
                arguments[k] = &images;
                break;
            case HALENET_ARGUMENT_BATCH:
                arguments[k] = &batch;
                break;
            case HALENET_ARGUMENT_LABEL_SMOOTHING:
                arguments[k] = &training.label_smoothing;
                break;
            case HALENET_ARGUMENT_LEARNING_RATE:
                arguments[k] = &training.learning_rate;
                break;
            case HALENET_ARGUMENT_BETA1:
                arguments[k] = &training.beta1;
                break;
            case HALENET_ARGUMENT_BETA2:
                arguments[k] = &training.beta2;
                break;
            case HALENET_ARGUMENT_EPSILON:
                arguments[k] = &training.epsilon;
                break;
            case HALENET_ARGUMENT_MOMENTUM:
                arguments[k] = &training.momentum;
                break;
            case HALENET_ARGUMENT_WEIGHT_DECAY:
                arguments[k] = &training.weight_decay;
                break;
            case HALENET_ARGUMENT_AUGMENT_PIXELS:
                arguments[k] = &training.augment_pixels;
                break;
            case HALENET_ARGUMENT_AUGMENT_DEGREES:
                arguments[k] = &training.augment_degrees;
                break;
            case HALENET_ARGUMENT_KEY_LOW:
                arguments[k] = &key_low;
                break;
            case HALENET_ARGUMENT_KEY_HIGH:
                arguments[k] = &key_high;
                break;
            case HALENET_ARGUMENT_FIRST_IMAGE:
                arguments[k] = &first_image;
                break;
            case HALENET_ARGUMENT_SCRATCH:
                arguments[k] = &scratch;
                break;
            default:
                fill_buffer(&buffers[k], dimensions[k], run, &isa->views[call->arguments[k]], shard);
                arguments[k] = &buffers[k];
            }
        }
        if (run_call(run, call, shard, arguments) != 0) {
            __atomic_store_n(&run->failed, 1, __ATOMIC_RELAXED);
            return;
        }
    }
}

void halenet_parallel(const halenet_run *run, int32_t count, halenet_task task, void *context) {
    const halenet_options *options = &run->instance->options;
    const bool large = halenet_shards(run->batch->count) >= run->instance->isa->parallel_from;
    int32_t k;
    if (options->parallel_for != NULL && large && count > 1) {
        options->parallel_for(options->parallel_context, count, task, context);
        return;
    }
    for (k = 0; k < count; ++k) {
        task(context, k);
    }
}

static void run_shard(void *context, int32_t shard) {
    halenet_run *run = context;
    const halenet_batch *batch = run->batch;
    const halenet_model_info *model = &halenet_tables.model;
    const size_t image_bytes = (size_t)model->height * (size_t)model->width * (size_t)model->channels;
    const bool augment = run->augment.count > 0;
    uint8_t *pixels = halenet_shard(run, shard) + (augment ? run->layout->originals : run->layout->pixels);
    uint8_t *labels = halenet_shard(run, shard) + run->layout->labels;
    const int32_t first = shard * HALENET_SHARD_IMAGES, images = images_of(run, shard);
    int32_t n;
    for (n = 0; n < images; ++n) {
        const size_t image = batch->indices != NULL ? batch->indices[first + n] : (size_t)(first + n);
        memcpy(pixels + image_bytes * (size_t)n, batch->images + image_bytes * image, image_bytes);
        if (batch->labels != NULL) {
            labels[n] = batch->labels[image];
        }
    }
    halenet_run_calls(run, run->augment, shard);
    halenet_run_calls(run, run->front, shard);
    halenet_run_calls(run, images <= run->few ? run->few_calls : run->calls, shard);
}

void halenet_run_shards(halenet_run *run) {
    halenet_parallel(run, halenet_shards(run->batch->count), run_shard, run);
}
