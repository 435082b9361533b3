/* A program in C that links a generated library and nothing else: it learns 32 images by heart, and the loss tells. */
#include "lenet5.h"

#include <stdio.h>
#include <stdlib.h>

enum { IMAGES = 32, PIXELS = LENET5_HEIGHT * LENET5_WIDTH };

static int check(halenet_status status) {
    if (status.code != HALENET_OK) {
        fprintf(stderr, "%s\n", status.sentence);
    }
    return status.code == HALENET_OK;
}

int main(void) {
    static uint8_t images[IMAGES * PIXELS], labels[IMAGES];
    const size_t workspace_bytes = LENET5_TRAIN_WORKSPACE_BYTES(IMAGES);
    const halenet_memory memory = {aligned_alloc(HALENET_ALIGNMENT, LENET5_WEIGHTS_BYTES), LENET5_WEIGHTS_BYTES,
                                   aligned_alloc(HALENET_ALIGNMENT, LENET5_STATE_BYTES),   LENET5_STATE_BYTES,
                                   aligned_alloc(HALENET_ALIGNMENT, workspace_bytes),      workspace_bytes};
    const halenet_options options = {IMAGES, NULL, NULL, NULL};
    const halenet_training adam = {
        .optimizer = HALENET_ADAM, .learning_rate = 1e-3f, .beta1 = 0.9, .beta2 = 0.999, .epsilon = 1e-8f};
    const halenet_batch batch = {images, labels, NULL, IMAGES};
    halenet_instance network;
    halenet_metrics metrics = {0};
    int k;
    for (k = 0; k < IMAGES * PIXELS; ++k) {
        images[k] = (uint8_t)((unsigned)k * 2654435761u >> 24);
    }
    for (k = 0; k < IMAGES; ++k) {
        labels[k] = (uint8_t)(k % LENET5_CLASSES);
    }
    if (!check(lenet5_create(&network, &memory, &options)) || !check(lenet5_initialize(&network, 1))) {
        return EXIT_FAILURE;
    }
    for (k = 0; k < 200; ++k) {
        if (!check(lenet5_train_step(&network, &batch, &adam, &metrics))) {
            return EXIT_FAILURE;
        }
    }
    printf("%d of %d right, mean loss %g\n", (int)metrics.correct, IMAGES, metrics.loss / (double)metrics.images);
    free(memory.weights);
    free(memory.state);
    free(memory.workspace);
    return metrics.correct == IMAGES ? EXIT_SUCCESS : EXIT_FAILURE;
}
