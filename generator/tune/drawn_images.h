/// Labelled images of any form, for models that no digits fit.
#pragma once

#include <cstddef>

#include <halenet/dataset.h>

namespace halenet::tune {

/// Soft spots on a flat background that covers about half of an image, so that about as many windows of a ReLU and a
/// max pool stay closed as photographs and writing leave closed. Where the spots of a class lie, a network can learn;
/// each image moves them a little. The classes take turns. Always the same images.
[[nodiscard]] Dataset draw_images(const ImageForm &form, std::size_t count);

} // namespace halenet::tune
