#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <xtensor/xtensor.hpp>

#include <halenet/dataset.h>
#include <halenet/network.h>

#include "runtime/report/confusion.h"

namespace halenet {

/// What a network makes of labelled images.
struct TestResults {
    Metrics metrics;
    xt::xtensor<float, 2> probabilities;   ///< [image][class]
    std::vector<std::uint8_t> predictions; ///< [image], its most probable class; of equal ones the first
    Confusion confusion;

    [[nodiscard]] float confidence(std::size_t image) const { return probabilities(image, predictions[image]); }
};

[[nodiscard]] TestResults test_network(Network &network, const Dataset &data);

/// The images that were mistaken, those with the greatest probability of the wrong class first, of equal
/// ones the first image; at most `most`.
[[nodiscard]] std::vector<std::size_t> confident_mistakes(const TestResults &results,
                                                          std::span<const std::uint8_t> labels, std::size_t most);

} // namespace halenet
