/* What the files of `prepare` share: a small grid that stands for a part of a picture, and the steps on it.
 *
 * A picture of any size becomes a grid of at most 80x80 cells (survey), its background is taken away (level), the ink
 * is told from the rest (find_ink), and where the ink turns out small the same is done again with the part around it.
 * All of it needs about 40 KB of stack, whatever the picture's size. */
#ifndef HALENET_CORE_PREPARE_H
#define HALENET_CORE_PREPARE_H

#include "internal.h"

enum {
    HALENET_GRID = 80, /* cells a side, at most: four for each pixel that the ink gets in a 28x28 image */
    HALENET_GREY = 64  /* one of the 255 steps of brightness, in the units of a cell */
};

typedef struct halenet_box {
    int32_t left, top, right, bottom; /* right and bottom are the first column and row outside */
} halenet_box;

typedef struct halenet_grid {
    halenet_box region; /* of the picture, in pixels; cells = pixels where it is no larger than the grid */
    int32_t width, height;
    int16_t cells[HALENET_GRID * HALENET_GRID]; /* row after row, `width` each */
} halenet_grid;

/* How the ink stands out from the background. */
typedef struct halenet_ink {
    float level;     /* of a cell full of ink; the background is 0 */
    float noise;     /* standard deviation of the background */
    halenet_box box; /* around all that is taken for the digit, in cells */
} halenet_ink;

/* Fills the grid with the mean luminance of each cell; transparent parts are white. */
void halenet_survey(const halenet_picture *picture, halenet_box region, halenet_grid *grid);

/* Replaces luminance by its distance from the background, ink positive; gives the background's noise. */
float halenet_level(halenet_grid *grid);

/* Finds the digit and sets all cells of other things to 0. False: there is none. */
bool halenet_find_ink(halenet_grid *grid, float noise, halenet_ink *ink);

#endif
