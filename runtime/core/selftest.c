/* The self-test: every kernel beside its naive kernel, in the order of a real step, then a tiny training whose outcome
 * has a digest. A library that only classifies classifies instead. */
#include "compare.h"
#include "sha256.h"

enum { TRAINING_IMAGES = 64, TRAINING_BATCH = 2 * HALENET_SHARD_IMAGES, TRAINING_STEPS = 10, SEED = 20 };

/* What lies where in the caller's memory; offsets in bytes. */
typedef struct places {
    size_t weights, state, workspace, adapt, images, labels, errors, copies;
    size_t end;
} places;

static const halenet_model_info *model(void) {
    return &halenet_tables.model;
}

static size_t image_bytes(void) {
    return (size_t)model()->height * (size_t)model()->width * (size_t)model()->channels;
}

static size_t workspace_bytes(void) {
#if HALENET_TRAINS
    return halenet_train_workspace_bytes(TRAINING_BATCH);
#else
    return halenet_classify_workspace_bytes(HALENET_SHARD_IMAGES);
#endif
}

static size_t take(size_t *end, size_t bytes) {
    const size_t place = *end;
    *end += (bytes + HALENET_ALIGNMENT - 1) / HALENET_ALIGNMENT * HALENET_ALIGNMENT;
    return place;
}

static places find_places(void) {
    places place;
    place.end = 0;
    place.weights = take(&place.end, model()->weights_bytes);
    place.state = take(&place.end, model()->state_bytes);
    place.workspace = take(&place.end, workspace_bytes());
    place.adapt = take(&place.end, model()->adapt_bytes);
    place.images = take(&place.end, TRAINING_IMAGES * image_bytes());
    place.labels = take(&place.end, TRAINING_IMAGES);
    place.errors = take(&place.end, (size_t)model()->kernel_count * sizeof(float));
    place.copies = take(&place.end, halenet_tables.selftest_output_bytes);
    return place;
}

/* Each class has a coarse pattern of its own, under noise. Half of an image is nearly black, so that windows tie and
 * ReLUs are open and closed. */
static void draw_images(uint8_t *images, uint8_t *labels) {
    const int32_t cell = 3; /* pixels */
    uint64_t noise = SEED;
    int32_t n, y, x, c;
    for (n = 0; n < TRAINING_IMAGES; ++n) {
        labels[n] = (uint8_t)(n % model()->classes);
        for (y = 0; y < model()->height; ++y) {
            for (x = 0; x < model()->width; ++x) {
                uint64_t pattern = (uint64_t)((labels[n] << 20) + (y / cell << 10) + x / cell);
                const bool bright = halenet_random(&pattern) % 2 != 0;
                for (c = 0; c < model()->channels; ++c) {
                    const uint8_t random = (uint8_t)halenet_random(&noise);
                    *images++ = (uint8_t)(bright ? 128 + random / 2 : random < 16 ? 8 * random : 0);
                }
            }
        }
    }
}

static halenet_training training_settings(void) {
    halenet_training training = {0};
    training.optimizer = HALENET_ADAM;
    training.learning_rate = 2e-3f;
    training.label_smoothing = 0.1f;
    training.weight_decay = 0.01f;
    training.beta1 = 0.9;
    training.beta2 = 0.999;
    training.epsilon = 1e-8f;
    training.momentum = 0.9f;
    training.augment_pixels = 1.0f;
    training.augment_degrees = 5.0f;
    training.seed = SEED;
    return training;
}

/* ---- The report. */

static halenet_kernel_report report_of(const halenet_comparison *comparison, int32_t index) {
    const halenet_kernel_info *kernel = &comparison->isa->kernels[index];
    halenet_kernel_report row;
    row.kernel = kernel->name;
    row.error = comparison->errors[index];
    row.allowed = halenet_allowed_error(kernel);
    return row;
}

static int64_t millionths(float error) {
    return (int64_t)((double)error * 1e6);
}

/* Of several wrong kernels the first one is named: others may have made something of what it left. */
static halenet_status report_kernels(const halenet_comparison *comparison, halenet_selftest_report *report) {
    halenet_kernel_report first;
    int64_t numbers[2];
    int32_t k;
    for (k = 0; k < comparison->isa->kernel_count; ++k) {
        const halenet_kernel_report row = report_of(comparison, k);
        if (row.error >= 0.0f && report->kernels != NULL && report->kernel_count < report->capacity) {
            report->kernels[report->kernel_count++] = row;
        }
        report->failed += row.error > row.allowed ? 1 : 0;
    }
    if (comparison->first_wrong < 0) {
        return halenet_ok();
    }
    first = report_of(comparison, comparison->first_wrong);
    numbers[0] = millionths(first.error);
    numbers[1] = millionths(first.allowed);
    return halenet_refuse_with(HALENET_SELFTEST_FAILED,
                               "the kernel @ is wrong by # millionths of its output's greatest value; # are allowed",
                               &first.kernel, numbers);
}

/* Of floats, each with its lowest byte first. */
static void digest_of(const float *values, size_t count, char digest[HALENET_DIGEST_BYTES]) {
    halenet_sha256 hash;
    size_t k;
    halenet_sha256_start(&hash);
    for (k = 0; k < count; ++k) {
        uint32_t bits;
        uint8_t bytes[4];
        memcpy(&bits, &values[k], sizeof bits);
        bytes[0] = (uint8_t)bits;
        bytes[1] = (uint8_t)(bits >> 8);
        bytes[2] = (uint8_t)(bits >> 16);
        bytes[3] = (uint8_t)(bits >> 24);
        halenet_sha256_add(&hash, bytes, sizeof bytes);
    }
    halenet_sha256_end(&hash, digest);
}

static halenet_status check_digest(const char *digest) {
    const char *expected = halenet_tables.selftest_digest;
    char found_start[9] = {0}, expected_start[9] = {0};
    const char *const starts[2] = {found_start, expected_start};
    int32_t k;
    for (k = 0; expected[k] != '\0' && expected[k] == digest[k]; ++k) {
    }
    if (expected[k] == '\0') { /* also where none is expected */
        return halenet_ok();
    }
    memcpy(found_start, digest, sizeof found_start - 1);
    memcpy(expected_start, expected, sizeof expected_start - 1);
    return halenet_refuse_with(HALENET_SELFTEST_FAILED,
                               "every kernel is within its allowed error, but the digest of the outcome begins with @; "
                               "a strict library gets the same bits everywhere, beginning with @",
                               starts, NULL);
}

#if HALENET_TRAINS

static halenet_status train(halenet_instance *instance, const halenet_batch *images, halenet_training training,
                            char *digest) {
    halenet_metrics before, after, ignored;
    halenet_status status = halenet_initialize(instance, SEED);
    if (status.code == HALENET_OK) {
        status = halenet_evaluate(instance, images, &before);
    }
    for (; status.code == HALENET_OK && training.step < TRAINING_STEPS; ++training.step) {
        const int32_t first = (int32_t)training.step * TRAINING_BATCH % TRAINING_IMAGES;
        const halenet_batch part = halenet_part_of(instance, images, first);
        status = halenet_train_step(instance, &part, &training, &ignored);
    }
    if (status.code == HALENET_OK) {
        status = halenet_evaluate(instance, images, &after);
    }
    if (status.code == HALENET_OK && !(after.loss < before.loss)) {
        status = halenet_refuse(HALENET_SELFTEST_FAILED,
                                "every kernel is within its allowed error, but # steps of training left the loss no "
                                "smaller than it was",
                                TRAINING_STEPS, 0);
    }
    if (status.code == HALENET_OK) {
        digest_of(instance->memory.weights, model()->parameters, digest);
    }
    return status;
}

#else

static halenet_status classify(halenet_instance *instance, const halenet_batch *images, float *probabilities,
                               char *digest) {
    const halenet_status status = halenet_predict(instance, images->images, HALENET_SHARD_IMAGES, probabilities);
    if (status.code == HALENET_OK) {
        digest_of(probabilities, (size_t)HALENET_SHARD_IMAGES * (size_t)model()->classes, digest);
    }
    return status;
}

#endif

/* ---- The whole. */

static halenet_status create_in(uint8_t *memory, const places *place, const char *isa, halenet_instance *instance) {
    halenet_memory regions = {0};
    halenet_options options = {0};
    regions.weights = memory + place->weights;
    regions.weights_bytes = model()->weights_bytes;
    regions.state = model()->trains ? memory + place->state : NULL;
    regions.state_bytes = model()->state_bytes;
    regions.workspace = memory + place->workspace;
    regions.workspace_bytes = workspace_bytes();
    options.batch = model()->trains ? TRAINING_BATCH : HALENET_SHARD_IMAGES;
    options.isa = isa;
    return halenet_create(instance, &regions, &options);
}

halenet_status halenet_selftest(void *memory, size_t bytes, const char *isa, halenet_selftest_report *report) {
    const places place = find_places();
    const halenet_training training = training_settings();
    uint8_t *start = memory;
    halenet_comparison comparison = {0};
    halenet_batch images = {0};
    halenet_instance instance;
    halenet_status status;
    int32_t k;
    if (memory == NULL || report == NULL) {
        return halenet_refuse(HALENET_INVALID_ARGUMENT, "selftest takes memory and a report, and one of them is null",
                              0, 0);
    }
    report->kernel_count = 0;
    report->failed = 0;
    report->digest[0] = '\0';
    status = halenet_check_region("the memory has # bytes; the self-test needs #",
                                  "the memory of the self-test must be aligned to # bytes", memory, bytes, place.end);
    if (status.code == HALENET_OK) {
        status = create_in(start, &place, isa, &instance);
    }
    if (status.code != HALENET_OK) {
        return status;
    }
    draw_images(start + place.images, start + place.labels);
    images.images = start + place.images;
    images.labels = start + place.labels;
    images.count = TRAINING_IMAGES;
    comparison.isa = instance.isa;
    comparison.first_wrong = -1;
    comparison.errors = (float *)(void *)(start + place.errors);
    comparison.copies = start + place.copies;
    for (k = 0; k < instance.isa->kernel_count; ++k) {
        comparison.errors[k] = -1.0f;
    }
    comparison.training = &training;
    status = halenet_initialize(&instance, SEED);
    if (status.code == HALENET_OK) {
        status = halenet_compare_kernels(&instance, &images, start + place.adapt, &comparison);
    }
    if (status.code == HALENET_OK) {
        status = report_kernels(&comparison, report);
    }
    if (status.code == HALENET_OK) {
#if HALENET_TRAINS
        status = train(&instance, &images, training, report->digest);
#else
        status = classify(&instance, &images, (float *)(void *)comparison.copies, report->digest);
#endif
    }
    return status.code == HALENET_OK ? check_digest(report->digest) : status;
}
