/* Steps of training over the images in their order, augmented and with smoothed labels. */
#include "program.h"

static const uint8_t images[] = {
#embed "images"
};
static const uint8_t labels[] = {
#embed "labels"
};
enum { BATCH = 32, PIXELS = 28 * 28, STEPS = sizeof labels / BATCH };

static bool run(void) {
    static double losses[STEPS]; /* means */
    halenet_training training = adam(2e-3f, 0.1f);
    training.augment_pixels = 1.0f;
    training.augment_degrees = 5.0f;
    training.seed = 1;
    halenet_instance instance;
    bool ran = create(&instance, BATCH) && did(API.initialize(&instance, 1));
    for (; ran && training.step < STEPS; ++training.step) {
        const halenet_batch batch = {images + training.step * BATCH * PIXELS, labels + training.step * BATCH, NULL,
                                     BATCH};
        halenet_metrics metrics = {0};
        ran = did(API.train_step(&instance, &batch, &training, &metrics));
        losses[training.step] = metrics.loss / BATCH;
    }
    if (!ran)
        return false;
    put("losses", losses, sizeof losses);
    return put_values("weights", &instance, API.save_weights);
}
