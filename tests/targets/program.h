/* What the programs share that prove a library on its target: an instance in memory of their own, and records on
 * standard output that the tests read (target_program.h). Each defines `run`; ISA is the instruction set to take. */
#include HEADER

#include "system.h"

/* Before the bytes of each record; every target has the lowest byte first. */
typedef struct record {
    char tag[24];
    uint64_t bytes;
} record;

static _Alignas(HALENET_ALIGNMENT) uint8_t memory[8 << 20];
static size_t memory_used;
static halenet_status outcome;

static void put(const char *tag, const void *data, size_t bytes) {
    record head = {.bytes = bytes};
    for (size_t k = 0; tag[k] != '\0'; ++k)
        head.tag[k] = tag[k];
    write_bytes((const char *)&head, sizeof head);
    write_bytes(data, bytes);
}

static void put_text(const char *tag, const char *text) {
    size_t count = 0;
    while (text[count] != '\0')
        ++count;
    put(tag, text, count);
}

/* Null where there is no more, which the library refuses. */
static void *take(size_t bytes) {
    if (bytes > sizeof memory - memory_used)
        return NULL;
    void *place = memory + memory_used;
    memory_used += (bytes + HALENET_ALIGNMENT - 1) / HALENET_ALIGNMENT * HALENET_ALIGNMENT;
    return place;
}

/* Whether a call succeeded. Calls are joined by &&, so that the first one that did not is the program's outcome. */
static bool did(halenet_status status) {
    outcome = status;
    return status.code == HALENET_OK;
}

/* Steps of so many images. */
static bool create(halenet_instance *instance, int32_t batch) {
    const halenet_model_info *model = API.model;
    const size_t workspace_bytes = API.train_workspace_bytes(batch);
    const halenet_memory regions = {take(model->weights_bytes), model->weights_bytes,  take(model->state_bytes),
                                    model->state_bytes,         take(workspace_bytes), workspace_bytes};
    const halenet_options options = {.batch = batch, .isa = ISA};
    if (!did(API.create(instance, &regions, &options)))
        return false;
    put_text("isa", API.isa_name(instance));
    return true;
}

/* Adam as PyTorch has it. */
static inline halenet_training adam(float learning_rate, float label_smoothing) {
    return (halenet_training){.optimizer = HALENET_ADAM,
                              .learning_rate = learning_rate,
                              .label_smoothing = label_smoothing,
                              .beta1 = 0.9,
                              .beta2 = 0.999,
                              .epsilon = 1e-8f};
}

/* Puts the parameters, or the gradients of the last step. */
static inline bool put_values(const char *tag, const halenet_instance *instance,
                              halenet_status (*save)(const halenet_instance *, float *, size_t)) {
    const size_t count = API.model->parameters, before = memory_used;
    float *values = take(count * sizeof(float));
    if (!did(save(instance, values, count)))
        return false;
    put(tag, values, count * sizeof(float));
    memory_used = before;
    return true;
}

static bool run(void);

/* Without the last record a program has broken down. */
static void run_program(void) {
    (void)run();
    put("code", &outcome.code, sizeof outcome.code);
    put_text("sentence", outcome.sentence);
}
