/* The C core's types: what every library that halenet generates shares, whatever its model and target.
 *
 * A generated library `lenet5` exports functions `lenet5_create`, `lenet5_train_step` and so on, macros with its sizes
 * (lenet5.h), and one constant `lenet5_api` that holds the same functions in a table, for code that serves any model.
 * All of them obey the rules here:
 *   - no allocation, no input or output, no global state, no thread of its own: memory comes from the caller, and so
 * does parallelism, as a `parallel_for` or none;
 *   - every fallible call returns a status with a sentence and checks all that a caller can get wrong;
 *   - an instance may be used by one thread at a time; instances are independent of each other, and any number of them
 *     may classify with the same weights;
 *   - the same seed and data give the same bits for any number of threads.
 */
#ifndef HALENET_CORE_H
#define HALENET_CORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Of this header: types, functions and their meaning. A macro, so that a library's own header refuses at compile time
 * the types of another one; the C++ layer and `create` refuse at run time (docs/compatibility.md). */
#define HALENET_ABI 4

enum {
    HALENET_ALIGNMENT = 64,    /* bytes; of each of the three memory regions */
    HALENET_SHARD_IMAGES = 16, /* a batch is cut into shards of this many images, the last one part-filled */
    HALENET_SENTENCE_BYTES = 192,
    HALENET_DIGEST_BYTES = 65 /* SHA-256 as 64 hexadecimal digits, and a terminator */
};

typedef enum halenet_code {
    HALENET_OK = 0,
    HALENET_INVALID_ARGUMENT, /* a null pointer, a count out of range, a misaligned region */
    HALENET_REGION_TOO_SMALL, /* a memory region holds fewer bytes than the model needs */
    HALENET_UNSUPPORTED_CPU,  /* the library's instruction set or vector length is not there */
    HALENET_BAD_LABEL,        /* a label is no class of the model */
    HALENET_NOT_FINITE,       /* a weight is infinite or no number */
    HALENET_KERNEL_FAILED,    /* a checked build's kernel reported an error: a bug of halenet */
    HALENET_WRONG_ORDER,      /* a call before the one that it needs: create, or what gives the region its weights */
    HALENET_BAD_WEIGHTS,      /* a weights file that is damaged, or of another model or normalisation */
    HALENET_SELFTEST_FAILED   /* a kernel does not compute what its naive reference does, or not the promised bits */
} halenet_code;

typedef struct halenet_status {
    halenet_code code;
    char sentence[HALENET_SENTENCE_BYTES]; /* what was found and what was expected; "" when code is HALENET_OK */
} halenet_status;

/* One tensor of the canonical parameter array: row-major, the last dimension contiguous.
 * Weights of a convolution are [filters][kernel_y][kernel_x][channels], of a dense layer [units][inputs] with the
 * inputs of a flattened image in the order [y][x][channel]; biases are [filters] or [units]. */
typedef struct halenet_tensor_info {
    const char *name; /* "<layer>.weights" or "<layer>.bias" */
    int32_t rank;
    int32_t shape[4]; /* outermost first; 1 past the rank */
    size_t offset;    /* floats from the start of the canonical array */
    size_t count;     /* floats */
    float bound;      /* `initialize` draws from [-bound, bound): 1 / sqrt(inputs of one output), as PyTorch does */
} halenet_tensor_info;

/* A layer of the model, in its order; the first is the Input. */
typedef struct halenet_layer_info {
    const char *name;                /* the field's name: "c1" */
    const char *kind;                /* "Conv2D" */
    int32_t height, width, channels; /* of its output */
    size_t parameters;
    size_t multiply_adds; /* for one image, forward; border included */
    bool visible;         /* false: the kernels fuse it with the layer behind it, so layer_output has nothing to give */
} halenet_layer_info;

/* An instruction set that the library has kernels for. */
typedef struct halenet_isa_info {
    const char *name;   /* what halenet_options.isa takes: "x86-64-v3" */
    const char *target; /* what its kernels were generated for, a Halide target string */
} halenet_isa_info;

typedef struct halenet_model_info {
    const char *name; /* of the model's struct: "LeNet5" */
    const char *hash; /* 64 hexadecimal digits; see model.json */
    size_t isa_count;
    const halenet_isa_info *isas;    /* best first */
    bool trains;                     /* false: generated to classify only; the table has no function that trains */
    bool strict;                     /* the same bits on every processor */
    int32_t height, width, channels; /* of an image: bytes, row-major, channels innermost */
    int32_t classes;
    double mean, deviation;                 /* a layer sees (pixel / 255 - mean) / deviation; the kernels apply it */
    const char *mean_text, *deviation_text; /* the same as a weights file has them: "0.1307" */
    size_t parameters;                      /* floats in the canonical array */
    size_t tensor_count;
    const halenet_tensor_info *tensors; /* in canonical order */
    size_t layer_count;
    const halenet_layer_info *layers;
    size_t weights_bytes; /* region sizes; the workspace's depends on the batch */
    size_t state_bytes;
    size_t adapt_bytes;    /* memory for adapt, beside the instance's */
    size_t selftest_bytes; /* memory for selftest, all that it needs */
    int32_t kernel_count;  /* rows of a self-test's report, at most */
    const void *embedded;  /* a weights file inside the library, for load_file; null where there is none */
    size_t embedded_bytes;
} halenet_model_info;

/* One unit of parallel work, and the caller's way of running `count` of them: it must call task(task_context, i) once
 * for each i in [0, count), in any order, on any threads, and return when all have returned. */
typedef void (*halenet_task)(void *task_context, int32_t index);
typedef void (*halenet_parallel_for)(void *context, int32_t count, halenet_task task, void *task_context);

/* The three regions of memory, each aligned to HALENET_ALIGNMENT. They stay the caller's and must outlive the instance.
 *   - weights: parameters, and copies of them in the layouts of the instance's own instruction set; initialize,
 *     load_weights, load_file, train_step and adapt write them, and so does the first prediction after a training step
 *     by the instance that trains. All others only read them, so that any number of instances on any number of threads
 *     may classify with one region, read-only memory included.
 *   - state: gradients and the optimizer's moments; null for an instance that only classifies.
 *   - workspace: activations and scratch, by batch; holds nothing between two calls. */
typedef struct halenet_memory {
    void *weights;
    size_t weights_bytes;
    void *state;
    size_t state_bytes;
    void *workspace;
    size_t workspace_bytes;
} halenet_memory;

typedef struct halenet_options {
    int32_t batch;                     /* the most images that one training step takes, 1 to 65,536 */
    halenet_parallel_for parallel_for; /* null: everything runs on the calling thread */
    void *parallel_context;
    const char *isa; /* null: the best that library and processor share; else a name of model.isas, or create fails */
} halenet_options;

/* Images with their labels. Image k of the batch is images[indices ? indices[k] : k], each height * width * channels
 * bytes; so a shuffled batch needs no copy by the caller. Indices are trusted. */
typedef struct halenet_batch {
    const uint8_t *images;
    const uint8_t *labels;
    const uint32_t *indices; /* may be null */
    int32_t count;
} halenet_batch;

typedef enum halenet_optimizer {
    HALENET_ADAM = 0, /* Kingma and Ba, arXiv 1412.6980, algorithm 1 */
    HALENET_SGD = 1   /* v = momentum * v + gradient; w -= learning_rate * v, as PyTorch defines it */
} halenet_optimizer;

/* How a step trains: on the mean over the batch's own images of the categorical cross-entropy against
 * (1 - s) * onehot + s / classes, s the label smoothing (arXiv 1512.00567, section 7). Zeros, but for the optimizer and
 * its own rates, turn everything else off. */
typedef struct halenet_training {
    halenet_optimizer optimizer;
    float learning_rate;
    float label_smoothing; /* 0 to below 1 */
    float weight_decay;    /* 0: none. Decoupled (arXiv 1711.05101): each parameter also loses the part learning_rate *
                              weight_decay of itself, which must be below 1 */
    double beta1, beta2;   /* Adam's, 0 to below 1 */
    float epsilon;         /* Adam's, above 0 */
    float momentum;        /* SGD's, 0 to below 1 */
    float augment_pixels;  /* 0: none. Each image is moved by up to so many pixels along each axis, at most 16 */
    float augment_degrees; /* 0: none. Each image is turned by up to so many degrees about its centre, at most 45 */
    uint64_t seed;         /* with the step it decides what Dropout and augmentation draw */
    uint64_t step;         /* of the training, counted by the caller from 0 */
} halenet_training;

/* An image from anywhere: bytes, rows from the top. */
typedef struct halenet_picture {
    const uint8_t *pixels;
    int32_t width, height; /* 1 to 32,768 */
    int32_t channels;      /* 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha */
    size_t row_bytes;      /* from one row to the next, at least width * channels */
} halenet_picture;

typedef struct halenet_metrics {
    double loss;     /* sum over the images */
    int64_t correct; /* images whose most probable class is their label; of equal ones the first counts */
    int64_t images;
} halenet_metrics;

/* One class of an answer. */
typedef struct halenet_answer {
    int32_t label; /* -1: rejected */
    float probability;
} halenet_answer;

/* Fine-tuning of the last layers on a few images of the user's own. Adam with its usual betas, on batches of up to 16
 * of the examples, in their order and over again. */
typedef struct halenet_adaptation {
    halenet_batch examples; /* 1 or more, to learn from */
    halenet_batch held_out; /* 1 or more, to check with; best none of the examples */
    int32_t steps;          /* 1 to 100,000 */
    float learning_rate;
} halenet_adaptation;

typedef struct halenet_adapted {
    halenet_metrics before, after; /* of the held-out images */
    bool kept; /* false: fewer of them were right than before, or as many with a greater loss; the weights are as before
                */
} halenet_adapted;

/* What a self-test found out about one kernel. */
typedef struct halenet_kernel_report {
    const char *kernel; /* "c1_forward" */
    float error; /* greatest difference of an output from the naive reference, over the output's greatest value */
    float allowed;
} halenet_kernel_report;

typedef struct halenet_selftest_report {
    halenet_kernel_report *kernels;    /* the caller's array; may be null */
    int32_t capacity;                  /* of it; model.kernel_count suffices */
    int32_t kernel_count;              /* found: filled in, at most capacity of them */
    int32_t failed;                    /* kernels whose error is greater than allowed */
    char digest[HALENET_DIGEST_BYTES]; /* of the weights after a short training; of probabilities where none trains */
} halenet_selftest_report;

/* What a kernel has taken, in a library that was generated with --timing. */
typedef struct halenet_kernel_time {
    const char *kernel; /* "c1_forward"; null while it has not run */
    uint64_t calls;
    uint64_t
        ticks; /* of the processor's clock that user programs may read: x86's time stamp, Arm's and RISC-V's timer */
} halenet_kernel_time;

/* A network in the caller's memory. Its members are the core's own. */
typedef struct halenet_instance {
    const void *library; /* whose instance it is */
    const struct halenet_isa *isa;
    halenet_memory memory;
    halenet_options options;
    halenet_kernel_time *times;
} halenet_instance;

/* A library's functions. lenet5.h documents each one under its own name. What only training needs is null in a library
 * that was generated to classify. */
typedef struct halenet_api {
    int32_t abi;
    const halenet_model_info *model;
    size_t (*classify_workspace_bytes)(int32_t batch);
    size_t (*train_workspace_bytes)(int32_t batch);
    halenet_status (*create)(halenet_instance *instance, const halenet_memory *memory, const halenet_options *options);
    const char *(*isa_name)(const halenet_instance *instance);
    halenet_status (*initialize)(halenet_instance *instance, uint64_t seed);
    halenet_status (*load_weights)(halenet_instance *instance, const float *parameters, size_t count);
    halenet_status (*load_file)(halenet_instance *instance, const void *file, size_t bytes);
    halenet_status (*save_weights)(const halenet_instance *instance, float *parameters, size_t count);
    halenet_status (*check_weights)(const halenet_instance *instance);
    halenet_status (*predict)(halenet_instance *instance, const uint8_t *images, int32_t count, float *probabilities);
    halenet_status (*logits)(halenet_instance *instance, const uint8_t *images, int32_t count, float *logits);
    halenet_status (*classify)(halenet_instance *instance, const uint8_t *images, int32_t count, int32_t top,
                               float reject_below, halenet_answer *answers);
    halenet_status (*layer_output)(halenet_instance *instance, const uint8_t *image, int32_t layer, float *values);
    halenet_status (*prepare)(const halenet_picture *picture, uint8_t *image);
    halenet_status (*selftest)(void *memory, size_t bytes, const char *isa, halenet_selftest_report *report);
    /* To train. */
    halenet_status (*evaluate)(halenet_instance *instance, const halenet_batch *batch, halenet_metrics *metrics);
    halenet_status (*train_step)(halenet_instance *instance, const halenet_batch *batch,
                                 const halenet_training *training, halenet_metrics *metrics);
    halenet_status (*save_gradients)(const halenet_instance *instance, float *gradients, size_t count);
    halenet_status (*adapt)(halenet_instance *instance, const halenet_adaptation *adaptation, void *memory,
                            size_t bytes, halenet_adapted *adapted);
    /* With --timing. */
    halenet_status (*time_kernels)(halenet_instance *instance, halenet_kernel_time *times, int32_t capacity);
} halenet_api;

#ifdef __cplusplus
}
#endif

#endif
