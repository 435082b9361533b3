/* What PyTorch has computed too (tests/golden): outputs, loss and gradients of one batch, and ten steps of Adam. */
#include "program.h"

enum { IMAGES = 33, BATCH = 20, STEPS = 10, PIXELS = 28 * 28 };

static const uint8_t images[] = {
#embed "images"
};
static const uint8_t labels[] = {
#embed "labels"
};
static const uint8_t weights[] = {
#embed "weights"
};

static bool put_outputs(halenet_instance *instance) {
    static float logits[IMAGES * 10], probabilities[IMAGES * 10];
    if (!did(API.logits(instance, images, IMAGES, logits)) ||
        !did(API.predict(instance, images, IMAGES, probabilities)))
        return false;
    put("logits", logits, sizeof logits);
    put("probabilities", probabilities, sizeof probabilities);
    return true;
}

static bool put_gradients(halenet_instance *instance, float label_smoothing, const char *loss_tag, const char *tag) {
    const halenet_batch batch = {images, labels, NULL, IMAGES};
    const halenet_training training = adam(1e-3f, label_smoothing);
    halenet_metrics metrics = {0};
    if (!did(API.load_file(instance, weights, sizeof weights)) ||
        !did(API.train_step(instance, &batch, &training, &metrics)))
        return false;
    put(loss_tag, &metrics.loss, sizeof metrics.loss);
    return put_values(tag, instance, API.save_gradients);
}

/* Batches of 20 and 13 images in turn. */
static bool put_training(halenet_instance *instance) {
    const halenet_training training = adam(1e-3f, 0.0f);
    double losses[STEPS]; /* means */
    bool ran = did(API.load_file(instance, weights, sizeof weights));
    for (int32_t step = 0; ran && step < STEPS; ++step) {
        const int32_t first = step % 2 == 0 ? 0 : BATCH, count = step % 2 == 0 ? BATCH : IMAGES - BATCH;
        const halenet_batch batch = {images + first * PIXELS, labels + first, NULL, count};
        halenet_metrics metrics = {0};
        ran = did(API.train_step(instance, &batch, &training, &metrics));
        losses[step] = metrics.loss / count;
    }
    if (!ran)
        return false;
    put("losses", losses, sizeof losses);
    return put_values("weights", instance, API.save_weights);
}

static bool run(void) {
    halenet_instance instance;
    return create(&instance, IMAGES) && did(API.load_file(&instance, weights, sizeof weights)) &&
           put_outputs(&instance) && put_gradients(&instance, 0.0f, "loss", "gradients") &&
           put_gradients(&instance, 0.1f, "smoothed loss", "smoothed gradients") && put_training(&instance);
}
