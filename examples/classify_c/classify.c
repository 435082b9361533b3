/* Classifies one picture in C99, with a generated library and no memory but its own arrays.
 *
 *     ./classify WEIGHTS [PICTURE]
 *
 * WEIGHTS is a weights file, such as share/lenet5/lenet5.safetensors of a bundle. PICTURE is a grey PGM file (P5, 8
 * bits) of any size that shows one digit; without it, it is the seven below.
 *
 * CMakeLists.txt builds this, or, with the bundle's folder in $BUNDLE and $BUNDLE/lib/pkgconfig in PKG_CONFIG_PATH,
 *
 *     cc -std=c99 classify.c $(pkg-config --cflags --libs lenet5) -o classify
 *     cc -std=c99 classify.c -I$BUNDLE/include $BUNDLE/lib/liblenet5.a -o classify
 */
#include <lenet5.h>
#include <stdio.h>
#include <stdlib.h>

static unsigned char weights[LENET5_WEIGHTS_BYTES + HALENET_ALIGNMENT];
static unsigned char workspace[LENET5_CLASSIFY_WORKSPACE_BYTES(1) + HALENET_ALIGNMENT];
static unsigned char weights_file[LENET5_PARAMETERS * sizeof(float) + 65536]; /* the header is shorter than that */
static unsigned char picture_file[1 << 20];

static const char seven[] = "          "
                            "  @@@@@@  "
                            "       @  "
                            "      @@  "
                            "      @   "
                            "     @@   "
                            "     @    "
                            "    @@    "
                            "    @     "
                            "          ";

static void fail(const char *subject, const char *sentence) {
    fprintf(stderr, "classify: %s%s\n", subject, sentence);
    exit(EXIT_FAILURE);
}

static void check(halenet_status status) {
    if (status.code != HALENET_OK) {
        fail("", status.sentence);
    }
}

static void *aligned(unsigned char *region) {
    return region + HALENET_ALIGNMENT - (uintptr_t)region % HALENET_ALIGNMENT;
}

static size_t read_file(const char *path, unsigned char *content, size_t capacity) {
    FILE *file = fopen(path, "rb");
    const size_t bytes = file == NULL ? 0 : fread(content, 1, capacity, file);
    if (bytes == 0 || bytes == capacity) {
        fail(path, ": cannot be read, or is too large");
    }
    fclose(file);
    return bytes;
}

static halenet_picture read_pgm(const char *path) {
    halenet_picture picture = {NULL, 0, 0, 1, 0};
    const size_t bytes = read_file(path, picture_file, sizeof picture_file - 1); /* what follows it stays 0 */
    int header = 0;
    sscanf((const char *)picture_file, "P5 %5d %5d 255%n", &picture.width, &picture.height, &header);
    picture.row_bytes = (size_t)picture.width;
    picture.pixels = picture_file + header + 1; /* one blank ends the header */
    if (header == 0 || bytes - (size_t)header - 1 != picture.row_bytes * (size_t)picture.height) {
        fail(path, ": is no PGM file of 8 bits a pixel, without comments");
    }
    return picture;
}

int main(int argc, char **argv) {
    const halenet_memory memory = {
        aligned(weights), LENET5_WEIGHTS_BYTES, NULL, 0, aligned(workspace), LENET5_CLASSIFY_WORKSPACE_BYTES(1)};
    const halenet_options options = {1, NULL, NULL, NULL};
    halenet_picture picture = {(const uint8_t *)seven, 10, 10, 1, 10};
    uint8_t image[LENET5_HEIGHT * LENET5_WIDTH];
    halenet_instance network;
    halenet_answer answer;
    if (argc < 2) {
        fail("", "usage: classify WEIGHTS [PICTURE]");
    }
    if (argc > 2) {
        picture = read_pgm(argv[2]);
    }
    check(lenet5_create(&network, &memory, &options));
    check(lenet5_load_file(&network, weights_file, read_file(argv[1], weights_file, sizeof weights_file)));
    check(lenet5_prepare(&picture, image));
    check(lenet5_classify(&network, image, 1, 1, 0, &answer));
    printf("%d (%.1f %%)\n", answer.label, 100 * answer.probability);
    return EXIT_SUCCESS;
}
