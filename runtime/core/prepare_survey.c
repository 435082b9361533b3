/* The mean luminance of a picture's parts. Each pixel is read once. */
#include "prepare.h"

/* Luminance weights of ITU-R BT.601 in 1/256, which are those of HALENET_GREY and four times as much. */
enum { RED = 77, GREEN = 150, BLUE = 29, WEIGHTS_PER_GREY = 256 / HALENET_GREY, WHITE = 255 * HALENET_GREY };

static uint32_t over_white(uint32_t brightness, uint32_t alpha) {
    return (brightness * alpha + WHITE * (255 - alpha)) / 255;
}

/* Sum of the brightness of `count` pixels. 32 bits suffice: a cell has at most 410 x 410 pixels of up to 16,320. */
static uint32_t sum_of(const uint8_t *pixels, int32_t count, int32_t channels) {
    uint32_t sum = 0;
    const uint8_t *end = pixels + (size_t)count * (size_t)channels;
    if (channels == 1) {
        for (; pixels < end; ++pixels) {
            sum += *pixels;
        }
        return sum * HALENET_GREY;
    }
    if (channels == 3) {
        uint32_t red = 0, green = 0, blue = 0;
        for (; pixels < end; pixels += 3) {
            red += pixels[0];
            green += pixels[1];
            blue += pixels[2];
        }
        return (RED * red + GREEN * green + BLUE * blue) / WEIGHTS_PER_GREY;
    }
    if (channels == 2) {
        for (; pixels < end; pixels += 2) {
            sum += over_white(pixels[0] * (uint32_t)HALENET_GREY, pixels[1]);
        }
        return sum;
    }
    for (; pixels < end; pixels += 4) {
        const uint32_t weighted = RED * (uint32_t)pixels[0] + GREEN * (uint32_t)pixels[1] + BLUE * (uint32_t)pixels[2];
        sum += over_white(weighted / WEIGHTS_PER_GREY, pixels[3]);
    }
    return sum;
}

/* The first pixel of cell i, when `pixels` pixels are cut into `cells` cells. */
static int32_t first_pixel(int32_t i, int32_t cells, int32_t pixels) {
    return (int32_t)((int64_t)i * pixels / cells);
}

static int32_t least(int32_t a, int32_t b) {
    return a < b ? a : b;
}

void halenet_survey(const halenet_picture *picture, halenet_box region, halenet_grid *grid) {
    const int32_t width = region.right - region.left, height = region.bottom - region.top;
    int32_t i, j, y;
    /* Cells are square, as far as whole pixels go: the longer side decides. */
    const int32_t longer = width > height ? width : height;
    grid->region = region;
    grid->width = longer <= HALENET_GRID ? width : least(HALENET_GRID, 1 + (width - 1) * HALENET_GRID / longer);
    grid->height = longer <= HALENET_GRID ? height : least(HALENET_GRID, 1 + (height - 1) * HALENET_GRID / longer);
    for (j = 0; j < grid->height; ++j) {
        uint32_t sums[HALENET_GRID] = {0};
        const int32_t top = first_pixel(j, grid->height, height), bottom = first_pixel(j + 1, grid->height, height);
        for (y = top; y < bottom; ++y) {
            const uint8_t *row = picture->pixels + (size_t)(region.top + y) * picture->row_bytes;
            for (i = 0; i < grid->width; ++i) {
                const int32_t left = first_pixel(i, grid->width, width), right = first_pixel(i + 1, grid->width, width);
                const size_t offset = (size_t)(region.left + left) * (size_t)picture->channels;
                sums[i] += sum_of(row + offset, right - left, picture->channels);
            }
        }
        for (i = 0; i < grid->width; ++i) {
            const int32_t columns = first_pixel(i + 1, grid->width, width) - first_pixel(i, grid->width, width);
            grid->cells[j * grid->width + i] = (int16_t)(sums[i] / (uint32_t)(columns * (bottom - top)));
        }
    }
}
