#include "schedules/settings.h"

namespace halenet::schedules {

Knobs knobs_of(SettingsPlan &plan, const Machine & /*any*/) {
    return {{"few", &plan.few, {0, 1, 2, 3, 4, 6, 8, 10, 12, 16}},
            {"parallel_from", &plan.parallel_from, {1, 2, 3, 4, 5, 9}},
            {"run_kilobytes", &plan.run_kilobytes, {5, 10, 20, 40, 80}}};
}

std::string refusal_of(const SettingsPlan & /*plan*/, const Machine & /*any*/) {
    return "";
}

} // namespace halenet::schedules
