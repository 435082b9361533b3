#include "runtime/verify/gradient_check.h"

#include "runtime/reference/loss.h"
#include "runtime/reference/network.h"

#include <halenet/network.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace halenet::verify {
namespace {

/// Half of a difference. The quotient's error is of the order of its square, and 1e-16 / 1e-5 from rounding.
constexpr double step = 1e-5;
/// Two quotients, one with half the step, that differ by a larger part of the scale have a kink between them.
constexpr double kink = 1e-3;

class Check {
  public:
    Check(const halenet_api &api, const description::ModelDescription &model, const GradientCheckOptions &options)
        : options_(options), random_(options.seed), oracle_(model), key_(reference::key_of(options.seed, 0)),
          data_(draw_data(*api.model)) {
        Network network(api, {.batch = options.images, .threads = 1});
        network.initialize(options.seed);
        const std::vector<float> weights = network.parameters();
        weights_ = xt::xtensor<double, 1>::from_shape({weights.size()});
        std::copy(weights.begin(), weights.end(), weights_.begin());

        halenet_training training{}; // a rate of 0 leaves the weights as they are
        training.optimizer = HALENET_SGD;
        training.seed = options.seed;
        std::vector<std::uint32_t> indices(static_cast<std::size_t>(options.images));
        std::iota(indices.begin(), indices.end(), std::uint32_t{0});
        static_cast<void>(network.train_step(data_, indices, training));
        gradients_ = network.gradients();
    }

    [[nodiscard]] const std::vector<reference::Tensor> &tensors() const { return oracle_.tensors(); }

    TensorReport tensor(const reference::Tensor &tensor) {
        TensorReport report{.name = tensor.name, .parameters = tensor.count};
        const auto gradient_of = [&](std::size_t k) { return static_cast<double>(gradients_[tensor.offset + k]); };
        for (std::size_t k = 0; k < tensor.count; ++k)
            report.largest = std::max(report.largest, std::abs(gradient_of(k)));
        for (const std::size_t k : drawn(tensor.count)) {
            const double whole = quotient(tensor.offset + k, step), half = quotient(tensor.offset + k, step / 2);
            const double scale = std::max(std::abs(half), report.largest);
            if (std::abs(whole - half) > kink * scale) {
                ++report.skipped;
                continue;
            }
            ++report.checked;
            const double difference = std::abs(gradient_of(k) - half);
            // Written so that a gradient that is no number counts as wrong.
            if (!(difference <= report.worst * scale))
                report.worst = scale > 0 ? difference / scale : difference;
        }
        return report;
    }

  private:
    Dataset draw_data(const halenet_model_info &model) {
        const auto images = static_cast<std::size_t>(options_.images);
        Dataset data;
        data.images.resize({images, static_cast<std::size_t>(model.height), static_cast<std::size_t>(model.width),
                            static_cast<std::size_t>(model.channels)});
        data.labels.resize({images});
        for (std::uint8_t &pixel : data.images)
            pixel = static_cast<std::uint8_t>(random_() % 256);
        for (std::uint8_t &label : data.labels)
            label = static_cast<std::uint8_t>(random_() % static_cast<std::uint64_t>(model.classes));
        return data;
    }

    std::vector<std::size_t> drawn(std::size_t count) {
        std::vector<std::size_t> all(count), some;
        std::iota(all.begin(), all.end(), std::size_t{0});
        std::sample(all.begin(), all.end(), std::back_inserter(some), options_.samples, random_);
        return some;
    }

    double quotient(std::size_t parameter, double h) {
        const double before = weights_(parameter);
        weights_(parameter) = before + h;
        const double above = loss();
        weights_(parameter) = before - h;
        const double below = loss();
        weights_(parameter) = before;
        return (above - below) / (2 * h);
    }

    /// Mean categorical cross-entropy.
    [[nodiscard]] double loss() const {
        return reference::softmax_cross_entropy(oracle_.forward(weights_, data_.images, key_), data_.labels, 0).mean();
    }

    GradientCheckOptions options_;
    std::mt19937_64 random_;
    reference::Network oracle_;
    reference::Key key_;
    Dataset data_;
    xt::xtensor<double, 1> weights_;
    std::vector<float> gradients_;
};

} // namespace

std::vector<TensorReport> check_gradients(const halenet_api &api, const description::ModelDescription &model,
                                          const GradientCheckOptions &options, const Progress &progress) {
    Check check(api, model, options);
    std::vector<TensorReport> reports;
    for (const reference::Tensor &tensor : check.tensors()) {
        reports.push_back(check.tensor(tensor));
        progress(reports.size(), check.tensors().size());
    }
    return reports;
}

} // namespace halenet::verify
