#pragma once

#include <cstddef>
#include <cstdint>

#include <halenet/dataset.h>

namespace halenet {

/// `count` images of 28x28x1 with digits drawn from strokes: a random affine map, a smooth elastic distortion, pen
/// width and darkness vary; the ink is scaled into a box of 20x20 pixels and centred by its mass, as MNIST's is. Image
/// i depends on `seed` and i alone, so the bytes are the same for any number of threads, and a smaller set is a prefix
/// of a larger one. Only integer and IEEE arithmetic is used: the bytes are the same on every machine.
[[nodiscard]] Dataset synthetic_digits(std::size_t count, std::uint64_t seed, unsigned threads = 1);

/// A stand-in for MNIST: 60,000 training and 10,000 test images, always the same ones.
[[nodiscard]] Digits synthetic_mnist(unsigned threads = 1);

} // namespace halenet
