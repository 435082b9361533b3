/* The most probable class of each image. */
#include "program.h"

static const uint8_t images[] = {
#embed "images"
};
static const uint8_t weights[] = {
#embed "weights"
};
enum { PIXELS = 28 * 28, IMAGES = sizeof images / PIXELS };

static bool run(void) {
    static halenet_answer answers[IMAGES];
    halenet_instance instance;
    if (!create(&instance, HALENET_SHARD_IMAGES) || !did(API.load_file(&instance, weights, sizeof weights)) ||
        !did(API.classify(&instance, images, IMAGES, 1, 0.0f, answers)))
        return false;
    put("answers", answers, sizeof answers);
    return true;
}
