/* What the core's files share: the tables that the driver emits for a library, and the helpers that run them.
 *
 * A library is data: views of memory, calls of kernels on them, and ranges of calls. The core adds what only run time
 * knows (pointers, the number of images) and nothing that depends on the model. */
#ifndef HALENET_CORE_INTERNAL_H
#define HALENET_CORE_INTERNAL_H

/* Before every declaration: gives each external name the library's own prefix. */
#include "names.h"

#include "cpu_features.h"
#include "halenet/core.h"

/* Freestanding C still has these two; every compiler may call them on its own. */
void *memcpy(void *restrict target, const void *restrict source, size_t bytes);
void *memset(void *target, int byte, size_t bytes);

/* ---- Buffers: the layout of Halide's halide_buffer_t and halide_dimension_t, which kernels take. */

typedef struct halenet_dimension {
    int32_t min, extent, stride; /* in elements */
    uint32_t flags;
} halenet_dimension;

typedef struct halenet_type {
    uint8_t code; /* 1: unsigned integer, 2: float */
    uint8_t bits;
    uint16_t lanes;
} halenet_type;

typedef struct halenet_buffer {
    uint64_t device;
    const void *device_interface;
    uint8_t *host;
    uint64_t flags;
    halenet_type type;
    int32_t dimensions;
    halenet_dimension *dim;
    void *padding;
} halenet_buffer;

/* ---- Tables. */

enum { HALENET_MAX_RANK = 4, HALENET_MAX_ARGUMENTS = 10, HALENET_OPTIMIZERS = 2 };

/* Where a view's memory starts. Shard memory is the workspace's, one block a shard. */
typedef enum halenet_region { HALENET_WEIGHTS, HALENET_STATE, HALENET_SHARD } halenet_region;

/* Extents that only run time knows. The stride of a dimension over shards is the distance of two blocks. */
enum {
    HALENET_EXTENT_IMAGES = -1, /* images of the shard */
    HALENET_EXTENT_SHARDS = -2  /* shards of the batch */
};

/* A tensor as one kernel sees it. */
typedef struct halenet_view {
    halenet_region region;
    halenet_type type;
    int32_t rank;
    size_t offset; /* bytes */
    struct {
        int32_t extent, stride; /* innermost first */
    } dim[HALENET_MAX_RANK];
} halenet_view;

/* Scalar arguments of kernels, as negative numbers beside the indices of views. */
enum {
    HALENET_ARGUMENT_IMAGES = -1,           /* int32: of the shard */
    HALENET_ARGUMENT_BATCH = -2,            /* int32: images of the batch */
    HALENET_ARGUMENT_LABEL_SMOOTHING = -3,  /* float */
    HALENET_ARGUMENT_LEARNING_RATE = -4,    /* float */
    HALENET_ARGUMENT_BETA1 = -5,            /* double */
    HALENET_ARGUMENT_BETA2 = -6,            /* double */
    HALENET_ARGUMENT_EPSILON = -7,          /* float */
    HALENET_ARGUMENT_MOMENTUM = -8,         /* float */
    HALENET_ARGUMENT_WEIGHT_DECAY = -9,     /* float */
    HALENET_ARGUMENT_AUGMENT_PIXELS = -10,  /* float */
    HALENET_ARGUMENT_AUGMENT_DEGREES = -11, /* float */
    HALENET_ARGUMENT_KEY_LOW = -12,         /* uint32: what is drawn in this step depends on the key, */
    HALENET_ARGUMENT_KEY_HIGH = -13,        /* uint32: */
    HALENET_ARGUMENT_FIRST_IMAGE = -14,     /* int32: and on the image's number in the batch; of the shard's first */
    HALENET_ARGUMENT_SCRATCH = -15          /* pointer: memory of the shard's that holds nothing between two calls */
};

/* A kernel takes an array of pointers: to a buffer or to a scalar. Zero is success. */
typedef int (*halenet_kernel)(void **arguments);

/* What a kernel computes: the generator that it comes from (docs/kernels.md has the contract of each). */
typedef enum halenet_kernel_kind {
    HALENET_ACTIVATION_BACKWARD,
    HALENET_ADAM_KERNEL,
    HALENET_ADAM_RATES,
    HALENET_AUGMENT,
    HALENET_AVERAGE_POOL2D_BACKWARD_DATA,
    HALENET_AVERAGE_POOL2D_FORWARD,
    HALENET_CONV2D_BACKWARD_DATA,
    HALENET_CONV2D_BACKWARD_WEIGHTS,
    HALENET_CONV2D_FORWARD,
    HALENET_CONV2D_PACK_BACKWARD,
    HALENET_CONV2D_PACK_FORWARD,
    HALENET_DENSE_BACKWARD_DATA,
    HALENET_DENSE_BACKWARD_WEIGHTS,
    HALENET_DENSE_FORWARD,
    HALENET_DENSE_PACK_ROWS,
    HALENET_DENSE_ROWS,
    HALENET_DROPOUT,
    HALENET_IMAGE_CONV2D_BACKWARD_WEIGHTS,
    HALENET_IMAGE_CONV2D_FORWARD,
    HALENET_LANES_TO_ROWS,
    HALENET_MAX_POOL2D_BACKWARD_DATA,
    HALENET_MAX_POOL2D_FORWARD,
    HALENET_NORMALIZE,
    HALENET_ROWS_TO_LANES,
    HALENET_SGD_KERNEL,
    HALENET_SOFTMAX,
    HALENET_SOFTMAX_CROSS_ENTROPY,
    HALENET_SUM_SHARDS
} halenet_kernel_kind;

typedef enum halenet_activation { HALENET_IDENTITY, HALENET_RELU, HALENET_TANH } halenet_activation;

/* The generator's parameters under their own names; 0 where it has none of that name. */
typedef struct halenet_shape {
    int32_t channels, width, height, filters, kernel, stride, same, pool, size;
    int32_t inputs, units, classes, elements, stream, lanes, to_lanes;
    halenet_activation activation, src_activation;
    double mean, deviation, rate;
} halenet_shape;

/* One row for each kernel of an instruction set, for the self-test. */
typedef struct halenet_kernel_info {
    const char *name; /* "c1_forward" */
    halenet_kernel_kind kind;
    uint32_t outputs; /* bit k: argument k is written */
    halenet_shape shape;
} halenet_kernel_info;

typedef struct halenet_call {
    halenet_kernel kernel;
    int16_t info; /* index of its halenet_kernel_info */
    int16_t argument_count;
    int16_t arguments[HALENET_MAX_ARGUMENTS]; /* index of a view, or HALENET_ARGUMENT_* */
} halenet_call;

typedef struct halenet_range {
    int32_t first, count; /* of calls */
} halenet_range;

/* Where a layer's output lies after the classify calls, for image 0 of a shard: float i at offset + 4 * stride * i. */
typedef struct halenet_output {
    size_t offset;  /* bytes */
    int32_t stride; /* floats; 0: the layer is not visible */
} halenet_output;

/* What one shard's block of the workspace holds, for one use of the workspace; offsets in bytes. */
typedef struct halenet_layout {
    size_t shard_bytes;
    size_t pixels;
    size_t labels;        /* unused when classifying */
    size_t logits;        /* classifying only: float of class c and image n at 16 * c + n */
    size_t probabilities; /* classifying only: a row of classes an image */
    size_t loss, correct; /* one value an image: float, byte */
    size_t originals;     /* training only: the pixels before augmentation */
    size_t scratch;
} halenet_layout;

/* The kernels for one instruction set. */
typedef struct halenet_isa {
    const char *name;
    uint32_t index; /* in the library's list */
    halenet_requirements requirements;
    const halenet_view *views;
    const halenet_call *calls;
    int32_t call_count;
    const halenet_kernel_info *kernels;
    int32_t kernel_count;
    /* `one`: classifying with an instance for a single image, whose block has room for no more. */
    halenet_layout classify_layout, one_layout, evaluate_layout, train_layout, adapt_layout;
    halenet_range front;        /* of a classification, a shard: pixels to what the first dense layer reads */
    halenet_range classify;     /* after it, a shard: to probabilities, all 16 images side by side */
    halenet_range classify_few; /* the same, image by image, with the same bits; for a shard of at most `few` images */
    int32_t few;
    int32_t parallel_from;  /* shards of a batch from which on the caller's threads share the work */
    halenet_range one;      /* front and classify_few on the `one` layout */
    halenet_range evaluate; /* a shard: pixels and labels to loss and correct */
    halenet_range train;    /* a shard: forward, backward data, gradients of convolutions */
    halenet_range augment;  /* a shard, before train: originals to pixels */
    halenet_range rates;    /* once a step of Adam, before the updates */
    halenet_range pack;     /* after a load: the kernels' own copies of weights */
    halenet_range pack_few; /* those that only classify_few reads, which a training step does not keep up to date */
    /* For each optimizer, independent of each other: gradients over the batch, then the optimizer, of some weights. */
    const halenet_range *updates[HALENET_OPTIMIZERS];
    int32_t update_count;
    halenet_range adapt;                /* a shard, after evaluate: back as far as the adapted layers */
    const halenet_range *adapt_updates; /* by Adam: its rates, then the adapted layers */
    int32_t adapt_update_count;
    const halenet_output *outputs, *one_outputs; /* of the model's layers, in the classify and the `one` layout */
} halenet_isa;

typedef struct halenet_library_tables {
    halenet_model_info model;
    const halenet_isa *isas; /* best first, as in model.isas */
    int32_t isa_count;
    size_t gradients, moment1, moment2, powers; /* offsets in the state region, bytes */
    size_t packed;                              /* offset in the weights region, bytes: a halenet_packed */
    size_t adapted, adapted_count;              /* floats of the canonical array that adapt changes: a run at its end */
    size_t adapt_backup, adapt_powers;          /* offsets in adapt's memory, bytes */
    size_t adapt_workspace;                     /* of the one shard's block, behind adapt's own state */
    size_t selftest_output_bytes;               /* greatest sum of the bytes that one call writes */
    const char *selftest_digest;                /* of a strict library: what every processor must get; else "" */
} halenet_library_tables;

/* The state of a weights region, in the region itself, because instances share it. */
typedef struct halenet_packed {
    uint32_t by; /* which instruction set's copies of weights it holds: PACKED_BY + its index; else it has no weights */
    uint32_t few; /* 1 while the copies of pack_few are up to date */
} halenet_packed;
enum { HALENET_PACKED_BY = 0x48414c00 };

extern const halenet_library_tables halenet_tables;

/* ---- The API, documented in library.h.in. HALENET_TRAINS is 0 in a library that only classifies. */

size_t halenet_classify_workspace_bytes(int32_t batch);
halenet_status halenet_create(halenet_instance *instance, const halenet_memory *memory, const halenet_options *options);
const char *halenet_isa_name(const halenet_instance *instance);
halenet_status halenet_initialize(halenet_instance *instance, uint64_t seed);
halenet_status halenet_load_weights(halenet_instance *instance, const float *parameters, size_t count);
halenet_status halenet_load_file(halenet_instance *instance, const void *file, size_t bytes);
halenet_status halenet_save_weights(const halenet_instance *instance, float *parameters, size_t count);
halenet_status halenet_check_weights(const halenet_instance *instance);
halenet_status halenet_predict(halenet_instance *instance, const uint8_t *images, int32_t count, float *probabilities);
halenet_status halenet_logits(halenet_instance *instance, const uint8_t *images, int32_t count, float *logits);
halenet_status halenet_classify(halenet_instance *instance, const uint8_t *images, int32_t count, int32_t top,
                                float reject_below, halenet_answer *answers);
halenet_status halenet_layer_output(halenet_instance *instance, const uint8_t *image, int32_t layer, float *values);
halenet_status halenet_prepare(const halenet_picture *picture, uint8_t *image);
halenet_status halenet_selftest(void *memory, size_t bytes, const char *isa, halenet_selftest_report *report);
#if HALENET_TRAINS
size_t halenet_train_workspace_bytes(int32_t batch);
halenet_status halenet_evaluate(halenet_instance *instance, const halenet_batch *batch, halenet_metrics *metrics);
halenet_status halenet_train_step(halenet_instance *instance, const halenet_batch *batch,
                                  const halenet_training *training, halenet_metrics *metrics);
halenet_status halenet_save_gradients(const halenet_instance *instance, float *gradients, size_t count);
halenet_status halenet_adapt(halenet_instance *instance, const halenet_adaptation *adaptation, void *memory,
                             size_t bytes, halenet_adapted *adapted);
#endif
#if HALENET_TIMING
halenet_status halenet_time_kernels(halenet_instance *instance, halenet_kernel_time *times, int32_t capacity);
#endif
extern const halenet_api halenet_library_api;

/* ---- Statuses (status.c). */

halenet_status halenet_ok(void);

/* A sentence with up to two numbers: each '#' of `text` becomes the next one. */
halenet_status halenet_refuse(halenet_code code, const char *text, int64_t first, int64_t second);

/* A sentence with a name: the '@' of `text` becomes `name`. */
halenet_status halenet_refuse_name(halenet_code code, const char *text, const char *name);

/* A sentence with any number of both: each '@' of `text` becomes the next name, each '#' the next number. Either list
 * may be null; then its sign stands for itself. */
halenet_status halenet_refuse_with(halenet_code code, const char *text, const char *const *names,
                                   const int64_t *numbers);

/* Writes a text into a buffer of at least one byte, which it always terminates; what does not fit is left out. */
typedef struct halenet_writer {
    char *next;
    char *end; /* where the terminator must fit */
} halenet_writer;
halenet_writer halenet_new_writer(char *buffer, size_t bytes);
void halenet_put(halenet_writer *out, char character);
void halenet_put_text(halenet_writer *out, const char *text);
void halenet_put_number(halenet_writer *out, int64_t number);

/* ---- Processor (cpu.c): whether this one can run the kernels, operating system's support included; where it cannot, a
 * sentence with what they need and what there is. */

halenet_status halenet_check_cpu(const halenet_isa *isa);

/* ---- Running tables (run.c). */

/* One pass over a batch. */
typedef struct halenet_run {
    const halenet_instance *instance;
    const halenet_layout *layout;
    const halenet_batch *batch;
    const halenet_training *training; /* null when no kernel of the pass takes its scalars */
    halenet_range augment;            /* of a shard, first; none: its pixels are used as they are */
    halenet_range front;              /* of a shard, then */
    halenet_range calls;              /* of a shard, last */
    halenet_range few_calls;          /* in place of them for a shard of at most `few` images */
    int32_t few;                      /* 0: never */
    int32_t failed;                   /* set by any task whose kernel failed */
    /* Runs a call's kernel in place of the core, and says what the kernel said; null: the core does. */
    int (*observe)(void *observer, const halenet_call *call, int32_t shard, void **arguments);
    void *observer;
} halenet_run;

/* A pass that nothing is set of yet but what it runs on. */
halenet_run halenet_new_run(const halenet_instance *instance, const halenet_layout *layout, halenet_range calls,
                            const halenet_batch *batch);

/* Refuses what is no batch for this instance: null, empty, labels out of range, an instance that was not created. */
halenet_status halenet_check_batch(const halenet_instance *instance, const halenet_batch *batch);

/* HALENET_OK, or why this instance cannot be worked with: null, or not made by this library's create. */
halenet_status halenet_check_instance(const halenet_instance *instance);

/* Refuses memory with too few bytes, in a sentence with both numbers, or misaligned, in one with the alignment. */
halenet_status halenet_check_region(const char *too_small, const char *misaligned, const void *start, size_t bytes,
                                    size_t needed);

/* Whether the weights region holds weights for this instance's instruction set. */
halenet_status halenet_check_packed(const halenet_instance *instance);

/* The part of `whole` from image `first`, at most one batch of the instance. */
halenet_batch halenet_part_of(const halenet_instance *instance, const halenet_batch *whole, int32_t first);

halenet_status halenet_kernel_failure(void);

#if HALENET_TIMING
/* Runs a kernel and adds what it took to the instance's times, if somebody wants them (timing.c). */
int halenet_time_call(const halenet_run *run, const halenet_call *call, void **arguments);
#endif

#if HALENET_TRAINS
/* Sums of a pass with losses, in the order of the images, whatever the threads did. */
void halenet_add_metrics(const halenet_run *run, halenet_metrics *metrics);

/* The instance on memory for adapt instead of its own state and workspace, the optimizer started over. The weights stay
 * the same ones. */
halenet_instance halenet_start_adapting(const halenet_instance *instance, void *memory);
#endif

int32_t halenet_shards(int32_t images);
uint8_t *halenet_shard(const halenet_run *run, int32_t shard);

/* Runs a range of calls for one shard (or with shard 0 for what belongs to no shard). */
void halenet_run_calls(halenet_run *run, halenet_range calls, int32_t shard);

/* Copies each shard's images and labels into its block, augments them and runs the calls, in parallel over shards. */
void halenet_run_shards(halenet_run *run);

/* Runs `count` tasks of a run through the caller's parallel_for, or one after the other where its batch is small. */
void halenet_parallel(const halenet_run *run, int32_t count, halenet_task task, void *context);

/* The next of a sequence of numbers that look random: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom
 * number generators", 2014). */
uint64_t halenet_random(uint64_t *state);

/* New parameters lie in the weights region: copies for the kernels, and the optimizer starts over. */
halenet_status halenet_take_parameters(halenet_instance *instance);

/* Copies of the weights in the kernels' own layouts, after the parameters have changed outside a step. */
halenet_status halenet_pack(halenet_instance *instance);

/* Where a weights region says what it holds, and what it says while it holds weights for this instance. */
halenet_packed *halenet_packed_of(const halenet_instance *instance);
uint32_t halenet_packed_by(const halenet_instance *instance);

/* HALENET_NOT_FINITE, naming the tensor, where one of the model's parameters is infinite or not a number. */
halenet_status halenet_check_finite(const float *parameters);

/* The same of one tensor's values, which need not be aligned. */
halenet_status halenet_check_tensor(const halenet_tensor_info *tensor, const void *values);

/* The copies that classify_few reads: whether they are up to date, that they no longer are, and making them. */
bool halenet_few_packed(const halenet_instance *instance);
void halenet_forget_few(halenet_instance *instance);
halenet_status halenet_pack_few(halenet_instance *instance);

#endif
