/* From a picture to an image of the training set's form. */
#include "internal.h"

halenet_status halenet_prepare(const halenet_picture *picture, uint8_t *image) {
    (void)picture;
    (void)image;
    return halenet_refuse(HALENET_INVALID_ARGUMENT, "not there yet", 0, 0);
}
