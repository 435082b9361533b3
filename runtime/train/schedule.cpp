#include <halenet/schedule.h>

namespace halenet {
namespace {

constexpr double start_part = 1.0 / 10;
constexpr double end_part = 1.0 / 1000;
constexpr std::int64_t warm_up_divisor = 5;

double between(double from, double to, std::int64_t step, std::int64_t steps) {
    return from + (to - from) * (static_cast<double>(step) / static_cast<double>(steps));
}

} // namespace

double learning_rate_at(Schedule schedule, double peak, std::int64_t step, std::int64_t steps) {
    if (schedule == Schedule::constant)
        return peak;
    const std::int64_t warm_up = steps / warm_up_divisor;
    if (step < warm_up)
        return between(peak * start_part, peak, step, warm_up);
    const std::int64_t cool_down = steps - 1 - warm_up;
    return cool_down == 0 ? peak : between(peak, peak * end_part, step - warm_up, cool_down);
}

} // namespace halenet
