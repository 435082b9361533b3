/// Running a kernel by several plans: none decides a bit of its results.
#pragma once

#include "schedules/knobs.h"
#include "tests/kernels/convolution_case.h"

namespace halenet::kernels {

using Bits = std::vector<std::uint8_t>;

/// All results of a run, one after the other.
template <class... Value>
Bits bits_of(const Memory<Value> &...memories) {
    Bits bits;
    const auto append = [&](const auto &memory) {
        const auto *first = reinterpret_cast<const std::uint8_t *>(memory.data());
        bits.insert(bits.end(), first, first + memory.size() * sizeof(memory[0]));
    };
    (append(memories), ...);
    return bits;
}

inline const schedules::Machine &machine() {
    static const schedules::Machine here = schedules::machine_of(Halide::get_jit_target_from_environment());
    return here;
}

/// The portable plan and a few random ones, each by turning the shipped plan's knobs one at a time, so that what binds
/// knobs together does not refuse nearly all.
inline std::vector<schedules::Values> some_plans(const schedules::Space &space) {
    constexpr std::size_t count = 4;
    reference::Random random(41);
    std::vector<schedules::Values> plans{space.portable()};
    while (plans.size() < count) {
        schedules::Values plan = space.shipped;
        for (std::size_t turn = 0; turn < 3 * plan.size(); ++turn) {
            schedules::Values turned = plan;
            const auto knob = static_cast<std::size_t>(random.below(extent(plan.size())));
            turned[knob] =
                space.values[knob][static_cast<std::size_t>(random.below(extent(space.values[knob].size())))];
            plan = why_not(space, turned).empty() ? turned : plan;
        }
        plans.push_back(plan);
    }
    return plans;
}

/// `run` calls a kernel with the same arguments each time and returns the bits of what it wrote.
template <class Run>
void check_plans(const std::string &generator, const Parameters &parameters, const schedules::Space &space, Run run) {
    const Bits expected = run(Kernel(generator, parameters));
    for (const schedules::Values &plan : some_plans(space)) {
        const std::string text = to_text(space, plan);
        INFO(generator << " by plan " << text);
        const bool same = run(Kernel(generator, with(parameters, {{"plan", text}}))) == expected;
        CHECK(same);
    }
}

inline std::array<std::size_t, 2> matrix_of(std::size_t rows, std::size_t columns) {
    return {rows, columns};
}

} // namespace halenet::kernels
