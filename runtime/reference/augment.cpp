#include "runtime/reference/augment.h"

#include "runtime/reference/for_each.h"

#include <cmath>
#include <numbers>

namespace halenet::reference {

Motion draw_motion(double pixels, double degrees, Key key, std::size_t image) {
    const auto draw = [&](std::uint32_t which) {
        return random_symmetric(key, augment_stream, 3 * static_cast<std::uint32_t>(image) + which);
    };
    return {pixels * draw(0), pixels * draw(1), degrees * draw(2)};
}

xt::xtensor<std::uint8_t, 4> augment(const xt::xtensor<std::uint8_t, 4> &images, double pixels, double degrees, Key key,
                                     std::size_t first_image) {
    const auto height = static_cast<int>(images.shape(1));
    const auto width = static_cast<int>(images.shape(2));
    auto result = xt::xtensor<std::uint8_t, 4>::from_shape(images.shape());
    for_each(images.shape(), [&](std::size_t n, std::size_t y, std::size_t x, std::size_t c) {
        const Motion motion = draw_motion(pixels, degrees, key, first_image + n);
        const double angle = motion.degrees * std::numbers::pi / 180;
        const double from_x = static_cast<double>(x) - 0.5 * (width - 1) - motion.x;
        const double from_y = static_cast<double>(y) - 0.5 * (height - 1) - motion.y;
        const double at_x = std::cos(angle) * from_x + std::sin(angle) * from_y + 0.5 * (width - 1);
        const double at_y = std::cos(angle) * from_y - std::sin(angle) * from_x + 0.5 * (height - 1);
        double value = 0;
        for (int corner = 0; corner < 4; ++corner) {
            const int px = static_cast<int>(std::floor(at_x)) + corner % 2;
            const int py = static_cast<int>(std::floor(at_y)) + corner / 2;
            if (px >= 0 && px < width && py >= 0 && py < height) {
                value += (1 - std::abs(at_x - px)) * (1 - std::abs(at_y - py)) *
                         images(n, static_cast<std::size_t>(py), static_cast<std::size_t>(px), c);
            }
        }
        result(n, y, x, c) = static_cast<std::uint8_t>(std::lround(value));
    });
    return result;
}

} // namespace halenet::reference
