/// What a program can choose beside its kernels' plans: which of two ways to the same bits it takes, and when.
#pragma once

#include "schedules/knobs.h"

namespace halenet::schedules {

struct SettingsPlan {
    /// Images of a shard, at most, whose dense layers run image by image. From more on, images side by side cost less:
    /// LeNet-5's take 8 us a shard that way and 1 us an image the other (one Zen 5 core).
    int few = 8;
    int parallel_from = 1;  ///< shards of a batch from which on the caller's threads share the work
    int run_kilobytes = 20; ///< of a dense layer's weights that one task updates
};

[[nodiscard]] Knobs knobs_of(SettingsPlan &plan, const Machine &machine);
[[nodiscard]] std::string refusal_of(const SettingsPlan &plan, const Machine &machine);

} // namespace halenet::schedules
