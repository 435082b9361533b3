/// Plans a model's program: walks the operations, lays out memory, and writes down the calls.
/// program_memory.cpp holds parameters, views and calls; program_passes.cpp what a shard goes through, forward and
/// backward; program_updates.cpp what happens once a step.
#pragma once

#include "generator/driver/operations.h"
#include "generator/driver/program.h"

#include <initializer_list>

namespace halenet::driver {

inline constexpr std::size_t float_bytes = sizeof(float);

using Parameters = std::map<std::string, std::string>;

/// A place of its own for `bytes` bytes at the end of a region, which grows; its offset.
std::size_t allocate(std::size_t &region_bytes, std::size_t bytes);

/// The parameters that all kernels of a convolution take.
[[nodiscard]] Parameters parameters_of(const schedules::ConvolutionShape &shape);
[[nodiscard]] Parameters with(Parameters base, const Parameters &more);
[[nodiscard]] std::string flag(bool value);

class ProgramBuilder {
  public:
    ProgramBuilder(const description::ModelDescription &model, const schedules::Machine &machine);

    [[nodiscard]] Program build();

  private:
    using ConvolutionShape = schedules::ConvolutionShape;

    /// What a pass leaves behind of one operation's input and output, as offsets in the shard's block.
    struct Activation {
        int elements = 0;
        bool is_rows = false, is_lanes = false, is_pixels = false;
        bool from_dense_relu = false; ///< the mask of backward data
        std::size_t rows = 0, lanes = 0, argmax = 0;
    };

    struct Packed {
        std::size_t forward = 0, shifted = 0; ///< in the weights region, bytes
    };

    // ---- Parameters and the two regions that they fill.
    void plan_parameters();

    // ---- Views.
    int view(Region region, Type type, std::size_t offset, std::vector<Dimension> dimensions);
    static std::vector<Dimension> dense_dimensions(std::initializer_list<int> extents);
    Argument rows(std::size_t offset, int elements, Type type = Type::f32);
    Argument lanes(std::size_t offset, int elements);
    Argument per_image(std::size_t offset, int extent, Type type);
    Argument pooled(std::size_t offset, const ConvolutionShape &s, Type type);
    /// Floats [first, first + count) of the canonical array, wherever it lies: parameters, gradients or moments.
    Argument canonical(Region region, std::size_t start, std::size_t first, std::initializer_list<int> extents);
    Argument weights(const Operation &operation, std::initializer_list<int> extents);
    Argument bias(const Operation &operation, int extent);
    static Argument scalar(Scalar value);

    // ---- Calls.
    void call(const std::string &name, const std::string &generator, const Parameters &parameters,
              const std::string &plan, std::vector<Argument> arguments);
    Range calls_since(int first) const;
    int next_call() const;
    static std::size_t floats_of_shard(Layout &layout, int elements);
    void rows_to_lanes(Layout &layout, Activation &activation);
    std::size_t lanes_to_rows(Layout &layout, std::size_t source, int elements);
    Parameters normalization() const;
    Activation forward_convolution(Layout &layout, std::size_t index, const Activation &source);
    Activation forward_dense(Layout &layout, std::size_t index, Activation &source);
    /// Calls from pixels to logits; returns the input of each operation, and the logits last.
    std::vector<Activation> forward(Layout &layout);
    /// Loss, correctness and the logits' gradient, whose offset it returns.
    std::size_t loss(Layout &layout, const Activation &logits);
    void plan_classify();
    void plan_evaluate();
    void plan_train();
    /// Backward data; the weights' gradient needs the whole batch and belongs to the updates, which read rows.
    void backward_dense(Layout &layout, std::size_t index, Activation &source);
    void backward_convolution(Layout &layout, std::size_t index, const Activation &source, const Activation &result);

    // ---- Updates: once a step, on gradients of the whole batch.
    std::size_t convolution_parameters(const Operation &operation) const;
    void plan_updates();
    Argument rates_view();
    /// Adam on floats [first, first + count) of the canonical array.
    void adam(std::size_t first, std::size_t count);
    void update_convolution(std::size_t index);
    /// A dense layer in runs of units, so that threads share it. A run is whole register blocks and about 20 KB of
    /// weights.
    void update_dense(std::size_t index);
    void update_dense_units(std::size_t index, int first, int count, const std::string &plan);

    // ---- Packed copies of convolution weights.
    Argument packed_forward(std::size_t index, const ConvolutionShape &s);
    Argument packed_shifted(std::size_t index, std::initializer_list<int> extents);
    /// The first operation reads pixels and uses its weights as they are.
    void pack(std::size_t index);
    void plan_pack();

    const description::Input &input_;
    std::vector<Operation> operations_;
    schedules::Machine machine_;
    int classes_ = 0;
    Program program_;
    std::vector<Packed> packed_;
    std::size_t rates_ = 0;                          ///< in the state region, bytes
    std::vector<Activation> inputs_;                 ///< of each operation, in the training layout
    std::vector<std::size_t> d_dst_;                 ///< gradient of each operation's output, in the training layout
    std::vector<std::size_t> convolution_gradients_; ///< a shard's gradients: weights, then bias
};

} // namespace halenet::driver
