#include "generator/driver/operations.h"

#include <fmt/format.h>

#include <optional>

namespace halenet::driver {

namespace {

using description::Conv2D;
using description::Layer;
using description::MaxPool2D;
using schedules::ConvolutionShape;
using schedules::PoolShape;

/// The fused kernels compare all values of a window in one expression, which doubles with each of them: 4 x 4 takes
/// Halide long, 5 x 5 forever.
constexpr int largest_fused_pool = 3;

class Planner {
  public:
    explicit Planner(const description::ModelDescription &model) : layers_(model.layers) {}

    std::vector<Operation> run() {
        for (layer_ = 1; layer_ < layers_.size(); ++layer_) {
            begin_ = layer_;
            std::visit([&](const auto &operation) { plan(operation); }, layers_[layer_].operation);
        }
        return std::move(operations_);
    }

  private:
    [[nodiscard]] const description::Shape &source() const { return layers_[begin_ - 1].output; }

    template <typename Kind>
    void add(Kind kind, bool fused, std::string why) {
        operations_.push_back({layers_[begin_].name, layer_, std::move(kind), fused, std::move(why),
                               static_cast<int>(layers_[layer_].output.elements())});
    }

    /// Why the pool behind a convolution cannot be part of its kernel; empty where it can. Null: there is none.
    static std::string hindrance(const MaxPool2D *pool) {
        if (pool == nullptr)
            return "no MaxPool2D comes right behind it";
        if (pool->stride != pool->size)
            return fmt::format("the pool's stride is {} and its size {}", pool->stride, pool->size);
        if (pool->size > largest_fused_pool)
            return fmt::format("the window is {0}x{0}, and the fused kernels take at most {1}x{1}", pool->size,
                               largest_fused_pool);
        return "";
    }

    void plan(const description::Input & /*input*/) {}
    void plan(const description::Flatten & /*flatten*/) {} // rows are flat already

    void plan(const Conv2D &conv) {
        const auto *pool =
            layer_ + 1 < layers_.size() ? std::get_if<MaxPool2D>(&layers_[layer_ + 1].operation) : nullptr;
        const std::string hindered = hindrance(pool);
        const bool fused = hindered.empty();
        const bool reads_pixels = begin_ == 1;
        const ConvolutionShape shape{.channels = source().channels,
                                     .width = source().width,
                                     .height = source().height,
                                     .filters = conv.filters,
                                     .kernel = conv.kernel,
                                     .stride = conv.stride,
                                     .same = conv.padding == description::Padding::same,
                                     .pool = fused ? pool->size : 1};
        if (fused)
            ++layer_;
        add(ConvolutionOperation{shape, conv.activation, reads_pixels}, fused,
            fused ? "convolution, activation and max pooling in one kernel; gradients follow each window's argmax"
                  : "convolution and activation in one kernel, but no pooling: " + hindered);
    }

    template <typename Pool>
    void plan_pool(const Pool &pool, bool average, std::string why) {
        add(PoolOperation{{.channels = source().channels,
                           .width = source().width,
                           .height = source().height,
                           .size = pool.size,
                           .stride = pool.stride},
                          average},
            false, std::move(why));
    }

    void plan(const MaxPool2D &pool) {
        const bool follows = std::holds_alternative<Conv2D>(layers_[layer_ - 1].operation);
        plan_pool(pool, false, "a kernel of its own: " + (follows ? hindrance(&pool) : "it does not follow a Conv2D"));
    }

    void plan(const description::AveragePool2D &pool) {
        plan_pool(pool, true, "a kernel of its own: averages are not fused");
    }

    void plan(const description::Dense &dense) {
        const bool last = layer_ + 1 == layers_.size();
        add(DenseOperation{static_cast<int>(source().elements()), dense.units,
                           last ? Activation::identity : dense.activation},
            true,
            last ? "weights and bias in one kernel; softmax is the loss's"
                 : "weights, bias and activation in one kernel");
    }

    void plan(const description::Dropout &dropout) {
        add(DropoutOperation{dropout.rate, dropouts_++}, false, "a kernel of its own, in training only");
    }

    const std::vector<Layer> &layers_;
    std::vector<Operation> operations_;
    std::size_t begin_ = 0, layer_ = 0; ///< first and last layer of the operation at hand
    int dropouts_ = 0;
};

} // namespace

std::vector<Operation> plan_operations(const description::ModelDescription &model) {
    return Planner(model).run();
}

} // namespace halenet::driver
