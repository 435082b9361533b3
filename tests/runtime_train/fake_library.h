#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <halenet/core.h>
#include <halenet/dataset.h>

/// A library that keeps a record instead of learning, to test what the runtime asks of the core.
/// Its model "Fake" takes images of 2x2x1 with 3 classes and has 4 parameters. A step adds its learning rate to
/// parameter 0; the loss of an image is its first pixel, and it is classified rightly if that pixel is even.
namespace fake_library {

struct Step {
    std::vector<std::uint8_t> pixels; ///< the first one of each image
    std::vector<std::uint8_t> labels;
    halenet_training training{};
};

struct Record {
    std::vector<Step> steps;
    std::vector<std::vector<std::uint8_t>> evaluated; ///< first pixels of each call
    std::vector<halenet_metrics> answers;             ///< of the first calls of evaluate, in place of the above
    std::uint64_t seed = 0;
    int weight_checks = 0;
    int not_finite_at_check = 0; ///< the check, from 1, that finds a weight that is no number; 0: none does
};

/// A new record, for a test to begin with.
Record &fresh_record();

const halenet_api &api();

/// `count` images; image i has the first pixel i % 256 and the label i % 3.
halenet::Dataset dataset(std::size_t count);

} // namespace fake_library
