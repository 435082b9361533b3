/* The ink of a picture whose background is 0: which cells belong to the digit. */
#include "prepare.h"

enum { MOST_PARTS = HALENET_GRID * HALENET_GRID / 4 + 1 }; /* neighbours in all eight directions belong together */

/* Connected parts of the ink: each cell's part, 0 where there is no ink, and each part's sum of ink. */
typedef struct parts {
    uint16_t of_cell[HALENET_GRID * HALENET_GRID];
    uint16_t joined[MOST_PARTS]; /* to which part of a smaller number; itself: none */
    float mass[MOST_PARTS];
    bool at_border[MOST_PARTS];
    int32_t count; /* numbers used, 0 included */
} parts;

static uint16_t root_of(parts *found, uint16_t part) {
    while (found->joined[part] != part) {
        found->joined[part] = found->joined[found->joined[part]];
        part = found->joined[part];
    }
    return part;
}

/* The part of a cell from its neighbours to the left and above, which it joins. */
static uint16_t part_at(parts *found, const halenet_grid *grid, int32_t x, int32_t y) {
    static const int8_t before[4][2] = {{-1, 0}, {-1, -1}, {0, -1}, {1, -1}};
    uint16_t part = 0;
    int32_t i;
    for (i = 0; i < 4; ++i) {
        const int32_t near_x = x + before[i][0], near_y = y + before[i][1];
        uint16_t near = 0;
        if (near_x >= 0 && near_x < grid->width && near_y >= 0) {
            near = found->of_cell[near_y * grid->width + near_x];
        }
        if (near != 0) {
            near = root_of(found, near);
            if (part == 0 || part == near) {
                part = near;
            } else {
                const uint16_t smaller = part < near ? part : near;
                found->joined[part] = smaller;
                found->joined[near] = smaller;
                part = smaller;
            }
        }
    }
    if (part == 0) {
        part = (uint16_t)found->count++;
        found->joined[part] = part;
        found->mass[part] = 0.0F;
        found->at_border[part] = false;
    }
    return part;
}

static void find_parts(const halenet_grid *grid, float threshold, parts *found) {
    int32_t x, y, i;
    found->count = 1;
    found->joined[0] = 0; /* no ink */
    for (y = 0; y < grid->height; ++y) {
        for (x = 0; x < grid->width; ++x) {
            uint16_t *part = &found->of_cell[y * grid->width + x];
            *part = 0;
            if ((float)grid->cells[y * grid->width + x] > threshold) {
                *part = part_at(found, grid, x, y);
                found->mass[*part] += (float)grid->cells[y * grid->width + x];
                if (x == 0 || y == 0 || x == grid->width - 1 || y == grid->height - 1) {
                    found->at_border[*part] = true;
                }
            }
        }
    }
    for (i = found->count - 1; i > 0; --i) { /* a part joins one of a smaller number */
        const uint16_t root = root_of(found, (uint16_t)i);
        if (root != i) {
            found->mass[root] += found->mass[i];
            found->mass[i] = 0.0F;
            found->at_border[root] = found->at_border[root] || found->at_border[i];
        }
    }
}

/* Ridler's and Calvard's threshold, halfway between background and ink, starting just above the noise. The ink's level
 * is the mean of its cells, each weighted by its ink, so that edges count for little. */
static float ink_level(const halenet_grid *grid, float noise) {
    float level = 8.0F * noise;
    int32_t step, i;
    for (step = 0; step < 16; ++step) {
        float sum = 0.0F, squares = 0.0F;
        for (i = 0; i < grid->width * grid->height; ++i) {
            const float value = (float)grid->cells[i];
            if (value > level / 2.0F) {
                sum += value;
                squares += value * value;
            }
        }
        if (sum == 0.0F) {
            return 0.0F;
        }
        level = squares / sum;
    }
    return level;
}

bool halenet_find_ink(halenet_grid *grid, float noise, halenet_ink *ink) {
    parts found;
    int32_t x, y, i, main_part = 0;
    float most = 0.0F;
    ink->noise = noise;
    ink->level = ink_level(grid, noise);
    if (ink->level < 8.0F * (float)HALENET_GREY) {
        return false;
    }
    find_parts(grid, ink->level / 2.0F, &found);
    /* What touches the border is more often the edge of the paper than a digit. */
    for (i = 1; i < found.count; ++i) {
        const float score = found.at_border[i] ? found.mass[i] / 8.0F : found.mass[i];
        if (score > most) {
            most = score;
            main_part = i;
        }
    }
    if (main_part == 0) {
        return false;
    }
    ink->box.left = grid->width;
    ink->box.top = grid->height;
    ink->box.right = 0;
    ink->box.bottom = 0;
    for (y = 0; y < grid->height; ++y) {
        for (x = 0; x < grid->width; ++x) {
            const uint16_t part = root_of(&found, found.of_cell[y * grid->width + x]);
            if (part == 0) {
                continue;
            }
            if (found.mass[part] < 0.05F * found.mass[main_part] ||
                (found.at_border[part] && !found.at_border[main_part])) {
                grid->cells[y * grid->width + x] = 0;
                continue;
            }
            ink->box.left = x < ink->box.left ? x : ink->box.left;
            ink->box.top = y < ink->box.top ? y : ink->box.top;
            ink->box.right = x >= ink->box.right ? x + 1 : ink->box.right;
            ink->box.bottom = y >= ink->box.bottom ? y + 1 : ink->box.bottom;
        }
    }
    return true;
}
