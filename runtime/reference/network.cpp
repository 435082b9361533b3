#include "runtime/reference/network.h"

#include "runtime/reference/dense.h"
#include "runtime/reference/loss.h"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace halenet::reference {

namespace {

using Shape4 = std::array<std::size_t, 4>;
using Shape2 = std::array<std::size_t, 2>;

std::size_t extent(int value) {
    return static_cast<std::size_t>(value);
}

/// The same numbers in the same memory order under another shape.
template <class Real, std::size_t To, std::size_t From>
xt::xtensor<Real, To> reshaped(const xt::xtensor<Real, From> &tensor, const std::array<std::size_t, To> &shape) {
    auto result = xt::xtensor<Real, To>::from_shape(shape);
    std::copy(tensor.begin(), tensor.end(), result.begin());
    return result;
}

/// A tensor cut out of the canonical array.
template <class Real, std::size_t Rank>
xt::xtensor<Real, Rank> cut(const xt::xtensor<Real, 1> &parameters, const Tensor &tensor) {
    std::array<std::size_t, Rank> shape{};
    std::copy(tensor.shape.begin(), tensor.shape.end(), shape.begin());
    auto result = xt::xtensor<Real, Rank>::from_shape(shape);
    std::copy_n(parameters.data() + tensor.offset, tensor.count, result.begin());
    return result;
}

} // namespace

void Network::add(const std::string &name, const std::variant<Convolution, Dense> &operation,
                  std::vector<std::size_t> shape) {
    layers_.push_back({operation, tensors_.size(), tensors_.size() + 1});
    const std::size_t outputs = shape.front();
    const auto append = [&](const std::string &part, std::vector<std::size_t> part_shape) {
        const std::size_t count =
            std::accumulate(part_shape.begin(), part_shape.end(), std::size_t{1}, std::multiplies<>());
        const std::size_t offset = parameters();
        tensors_.push_back({name + part, std::move(part_shape), offset, count});
    };
    append(".weights", std::move(shape));
    append(".bias", {outputs});
}

Network::Network(const description::ModelDescription &model) {
    using namespace description;
    std::size_t height = 0;
    std::size_t width = 0;
    std::size_t channels = 0;
    for (std::size_t l = 0; l < model.layers.size(); ++l) {
        const auto &[name, comment, operation, output, parameters] = model.layers[l];
        if (const auto *input = std::get_if<Input>(&operation)) {
            height = extent(input->shape.height);
            width = extent(input->shape.width);
            channels = extent(input->shape.channels);
            mean_ = input->mean;
            deviation_ = input->deviation;
        } else if (const auto *conv = std::get_if<Conv2D>(&operation)) {
            const auto *pool =
                l + 1 < model.layers.size() ? std::get_if<MaxPool2D>(&model.layers[l + 1].operation) : nullptr;
            Convolution shape{.channels = channels,
                              .width = width,
                              .height = height,
                              .filters = extent(conv->filters),
                              .kernel = extent(conv->kernel),
                              .same = conv->padding == Padding::same,
                              .pool = pool != nullptr ? extent(pool->size) : 1,
                              .relu = conv->activation == Activation::relu};
            add(name, shape, {shape.filters, shape.kernel, shape.kernel, shape.channels});
            height = shape.pooled_height();
            width = shape.pooled_width();
            channels = shape.filters;
        } else if (const auto *dense = std::get_if<description::Dense>(&operation)) {
            const Dense shape{.inputs = height * width * channels,
                              .units = extent(dense->units),
                              .relu = dense->activation == Activation::relu};
            add(name, shape, {shape.units, shape.inputs});
            height = width = 1;
            channels = shape.units;
        }
    }
}

const Tensor &Network::tensor(const std::string &name) const {
    const auto found =
        std::find_if(tensors_.begin(), tensors_.end(), [&](const Tensor &tensor) { return tensor.name == name; });
    if (found == tensors_.end()) {
        throw std::out_of_range("the network has no tensor named " + name);
    }
    return *found;
}

std::size_t Network::parameters() const {
    return tensors_.empty() ? 0 : tensors_.back().offset + tensors_.back().count;
}

template <class Real>
Step<Real> Network::step(const xt::xtensor<Real, 1> &parameters, const xt::xtensor<std::uint8_t, 4> &images,
                         const xt::xtensor<std::uint8_t, 1> &labels, double label_smoothing) const {
    const std::size_t count = images.shape(0);
    Step<Real> step;
    step.distance_to_kink = std::numeric_limits<Real>::infinity();

    // Forward. Sources and outputs are kept flat, (n, i), as (y, x, c) flattens.
    std::vector<xt::xtensor<Real, 2>> activations;
    std::vector<xt::xtensor<std::uint8_t, 4>> argmaxes(layers_.size());
    activations.push_back(reshaped(normalize<Real>(images, mean_, deviation_), Shape2{count, images.size() / count}));
    for (std::size_t l = 0; l < layers_.size(); ++l) {
        const Layer &layer = layers_[l];
        const xt::xtensor<Real, 2> &src = activations.back();
        const auto bias = cut<Real, 1>(parameters, tensors_[layer.bias]);
        if (const auto *shape = std::get_if<Convolution>(&layer.operation)) {
            const auto weights = cut<Real, 4>(parameters, tensors_[layer.weights]);
            const auto convolved = convolve(*shape, reshaped(src, shape->src_shape(count)), weights, bias);
            auto output = activate_and_pool(*shape, convolved);
            step.distance_to_kink = std::min(step.distance_to_kink, distance_to_kink(*shape, convolved));
            argmaxes[l] = std::move(output.argmax);
            activations.push_back(reshaped(output.dst, Shape2{count, output.dst.size() / count}));
        } else {
            const auto &dense = std::get<Dense>(layer.operation);
            const auto weights = cut<Real, 2>(parameters, tensors_[layer.weights]);
            if (dense.relu) {
                for (const Real value : dense_forward(src, weights, bias, false)) {
                    step.distance_to_kink = std::min(step.distance_to_kink, std::abs(value));
                }
            }
            activations.push_back(dense_forward(src, weights, bias, dense.relu));
        }
    }

    step.logits = activations.back();
    step.probabilities = softmax(step.logits);
    Loss<Real> loss = softmax_cross_entropy(step.logits, labels, label_smoothing);
    step.loss = loss.mean();
    step.losses = std::move(loss.losses);
    step.correct = std::move(loss.correct);

    // Backward: `gradient` is that of a layer's output.
    step.gradients = xt::xtensor<Real, 1>(std::array<std::size_t, 1>{this->parameters()}, Real(0));
    const auto store = [&](const Tensor &tensor, const auto &values) {
        std::copy(values.begin(), values.end(), step.gradients.begin() + static_cast<std::ptrdiff_t>(tensor.offset));
    };
    xt::xtensor<Real, 2> gradient = std::move(loss.d_logits);
    for (std::size_t l = layers_.size(); l-- > 0;) {
        const Layer &layer = layers_[l];
        const xt::xtensor<Real, 2> &src = activations[l];
        if (const auto *shape = std::get_if<Convolution>(&layer.operation)) {
            const auto weights = cut<Real, 4>(parameters, tensors_[layer.weights]);
            const auto d_dst = reshaped(gradient, shape->dst_shape(count));
            const auto gradients =
                convolution_backward_weights(*shape, reshaped(src, shape->src_shape(count)), d_dst, argmaxes[l]);
            store(tensors_[layer.weights], gradients.weights);
            store(tensors_[layer.bias], gradients.bias);
            if (l > 0) {
                gradient = reshaped(convolution_backward_data(*shape, d_dst, argmaxes[l], weights),
                                    Shape2{count, src.size() / count});
            }
        } else {
            if (std::get<Dense>(layer.operation).relu) {
                gradient = relu_backward(gradient, activations[l + 1]);
            }
            const auto gradients = dense_backward_weights(src, gradient);
            store(tensors_[layer.weights], gradients.weights);
            store(tensors_[layer.bias], gradients.bias);
            gradient = dense_backward_data(gradient, cut<Real, 2>(parameters, tensors_[layer.weights]));
        }
    }
    return step;
}

template Step<float> Network::step(const xt::xtensor<float, 1> &, const xt::xtensor<std::uint8_t, 4> &,
                                   const xt::xtensor<std::uint8_t, 1> &, double) const;
template Step<double> Network::step(const xt::xtensor<double, 1> &, const xt::xtensor<std::uint8_t, 4> &,
                                    const xt::xtensor<std::uint8_t, 1> &, double) const;

} // namespace halenet::reference
