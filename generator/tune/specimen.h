/// What libraries are measured with: images, and a network that knows them a little. Kernels skip closed windows, and
/// how many of those there are depends on the images and the weights: with noise for either a time would mean nothing.
#pragma once

#include <string>
#include <vector>

#include <halenet/core.h>
#include <halenet/dataset.h>

namespace halenet::tune {

struct Specimen {
    Dataset data;                  ///< of the model's form, in an order without order
    std::vector<float> parameters; ///< canonical
    std::string source;            ///< of the images, a phrase: "MNIST in data/mnist"
};

/// Images for a model: the digits that the machine has, where they are of its form, else synthetic ones where those
/// are, else drawn ones (drawn_images.h). The parameters are those of `library` after 200 steps of training; of one
/// that only classifies, as initialize(0) leaves them. Reads up to 50 MB. Throws Error where digits of the model's form
/// cannot be read.
[[nodiscard]] Specimen make_specimen(const halenet_api &library);

} // namespace halenet::tune
