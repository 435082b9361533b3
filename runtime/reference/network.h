/// The naive oracle of a whole network: forward, loss, every gradient, on the canonical parameter array.
#pragma once

#include "generator/description/description.h"
#include "runtime/reference/convolution.h"

#include <xtensor/xtensor.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
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
    Real distance_to_kink = 0;            ///< over every ReLU and pooling window
};

class Network {
  public:
    /// A model that `description::complete` finds no fault with; derived shapes are not read.
    explicit Network(const description::ModelDescription &model);

    [[nodiscard]] const std::vector<Tensor> &tensors() const { return tensors_; }
    [[nodiscard]] const Tensor &tensor(const std::string &name) const;
    [[nodiscard]] std::size_t parameters() const;

    /// Images (n, y, x, c), labels (n). Everything is computed in Real.
    template <class Real>
    [[nodiscard]] Step<Real> step(const xt::xtensor<Real, 1> &parameters, const xt::xtensor<std::uint8_t, 4> &images,
                                  const xt::xtensor<std::uint8_t, 1> &labels, double label_smoothing) const;

  private:
    struct Dense {
        std::size_t inputs = 0;
        std::size_t units = 0;
        bool relu = false;
    };
    struct Layer {
        std::variant<Convolution, Dense> operation;
        std::size_t weights = 0; ///< indices into tensors_
        std::size_t bias = 0;
    };

    void add(const std::string &name, const std::variant<Convolution, Dense> &operation,
             std::vector<std::size_t> shape);

    double mean_ = 0;
    double deviation_ = 1;
    std::vector<Layer> layers_;
    std::vector<Tensor> tensors_;
};

} // namespace halenet::reference
