/* The background of a picture: a smooth surface under the ink, so that a slope of light does not matter. */
#include "prepare.h"

enum { SLOPES = 3, TERMS = 6 }; /* the constant and the slopes come first, then the curvatures */

static const float NEARBY = 4.0F * (float)HALENET_GREY; /* what still counts as on the surface */

/* Constant, slopes and curvatures at a cell. */
static void terms_at(const halenet_grid *grid, int32_t x, int32_t y, float terms[TERMS]) {
    const float u = (2.0F * (float)x + 1.0F) / (float)grid->width - 1.0F;
    const float v = (2.0F * (float)y + 1.0F) / (float)grid->height - 1.0F;
    terms[0] = 1.0F;
    terms[1] = u;
    terms[2] = v;
    terms[3] = u * u;
    terms[4] = u * v;
    terms[5] = v * v;
}

static float magnitude(float value) {
    return value < 0.0F ? -value : value;
}

static float surface_at(const halenet_grid *grid, const float surface[TERMS], int32_t x, int32_t y) {
    float terms[TERMS], sum = 0.0F;
    int32_t i;
    terms_at(grid, x, y, terms);
    for (i = 0; i < TERMS; ++i) {
        sum += surface[i] * terms[i];
    }
    return sum;
}

/* Solves the normal equations of a least-squares fit (symmetric, positive) by elimination, for the
 * first `count` terms. The small addition to the
 * diagonal is for grids of one column or row, which know nothing of some terms. */
static void solve(float matrix[TERMS][TERMS], float vector[TERMS], int32_t count) {
    int32_t i, j, k;
    const float addition = 1e-4F * matrix[0][0];
    for (i = 0; i < count; ++i) {
        matrix[i][i] += addition;
    }
    for (i = 0; i < count; ++i) {
        for (j = i + 1; j < count; ++j) {
            const float factor = matrix[i][j] / matrix[i][i]; /* symmetric */
            for (k = j; k < count; ++k) {
                matrix[j][k] -= factor * matrix[i][k];
            }
            vector[j] -= factor * vector[i];
        }
    }
    for (i = count - 1; i >= 0; --i) {
        for (j = i + 1; j < count; ++j) {
            vector[i] -= matrix[i][j] * vector[j];
        }
        vector[i] /= matrix[i][i];
    }
}

/* The ring of cells along the border, a tenth of the shorter side wide, is where background is expected. */
static int32_t ring_of(const halenet_grid *grid) {
    const int32_t shorter = grid->width < grid->height ? grid->width : grid->height;
    return shorter < 20 ? 1 : shorter / 10;
}

static bool in_ring(const halenet_grid *grid, int32_t ring, int32_t x, int32_t y) {
    return x < ring || y < ring || x >= grid->width - ring || y >= grid->height - ring;
}

/* One step of a fit to the ring by weights: with 1 / (1 + distance / scale)^power, power 1 tends to the least sum of
 * distances, which is far from no surface, and power 2 hardly looks at what is far away from this one. */
static void refit(const halenet_grid *grid, float surface[TERMS], int32_t count, int32_t ring, float scale,
                  int32_t power) {
    float matrix[TERMS][TERMS] = {{0.0F}}, vector[TERMS] = {0.0F};
    int32_t x, y, i, j;
    /* Every other cell of every other row tells enough of a whole grid. */
    const int32_t step = ring == HALENET_GRID ? 2 : 1;
    for (y = 0; y < grid->height; y += step) {
        for (x = 0; x < grid->width; x += step) {
            float terms[TERMS], weight, root;
            const float value = (float)grid->cells[y * grid->width + x];
            if (!in_ring(grid, ring, x, y)) {
                continue;
            }
            root = 1.0F / (1.0F + magnitude(value - surface_at(grid, surface, x, y)) / scale);
            weight = power == 1 ? root : root * root;
            terms_at(grid, x, y, terms);
            for (i = 0; i < count; ++i) {
                for (j = i; j < count; ++j) { /* the upper half is all that is needed */
                    matrix[i][j] += weight * terms[i] * terms[j];
                }
                vector[i] += weight * terms[i] * value;
            }
        }
    }
    solve(matrix, vector, count);
    for (i = 0; i < count; ++i) {
        surface[i] = vector[i];
    }
}

/* How much of the ring lies on the surface: each cell counts by its nearness. */
static float support(const halenet_grid *grid, const float surface[TERMS], int32_t ring) {
    float sum = 0.0F;
    int32_t x, y;
    for (y = 0; y < grid->height; ++y) {
        for (x = 0; x < grid->width; ++x) {
            if (in_ring(grid, ring, x, y)) {
                const float distance =
                    ((float)grid->cells[y * grid->width + x] - surface_at(grid, surface, x, y)) / NEARBY;
                sum += 1.0F / (1.0F + distance * distance);
            }
        }
    }
    return sum;
}

/* The commonest brightness of the ring: what the background is where the ink leaves less than half of the ring free,
 * as in a picture that is cropped to its digit. */
static float commonest(const halenet_grid *grid, int32_t ring) {
    enum { STEPS = 64, STEP = 256 * HALENET_GREY / STEPS };
    int32_t counts[STEPS + 2] = {0}, best = 1, x, y, i; /* an empty step at each end */
    for (y = 0; y < grid->height; ++y) {
        for (x = 0; x < grid->width; ++x) {
            if (in_ring(grid, ring, x, y)) {
                ++counts[1 + grid->cells[y * grid->width + x] / STEP];
            }
        }
    }
    for (i = 2; i <= STEPS; ++i) {
        const int32_t here = counts[i - 1] + 2 * counts[i] + counts[i + 1];
        best = here > counts[best - 1] + 2 * counts[best] + counts[best + 1] ? i : best;
    }
    return ((float)best - 0.5F) * (float)STEP;
}

/* Curves the plane to fit the whole picture, first with patience for what is far away, where that brings clearly more
 * of it onto the surface: lenses and lamps are darker to the sides. Else the ink itself would bend the background of a
 * picture that is cropped to it. */
static void bend(const halenet_grid *grid, float surface[TERMS]) {
    enum { SMALL = HALENET_GRID * HALENET_GRID / 4 };
    float bent[TERMS];
    int32_t i;
    if (grid->width * grid->height < SMALL) {
        return;
    }
    for (i = 0; i < TERMS; ++i) {
        bent[i] = surface[i];
    }
    for (i = 6; i > 0; --i) {
        refit(grid, bent, TERMS, HALENET_GRID, (float)i * NEARBY, 2);
    }
    if (support(grid, bent, HALENET_GRID) > 1.1F * support(grid, surface, HALENET_GRID)) {
        for (i = 0; i < TERMS; ++i) {
            surface[i] = bent[i];
        }
    }
}

/* The plane that most of the ring lies on, found from two beginnings: the plane of the least distances, for sloping
 * light, and a level one, for a ring with much ink. */
static void find_surface(const halenet_grid *grid, int32_t ring, float surface[TERMS]) {
    float level[TERMS] = {0.0F};
    int32_t i;
    level[0] = commonest(grid, ring);
    for (i = 0; i < 10; ++i) {
        refit(grid, surface, SLOPES, ring, i == 0 ? 1e9F : (float)HALENET_GREY, 1);
    }
    for (i = 0; i < 5; ++i) {
        refit(grid, surface, SLOPES, ring, NEARBY, 2);
        refit(grid, level, SLOPES, ring, NEARBY, 2);
    }
    if (support(grid, level, ring) > support(grid, surface, ring)) {
        for (i = 0; i < TERMS; ++i) {
            surface[i] = level[i];
        }
    }
    bend(grid, surface);
}

/* A quarter of the ring's cells are nearer to the surface than this. */
static float quarter_distance(const halenet_grid *grid, const float surface[TERMS], int32_t ring) {
    const float quarter_step = (float)HALENET_GREY / 4.0F;
    int32_t counts[256] = {0}, total = 0, below = 0, x, y, i;
    for (y = 0; y < grid->height; ++y) {
        for (x = 0; x < grid->width; ++x) {
            if (in_ring(grid, ring, x, y)) {
                const float distance =
                    magnitude((float)grid->cells[y * grid->width + x] - surface_at(grid, surface, x, y));
                const int32_t step = (int32_t)(distance / quarter_step);
                ++counts[step < 255 ? step : 255];
                ++total;
            }
        }
    }
    for (i = 0; i < 255 && 4 * (below + counts[i]) < total; ++i) {
        below += counts[i];
    }
    return ((float)i + 0.5F) * quarter_step;
}

/* Replaces the cells by their distance from the surface; as large everywhere as in the brightest light, unless the
 * surface is so dark that it does not tell about the light. */
static void take_away(halenet_grid *grid, const float surface[TERMS]) {
    float brightest = 0.0F;
    int32_t x, y;
    for (y = 0; y < grid->height; ++y) {
        for (x = 0; x < grid->width; ++x) {
            const float here = surface_at(grid, surface, x, y);
            brightest = here > brightest ? here : brightest;
        }
    }
    for (y = 0; y < grid->height; ++y) {
        for (x = 0; x < grid->width; ++x) {
            int16_t *cell = &grid->cells[y * grid->width + x];
            const float here = surface_at(grid, surface, x, y);
            const bool tells = brightest > 48.0F * (float)HALENET_GREY;
            const float light = !tells ? 1.0F : here > brightest / 2.0F ? here / brightest : 0.5F;
            const float distance = ((float)*cell - here) / light;
            *cell = (int16_t)(distance > 32000.0F ? 32000.0F : distance < -32000.0F ? -32000.0F : distance);
        }
    }
}

/* True if what is far from the background is mostly darker than it. */
static bool ink_is_dark(const halenet_grid *grid, float noise) {
    float dark = 0.0F, bright = 0.0F;
    int32_t i;
    for (i = 0; i < grid->width * grid->height; ++i) {
        const float value = (float)grid->cells[i];
        if (value > 3.0F * noise) {
            bright += value * value;
        } else if (value < -3.0F * noise) {
            dark += value * value;
        }
    }
    return dark > bright;
}

float halenet_level(halenet_grid *grid) {
    float surface[TERMS] = {0.0F}, noise;
    const int32_t ring = ring_of(grid);
    int32_t i;
    find_surface(grid, ring, surface);
    noise = 3.14F * quarter_distance(grid, surface, ring);
    take_away(grid, surface);
    if (ink_is_dark(grid, noise)) {
        for (i = 0; i < grid->width * grid->height; ++i) {
            grid->cells[i] = (int16_t)-grid->cells[i];
        }
    }
    return noise;
}
