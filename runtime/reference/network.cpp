#include "runtime/reference/network.h"

#include "runtime/reference/activation.h"
#include "runtime/reference/convolution.h"
#include "runtime/reference/dense.h"
#include "runtime/reference/dropout.h"
#include "runtime/reference/loss.h"
#include "runtime/reference/normalize.h"
#include "runtime/reference/pool.h"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace halenet::reference {

namespace {

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

/// Images (n, y, x, c) as rows (n, i).
template <class Real>
xt::xtensor<Real, 2> as_rows(const xt::xtensor<Real, 4> &images) {
    return reshaped(images, std::array<std::size_t, 2>{images.shape(0), images.size() / images.shape(0)});
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

template <class Values, class Real>
void store(const Tensor &tensor, const Values &values, xt::xtensor<Real, 1> &parameters) {
    std::copy(values.begin(), values.end(), parameters.begin() + static_cast<std::ptrdiff_t>(tensor.offset));
}

/// How far the nearest of these values, before their activation, is from a kink of it.
template <class Real, std::size_t Rank>
Real distance_to_kink(const xt::xtensor<Real, Rank> &values, Activation activation) {
    Real distance = std::numeric_limits<Real>::infinity();
    for (const Real value : values) {
        distance = activation == Activation::relu ? std::min(distance, std::abs(value)) : distance;
    }
    return distance;
}

/// The oracle's shapes of a layer whose source is (height, width, channels).
template <class Layer>
Convolution shape_of(const description::Conv2D &conv, const Layer &layer) {
    return {.channels = layer.channels,
            .width = layer.width,
            .height = layer.height,
            .filters = extent(conv.filters),
            .kernel = extent(conv.kernel),
            .stride = extent(conv.stride),
            .same = conv.padding == description::Padding::same};
}
template <class PoolLayer, class Layer>
Pool shape_of(const PoolLayer &pool, const Layer &layer) {
    return {.channels = layer.channels,
            .width = layer.width,
            .height = layer.height,
            .size = extent(pool.size),
            .stride = extent(pool.stride)};
}

} // namespace

Network::Network(const description::ModelDescription &model) {
    using namespace description;
    std::array<std::size_t, 3> output{}; // height, width, channels
    std::uint32_t dropouts = 0;
    for (const auto &each : model.layers) {
        const auto [height, width, channels] = output;
        Layer layer{each.operation, height, width, channels};
        if (const auto *input = std::get_if<Input>(&each.operation)) {
            output = {extent(input->shape.height), extent(input->shape.width), extent(input->shape.channels)};
        } else if (const auto *conv = std::get_if<Conv2D>(&each.operation)) {
            const auto shape = shape_of(*conv, layer);
            layer.weights = tensors_.size();
            add_tensors(each.name, {shape.filters, shape.kernel, shape.kernel, shape.channels});
            output = {shape.convolved_height(), shape.convolved_width(), shape.filters};
        } else if (const auto *dense = std::get_if<Dense>(&each.operation)) {
            layer.weights = tensors_.size();
            add_tensors(each.name, {extent(dense->units), channels});
            output = {1, 1, extent(dense->units)};
        } else if (const auto *max = std::get_if<MaxPool2D>(&each.operation)) {
            const auto dst = shape_of(*max, layer).dst_shape(1);
            output = {dst[1], dst[2], channels};
        } else if (const auto *average = std::get_if<AveragePool2D>(&each.operation)) {
            const auto dst = shape_of(*average, layer).dst_shape(1);
            output = {dst[1], dst[2], channels};
        } else if (std::holds_alternative<Dropout>(each.operation)) {
            layer.stream = dropouts++;
        } else {
            output = {1, 1, height * width * channels};
        }
        layers_.push_back(layer);
    }
}

void Network::add_tensors(const std::string &name, std::vector<std::size_t> shape) {
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
void Network::run_layer(std::size_t index, const xt::xtensor<Real, 1> &parameters, std::optional<Key> key,
                        Trace<Real> &trace) const {
    const Layer &layer = layers_[index];
    const xt::xtensor<Real, 2> &src = trace.outputs.back();
    const auto images = [&](const auto &shape) { return reshaped(src, shape.src_shape(src.shape(0))); };
    const auto meet = [&](Real distance) { trace.distance_to_kink = std::min(trace.distance_to_kink, distance); };
    xt::xtensor<Real, 2> output = src;
    if (const auto *conv = std::get_if<description::Conv2D>(&layer.operation)) {
        const auto shape = shape_of(*conv, layer);
        const auto convolved = convolve(shape, images(shape), cut<Real, 4>(parameters, tensors_[layer.weights]),
                                        cut<Real, 1>(parameters, tensors_[layer.weights + 1]));
        meet(distance_to_kink(convolved, conv->activation));
        output = as_rows(activate(convolved, conv->activation));
    } else if (const auto *dense = std::get_if<description::Dense>(&layer.operation)) {
        const auto sums = dense_forward(src, cut<Real, 2>(parameters, tensors_[layer.weights]),
                                        cut<Real, 1>(parameters, tensors_[layer.weights + 1]));
        meet(distance_to_kink(sums, dense->activation));
        output = activate(sums, dense->activation);
    } else if (const auto *max = std::get_if<description::MaxPool2D>(&layer.operation)) {
        const auto shape = shape_of(*max, layer);
        auto pooled = max_pool(shape, images(shape));
        meet(distance_to_tie(shape, images(shape)));
        output = as_rows(pooled.dst);
        trace.argmaxes[index] = std::move(pooled.argmax);
    } else if (const auto *average = std::get_if<description::AveragePool2D>(&layer.operation)) {
        const auto shape = shape_of(*average, layer);
        output = as_rows(average_pool(shape, images(shape)));
    } else if (const auto *drop = std::get_if<description::Dropout>(&layer.operation)) {
        output = key ? dropout(src, drop->rate, layer.stream, *key) : src;
    }
    trace.outputs.push_back(std::move(output));
}

template <class Real>
Network::Trace<Real> Network::run(const xt::xtensor<Real, 1> &parameters, const xt::xtensor<std::uint8_t, 4> &images,
                                  std::optional<Key> key) const {
    const auto &input = std::get<description::Input>(layers_.front().operation);
    Trace<Real> trace{{as_rows(normalize<Real>(images, input.mean, input.deviation))},
                      std::vector<xt::xtensor<std::uint8_t, 4>>(layers_.size()),
                      std::numeric_limits<Real>::infinity()};
    for (std::size_t index = 1; index < layers_.size(); ++index) {
        run_layer(index, parameters, key, trace);
    }
    return trace;
}

template <class Real>
xt::xtensor<Real, 2> Network::run_back(std::size_t index, const xt::xtensor<Real, 1> &parameters, Key key,
                                       const Trace<Real> &trace, const xt::xtensor<Real, 2> &gradient,
                                       xt::xtensor<Real, 1> &gradients) const {
    const Layer &layer = layers_[index];
    const xt::xtensor<Real, 2> &src = trace.outputs[index - 1];
    const std::size_t count = src.shape(0);
    const auto keep = [&](const auto &layer_gradients) {
        store(tensors_[layer.weights], layer_gradients.weights, gradients);
        store(tensors_[layer.weights + 1], layer_gradients.bias, gradients);
    };
    if (const auto *conv = std::get_if<description::Conv2D>(&layer.operation)) {
        const auto shape = shape_of(*conv, layer);
        const auto before = activation_backward(gradient, trace.outputs[index], conv->activation);
        const auto d_dst = reshaped(before, shape.dst_shape(count));
        keep(convolution_backward_weights(shape, reshaped(src, shape.src_shape(count)), d_dst));
        return as_rows(convolution_backward_data(shape, d_dst, cut<Real, 4>(parameters, tensors_[layer.weights])));
    }
    if (const auto *dense = std::get_if<description::Dense>(&layer.operation)) {
        const auto d_dst = activation_backward(gradient, trace.outputs[index], dense->activation);
        keep(dense_backward_weights(src, d_dst));
        return dense_backward_data(d_dst, cut<Real, 2>(parameters, tensors_[layer.weights]));
    }
    if (const auto *max = std::get_if<description::MaxPool2D>(&layer.operation)) {
        const auto shape = shape_of(*max, layer);
        return as_rows(max_pool_backward(shape, reshaped(gradient, shape.dst_shape(count)), trace.argmaxes[index]));
    }
    if (const auto *average = std::get_if<description::AveragePool2D>(&layer.operation)) {
        const auto shape = shape_of(*average, layer);
        return as_rows(average_pool_backward(shape, reshaped(gradient, shape.dst_shape(count))));
    }
    if (const auto *drop = std::get_if<description::Dropout>(&layer.operation)) {
        return dropout(gradient, drop->rate, layer.stream, key);
    }
    return gradient;
}

template <class Real>
Step<Real> Network::step(const xt::xtensor<Real, 1> &parameters, const xt::xtensor<std::uint8_t, 4> &images,
                         const xt::xtensor<std::uint8_t, 1> &labels, double label_smoothing, Key key) const {
    const Trace<Real> trace = run(parameters, images, key);
    Step<Real> step;
    step.distance_to_kink = trace.distance_to_kink;
    step.logits = trace.outputs.back();
    step.probabilities = softmax(step.logits);
    Loss<Real> loss = softmax_cross_entropy(step.logits, labels, label_smoothing);
    step.loss = loss.mean();
    step.losses = std::move(loss.losses);
    step.correct = std::move(loss.correct);
    step.gradients = xt::xtensor<Real, 1>(std::array<std::size_t, 1>{this->parameters()}, Real(0));
    xt::xtensor<Real, 2> gradient = std::move(loss.d_logits);
    for (std::size_t index = layers_.size() - 1; index > 0; --index) {
        gradient = run_back(index, parameters, key, trace, gradient, step.gradients);
    }
    return step;
}

template <class Real>
xt::xtensor<Real, 2> Network::forward(const xt::xtensor<Real, 1> &parameters,
                                      const xt::xtensor<std::uint8_t, 4> &images, std::optional<Key> key) const {
    return run(parameters, images, key).outputs.back();
}

template <class Real>
xt::xtensor<Real, 2> Network::layer_output(const xt::xtensor<Real, 1> &parameters,
                                           const xt::xtensor<std::uint8_t, 4> &images, std::size_t layer) const {
    const auto outputs = run(parameters, images, std::nullopt).outputs;
    return layer + 1 == layers_.size() ? softmax(outputs.back()) : outputs.at(layer);
}

template Step<float> Network::step(const xt::xtensor<float, 1> &, const xt::xtensor<std::uint8_t, 4> &,
                                   const xt::xtensor<std::uint8_t, 1> &, double, Key) const;
template Step<double> Network::step(const xt::xtensor<double, 1> &, const xt::xtensor<std::uint8_t, 4> &,
                                    const xt::xtensor<std::uint8_t, 1> &, double, Key) const;
template xt::xtensor<float, 2> Network::forward(const xt::xtensor<float, 1> &, const xt::xtensor<std::uint8_t, 4> &,
                                                std::optional<Key>) const;
template xt::xtensor<double, 2> Network::forward(const xt::xtensor<double, 1> &, const xt::xtensor<std::uint8_t, 4> &,
                                                 std::optional<Key>) const;
template xt::xtensor<float, 2> Network::layer_output(const xt::xtensor<float, 1> &,
                                                     const xt::xtensor<std::uint8_t, 4> &, std::size_t) const;
template xt::xtensor<double, 2> Network::layer_output(const xt::xtensor<double, 1> &,
                                                      const xt::xtensor<std::uint8_t, 4> &, std::size_t) const;

} // namespace halenet::reference
