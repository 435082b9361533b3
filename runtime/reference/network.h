/// The naive oracle of a whole network: any sequence of the vocabulary's layers, one after the other as they stand,
/// nothing fused; forward, loss, every gradient, on the canonical parameter array.
#pragma once

#include "generator/description/description.h"
#include "runtime/reference/random.h"

#include <xtensor/xtensor.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace halenet::reference {

/// One tensor of the canonical parameter array: all layers in order, of each the weights, then the bias, each row-major
/// as the headers of the layers write their shapes.
struct Tensor {
    std::string name; ///< "<layer>.weights" or "<layer>.bias"
    std::vector<std::size_t> shape;
    std::size_t offset = 0;
    std::size_t count = 0;
};

template <class Real>
struct Step {
    xt::xtensor<Real, 2> logits;          ///< (n, u)
    xt::xtensor<Real, 2> probabilities;   ///< (n, u)
    xt::xtensor<Real, 1> losses;          ///< of each image
    Real loss = 0;                        ///< their mean
    xt::xtensor<std::uint8_t, 1> correct; ///< of each image
    xt::xtensor<Real, 1> gradients;       ///< of the mean loss, canonical order
    /// Over every ReLU and pooling window: a move of the parameters that changes no value by as much meets no kink.
    Real distance_to_kink = 0;
};

class Network {
  public:
    /// A model that `description::complete` finds no fault with; derived shapes are not read.
    explicit Network(const description::ModelDescription &model);

    [[nodiscard]] const std::vector<Tensor> &tensors() const { return tensors_; }
    [[nodiscard]] const Tensor &tensor(const std::string &name) const;
    [[nodiscard]] std::size_t parameters() const;

    /// What training on a batch computes, in Real. Images (n, y, x, c), labels (n); `key` decides what Dropout drops.
    template <class Real>
    [[nodiscard]] Step<Real> step(const xt::xtensor<Real, 1> &parameters, const xt::xtensor<std::uint8_t, 4> &images,
                                  const xt::xtensor<std::uint8_t, 1> &labels, double label_smoothing,
                                  Key key = {}) const;

    /// The logits (n, u). With a key as in training; without one Dropout is the identity, as in classifying.
    template <class Real>
    [[nodiscard]] xt::xtensor<Real, 2> forward(const xt::xtensor<Real, 1> &parameters,
                                               const xt::xtensor<std::uint8_t, 4> &images,
                                               std::optional<Key> key = std::nullopt) const;

    /// The output of a layer of the model, by its index there, when classifying: (n, i), i as (y, x, c) flattens. Of
    /// the Input it is the normalised image, of the last layer the probabilities.
    template <class Real>
    [[nodiscard]] xt::xtensor<Real, 2> layer_output(const xt::xtensor<Real, 1> &parameters,
                                                    const xt::xtensor<std::uint8_t, 4> &images,
                                                    std::size_t layer) const;

  private:
    struct Layer {
        description::Operation operation;
        std::size_t height = 0, width = 0, channels = 0; ///< of its source
        std::size_t weights = 0;  ///< index into tensors_ of a layer with parameters; the bias follows
        std::uint32_t stream = 0; ///< of a Dropout
    };
    /// What a forward pass leaves behind, of each layer.
    template <class Real>
    struct Trace {
        std::vector<xt::xtensor<Real, 2>> outputs; ///< (n, i)
        std::vector<xt::xtensor<std::uint8_t, 4>> argmaxes;
        Real distance_to_kink;
    };

    void add_tensors(const std::string &name, std::vector<std::size_t> shape);
    template <class Real>
    [[nodiscard]] Trace<Real> run(const xt::xtensor<Real, 1> &parameters, const xt::xtensor<std::uint8_t, 4> &images,
                                  std::optional<Key> key) const;
    template <class Real>
    void run_layer(std::size_t index, const xt::xtensor<Real, 1> &parameters, std::optional<Key> key,
                   Trace<Real> &trace) const;
    /// The gradient of a layer's source, given that of its output; stores those of its parameters.
    template <class Real>
    [[nodiscard]] xt::xtensor<Real, 2> run_back(std::size_t index, const xt::xtensor<Real, 1> &parameters, Key key,
                                                const Trace<Real> &trace, const xt::xtensor<Real, 2> &gradient,
                                                xt::xtensor<Real, 1> &gradients) const;

    std::vector<Layer> layers_; ///< as in the model, the Input too
    std::vector<Tensor> tensors_;
};

} // namespace halenet::reference
