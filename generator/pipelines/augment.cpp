/// Small random shifts and rotations of the pixels, before anything else sees them.
#include "schedules/augment.h"
#include "generator/pipelines/elements.h"
#include "generator/pipelines/plan_param.h"
#include "generator/pipelines/random.h"

namespace halenet::pipelines {
namespace {

using namespace Halide;

Var i("i"), n("n"), t("t"), k("k");

/// Sine and cosine of at most 45 degrees, in radians: Taylor's polynomials, wrong by 3e-7 at most.
Tuple sine_and_cosine(const Expr &angle) {
    const Expr square = angle * angle;
    const Expr sine = angle * (1.0f + square * (-1.0f / 6 + square * (1.0f / 120 + square * (-1.0f / 5040))));
    const Expr cosine =
        1.0f + square * (-1.0f / 2 + square * (1.0f / 24 + square * (-1.0f / 720 + square * (1.0f / 40320))));
    return {sine, cosine};
}

/// The greatest integer that is not above x, which lies within the integers. Halide's floor would call libm's where a
/// processor has no instruction for it.
Expr floored(const Expr &x) {
    const Expr towards_zero = cast<int>(x);
    return towards_zero - cast<int>(cast<float>(towards_zero) > x);
}

/// Each image is turned by an angle in [-degrees, degrees) about its centre, then moved by [-pixels, pixels) along x
/// and along y, all drawn from the key and the image's number. A pixel of the result is sampled bilinearly from the
/// source, 0 outside, and rounded. Strict, so that every processor gives the same image.
class Augment : public Generator<Augment> {
  public:
    GeneratorParam<int> channels{"channels", 1};
    GeneratorParam<int> width{"width", 1};
    GeneratorParam<int> height{"height", 1};
    PlanParam plan{"plan"};

    Input<Buffer<std::uint8_t, 2>> src{"src"}; // (i, n)
    Input<float> pixels{"pixels"};
    Input<float> degrees{"degrees"};         // at most 45
    Input<int> first_image{"first_image"};   // the number of the shard's first image in its batch
    Input<std::uint32_t> key_low{"key_low"}; // of the step
    Input<std::uint32_t> key_high{"key_high"};
    Output<Buffer<std::uint8_t, 2>> dst{"dst"}; // (i, n)

    void generate() {
        const int c = channels, w = width, h = height;
        const int source_row = c * w, pitch = c * (w + 2);

        // The algorithm. Three draws an image in [-1, 1), then what they mean: {shift along x, along y, sine, cosine}.
        const Draws draws(key_low, key_high, augment_stream);
        Func drawn("drawn"), motion("motion");
        drawn(k, n) = draws.symmetric(cast<std::uint32_t>(3 * (first_image + n) + k));
        constexpr float radians = 3.14159265358979f / 180.0f;
        const Tuple turn = sine_and_cosine(degrees * radians * drawn(2, n));
        motion(n) = Tuple(strict_float(pixels * drawn(0, n)), strict_float(pixels * drawn(1, n)), strict_float(turn[0]),
                          strict_float(turn[1]));

        // The source inside one row and column of zeros on each side.
        Func bordered("bordered");
        RDom r(0, source_row, 0, h, "r");
        bordered(t, n) = cast<std::uint8_t>(0);
        bordered(c + r.x + pitch * (1 + r.y), n) = src(r.x + source_row * r.y, n);

        // The pixel's position, turned back. Positions further outside than one pixel are all zero.
        const float centre_x = 0.5f * static_cast<float>(w - 1), centre_y = 0.5f * static_cast<float>(h - 1);
        const Expr from_x = cast<float>(i / c % w) - centre_x - motion(n)[0];
        const Expr from_y = cast<float>(i / source_row) - centre_y - motion(n)[1];
        const auto inside = [](const Expr &at, int extent) {
            return select(at > -1.0f, select(at < static_cast<float>(extent), at, static_cast<float>(extent)), -1.0f);
        };
        const Expr at_x = inside(motion(n)[3] * from_x + motion(n)[2] * from_y + centre_x, w);
        const Expr at_y = inside(motion(n)[3] * from_y - motion(n)[2] * from_x + centre_y, h);
        const Expr whole_x = clamp(floored(at_x), -1, w - 1), whole_y = clamp(floored(at_y), -1, h - 1);
        const Expr part_x = at_x - cast<float>(whole_x), part_y = at_y - cast<float>(whole_y);
        const Expr corner = i % c + c * (whole_x + 1) + pitch * (whole_y + 1);
        const auto pixel = [&](int along, int down) {
            return cast<float>(bordered(corner + along * c + down * pitch, n));
        };
        const auto between = [](const Expr &a, const Expr &b, const Expr &part) { return a + part * (b - a); };
        const Expr value =
            between(between(pixel(0, 0), pixel(1, 0), part_x), between(pixel(0, 1), pixel(1, 1), part_x), part_y);
        dst(i, n) = cast<std::uint8_t>(cast<int>(strict_float(value + 0.5f)));

        // The layout.
        set_rows(src, c * w * h);
        set_rows(dst, c * w * h);

        const auto machine = schedules::machine_of(get_target());
        if (!using_autoscheduler()) {
            schedules::apply(
                schedules::chosen_plan(plan, schedules::plan_augment(machine, source_row), machine, source_row),
                {dst, drawn, motion, bordered, r.x, source_row, i, n, t});
        }
    }
};

} // namespace
} // namespace halenet::pipelines

HALIDE_REGISTER_GENERATOR(halenet::pipelines::Augment, augment)
