/* What the core's files share: the tables that the driver emits for a library, and the helpers that run them.
 *
 * A library is data: views of memory, calls of kernels on them, and ranges of calls. The core adds what only run time
 * knows (pointers, the number of images) and nothing that depends on the model. */
#ifndef HALENET_CORE_INTERNAL_H
#define HALENET_CORE_INTERNAL_H

/* Before every declaration: gives each external name the library's own prefix. */
#include "names.h"

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

typedef struct halenet_call {
    halenet_kernel kernel;
    int32_t argument_count;
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
    size_t probabilities; /* classifying only */
    size_t loss, correct; /* one value an image: float, byte */
    size_t originals;     /* training only: the pixels before augmentation */
    size_t scratch;
} halenet_layout;

/* Instruction sets of x86-64 above its baseline, as bits. */
enum {
    HALENET_X86_SSE41 = 1 << 0,
    HALENET_X86_AVX = 1 << 1,
    HALENET_X86_F16C = 1 << 2,
    HALENET_X86_FMA = 1 << 3,
    HALENET_X86_AVX2 = 1 << 4,
    HALENET_X86_AVX512 = 1 << 5,            /* F, CD */
    HALENET_X86_AVX512_SKYLAKE = 1 << 6,    /* and VL, BW, DQ */
    HALENET_X86_AVX512_CANNONLAKE = 1 << 7, /* and IFMA, VBMI */
    HALENET_X86_AVX512_ZEN4 = 1 << 8        /* and VBMI2, VNNI, BITALG, VPOPCNTDQ, BF16: also Sapphire Rapids, Zen 5 */
};

/* The kernels for one instruction set. */
typedef struct halenet_isa {
    const char *name;
    uint32_t features; /* HALENET_X86_*; 0 on other architectures */
    const halenet_view *views;
    const halenet_call *calls;
    halenet_layout classify_layout, evaluate_layout, train_layout;
    halenet_range front;        /* of a classification, a shard: pixels to what the first dense layer reads */
    halenet_range classify;     /* after it, a shard: to probabilities, all 16 images side by side */
    halenet_range classify_few; /* the same, image by image, with the same bits; for a shard of at most `few` images */
    int32_t few;
    halenet_range evaluate; /* a shard: pixels and labels to loss and correct */
    halenet_range train;    /* a shard: forward, backward data, gradients of convolutions */
    halenet_range augment;  /* a shard, before train: originals to pixels */
    halenet_range rates;    /* once a step of Adam, before the updates */
    halenet_range pack;     /* after a load: the kernels' own copies of weights */
    halenet_range pack_few; /* those that only classify_few reads, which a training step does not keep up to date */
    /* For each optimizer, independent of each other: gradients over the batch, then the optimizer, of some weights. */
    const halenet_range *updates[HALENET_OPTIMIZERS];
    int32_t update_count;
    const halenet_output *outputs; /* of the model's layers, in the classify layout */
} halenet_isa;

typedef struct halenet_library_tables {
    halenet_model_info model;
    const halenet_isa *isas; /* best first */
    int32_t isa_count;
    size_t gradients, moment1, moment2, powers; /* offsets in the state region, bytes */
    size_t few_packed; /* offset in the weights region, bytes: uint32, 1 while the copies of pack_few are up to date */
} halenet_library_tables;

extern const halenet_library_tables halenet_tables;

/* ---- The API (instance.c, weights.c, network.c), documented in library.h.in. */

size_t halenet_classify_workspace_bytes(int32_t batch);
size_t halenet_train_workspace_bytes(int32_t batch);
halenet_status halenet_create(halenet_instance *instance, const halenet_memory *memory, const halenet_options *options);
halenet_status halenet_initialize(halenet_instance *instance, uint64_t seed);
halenet_status halenet_load_weights(halenet_instance *instance, const float *parameters, size_t count);
halenet_status halenet_save_weights(const halenet_instance *instance, float *parameters, size_t count);
halenet_status halenet_save_gradients(const halenet_instance *instance, float *gradients, size_t count);
halenet_status halenet_check_weights(const halenet_instance *instance);
halenet_status halenet_predict(halenet_instance *instance, const uint8_t *images, int32_t count, float *probabilities);
halenet_status halenet_evaluate(halenet_instance *instance, const halenet_batch *batch, halenet_metrics *metrics);
halenet_status halenet_train_step(halenet_instance *instance, const halenet_batch *batch,
                                  const halenet_training *training, halenet_metrics *metrics);
halenet_status halenet_layer_output(halenet_instance *instance, const uint8_t *image, int32_t layer, float *values);
halenet_status halenet_prepare(const halenet_picture *picture, uint8_t *image);
extern const halenet_api halenet_library_api;

/* ---- Statuses (status.c). */

halenet_status halenet_ok(void);

/* A sentence with up to two numbers: each '#' of `text` becomes the next one. */
halenet_status halenet_refuse(halenet_code code, const char *text, int64_t first, int64_t second);

/* A sentence with a name: the '@' of `text` becomes `name`. */
halenet_status halenet_refuse_name(halenet_code code, const char *text, const char *name);

/* ---- Processor (cpu.c): HALENET_X86_* bits of this machine, operating system support included. */

uint32_t halenet_cpu_features(void);

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
} halenet_run;

int32_t halenet_shards(int32_t images);
uint8_t *halenet_shard(const halenet_run *run, int32_t shard);

/* Runs a range of calls for one shard (or with shard 0 for what belongs to no shard). */
void halenet_run_calls(halenet_run *run, halenet_range calls, int32_t shard);

/* Copies each shard's images and labels into its block, augments them and runs the calls, in parallel over shards. */
void halenet_run_shards(halenet_run *run);

/* Runs `count` tasks through the caller's parallel_for, or one after the other. */
void halenet_parallel(const halenet_options *options, int32_t count, halenet_task task, void *context);

/* The next of a sequence of numbers that look random: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom
 * number generators", 2014). */
uint64_t halenet_random(uint64_t *state);

/* Copies of the weights in the kernels' own layouts, after the parameters have changed outside a step. */
halenet_status halenet_pack(halenet_instance *instance);

/* The copies that classify_few reads: whether they are up to date, that they no longer are, and making them. */
bool halenet_few_packed(const halenet_instance *instance);
void halenet_forget_few(halenet_instance *instance);
halenet_status halenet_pack_few(halenet_instance *instance);

#endif
