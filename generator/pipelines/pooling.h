/// What the fused convolutions and the pooling layers share: the order in which a window is searched, and the layout of
/// a pooled output.
#pragma once

#include "generator/pipelines/activation.h"

#include <Halide.h>

#include <functional>

namespace halenet::pipelines {

/// The byte that marks a pooling window whose ReLU is closed: no gradient passes it.
inline constexpr int closed_window = 255;

/// Greatest of a window's places, the first of equal ones, through the activation: {value, argmax}. An activation never
/// decreases, so the greatest value before it is a greatest one behind it.
/// `place(a)` is the value at place a of the window, row-major. One expression, so for few places.
Halide::Tuple pooled(const std::function<Halide::Expr(int)> &place, int places, description::Activation activation);

/// The layout of an output (c, x, y, n), of one Func or a tuple: dense but for the distance of two images.
void set_image_output(Halide::Func dst, int channels, int width, int height);

} // namespace halenet::pipelines
