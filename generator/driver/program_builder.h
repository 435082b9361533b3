/// Plans a model's program: walks the operations, lays out memory, and writes down the calls.
/// program_memory.cpp holds parameters, views and calls; program_forward.cpp and program_backward.cpp what a shard goes
/// through, program_classify.cpp its two ways to probabilities; program_updates.cpp what happens once a step.
#pragma once

#include "generator/driver/operations.h"
#include "generator/driver/program.h"

#include <initializer_list>
#include <optional>

namespace halenet::driver {

inline constexpr std::size_t float_bytes = sizeof(float);
inline constexpr int rate_count = 7; ///< of the kernel adam_rates

using Parameters = std::map<std::string, std::string>;

/// A place of its own for `bytes` bytes at the end of a region, which grows; its offset.
std::size_t allocate(std::size_t &region_bytes, std::size_t bytes);

/// The parameters that all kernels of a convolution, of a pool, or of a dense layer take.
[[nodiscard]] Parameters parameters_of(const schedules::ConvolutionShape &shape);
[[nodiscard]] Parameters parameters_of(const schedules::PoolShape &shape);
[[nodiscard]] Parameters parameters_of(const DenseOperation &dense);
[[nodiscard]] Parameters with(Parameters base, const Parameters &more);
[[nodiscard]] std::string flag(bool value);
/// Shortest text that reads back as the same double.
[[nodiscard]] std::string exact(double value);

class ProgramBuilder {
  public:
    ProgramBuilder(const description::ModelDescription &model, const schedules::Machine &machine);

    [[nodiscard]] Program build();

  private:
    using ConvolutionShape = schedules::ConvolutionShape;
    using Offset = std::optional<std::size_t>; ///< in a shard's block, bytes; empty: not there

    /// An activation of a shard, or its gradient, in the forms (docs/kernels.md) that exist so far.
    struct Value {
        int elements = 0;
        Offset pixels{}, rows{}, lanes{};
    };

    /// What an operation leaves behind.
    struct Result {
        Value value;
        std::size_t argmax = 0; ///< of a max pool, fused or not
    };

    enum class Pass { classify, evaluate, train };

    /// An operation's weights in its kernels' own layouts, in the weights region, bytes.
    struct Packed {
        std::size_t forward = 0, shifted = 0; ///< of a convolution
        std::size_t rows = 0;                 ///< of a dense layer, for few images
    };

    /// Floats of the canonical array that belong to an operation: its weights, then its bias.
    struct Own {
        std::size_t weights = 0, weight_count = 0, bias = 0, bias_count = 0;
        [[nodiscard]] std::size_t count() const { return weight_count + bias_count; }
    };

    // ---- Parameters and the two regions that they fill.
    void plan_parameters();
    void add_parameters(const Operation &operation, std::vector<int> shape, int inputs);
    void plan_packed();
    /// The first operation with parameters needs no gradient of its source.
    [[nodiscard]] bool needs_source_gradient(std::size_t index) const;

    // ---- Views.
    int view(Region region, Type type, std::size_t offset, std::vector<Dimension> dimensions);
    static std::vector<Dimension> dense_dimensions(std::initializer_list<int> extents);
    Argument rows(std::size_t offset, int elements, Type type = Type::f32);
    Argument lanes(std::size_t offset, int elements);
    /// Lanes as the one row that their memory is.
    Argument lanes_as_row(std::size_t offset, int elements);
    Argument per_image(std::size_t offset, int extent, Type type);
    Argument images_of(std::size_t offset, std::initializer_list<int> extents, Type type);
    /// Floats [first, first + count) of the canonical array, wherever it lies: parameters, gradients or moments.
    Argument canonical(Region region, std::size_t start, std::size_t first, std::initializer_list<int> extents);
    Argument weights(std::size_t index, std::initializer_list<int> extents);
    Argument bias(std::size_t index);
    static Argument scalar(Scalar value);

    // ---- Calls.
    void call(const std::string &name, const std::string &generator, const Parameters &parameters,
              const std::string &plan, std::vector<Argument> arguments);
    Range calls_since(int first) const;
    int next_call() const;
    static std::size_t floats_of_shard(Layout &layout, int elements);

    // ---- Forms of a value, made where they are asked for the first time.
    Argument rows_of(Layout &layout, Value &value);
    Argument lanes_of(Layout &layout, Value &value);
    Argument new_rows(Layout &layout, Value &value);
    Argument new_lanes(Layout &layout, Value &value);
    /// Lanes that a kernel writes image by image: (u, n).
    Argument new_lanes_by_image(Layout &layout, Value &value);

    // ---- A shard, forward.
    Parameters normalization() const;
    /// Results of the operations; before them, as the first, the pixels. The last one holds the logits.
    std::vector<Result> forward(Layout &layout, Pass pass);
    Result pixels_of(Layout &layout);
    /// Adds the results of operations [results.size() - 1, end).
    void forward(Layout &layout, Pass pass, std::vector<Result> &results, std::size_t end);
    Result forward(Layout &layout, const ConvolutionOperation &operation, std::size_t index, Value &source);
    Result forward(Layout &layout, const PoolOperation &operation, std::size_t index, Value &source);
    Result forward(Layout &layout, const DenseOperation &operation, std::size_t index, Value &source);
    Result forward(Layout &layout, const DropoutOperation &operation, std::size_t index, Value &source);
    void dropout(const std::string &name, const DropoutOperation &operation, int elements, bool is_lanes,
                 const Argument &src, const Argument &dst);
    /// Loss, correctness and the logits' gradient.
    Value loss(Layout &layout, Value &logits);
    [[nodiscard]] std::size_t first_dense() const;
    void plan_classify();
    /// From what the first dense layer reads on, image by image.
    void plan_classify_few(Value source);
    void classify(Layout &layout, Value &logits, const Argument &probabilities);
    void plan_outputs(const std::vector<Result> &results);
    void plan_evaluate();
    void plan_train();
    void plan_augment();

    // ---- A shard, backward: each takes the gradient of operation `index`'s output, and leaves that of its source in
    // gradients_[index]. Gradients of convolution weights are a shard's own; those of dense weights need the whole
    // batch and belong to the updates.
    void backward(Layout &layout, const ConvolutionOperation &operation, std::size_t index, Value &d_dst);
    void backward(Layout &layout, const PoolOperation &operation, std::size_t index, Value &d_dst);
    void backward(Layout &layout, const DenseOperation &operation, std::size_t index, Value &d_dst);
    void backward(Layout &layout, const DropoutOperation &operation, std::size_t index, Value &d_dst);
    /// Turns the gradient after an activation into the one before it, in place.
    void undo_activation(Layout &layout, std::size_t index, Activation activation, Value &d_dst);
    [[nodiscard]] Value &source_gradient(std::size_t index);

    // ---- Updates: once a step, on gradients of the whole batch.
    void plan_updates(Optimizer optimizer);
    void plan_rates();
    Argument rates_view();
    /// The optimizer on floats [first, first + count) of the canonical array.
    void update(Optimizer optimizer, std::size_t first, std::size_t count);
    void update_convolution(Optimizer optimizer, std::size_t index);
    /// A dense layer in runs of units, so that threads share it. A run is whole register blocks and about 20 KB of
    /// weights.
    void update_dense(Optimizer optimizer, std::size_t index, const DenseOperation &dense);
    void update_dense_units(Optimizer optimizer, std::size_t index, const DenseOperation &dense, int first, int count);
    void end_update(Optimizer optimizer, int first_call);

    // ---- Packed copies of convolution weights. The kernels on pixels use the weights as they are.
    Argument packed_forward(std::size_t index, const ConvolutionShape &shape);
    Argument packed_shifted(std::size_t index, std::initializer_list<int> extents);
    void pack(std::size_t index);
    void plan_pack();
    Argument packed_rows(std::size_t index, const DenseOperation &dense);
    void plan_pack_few();

    const description::ModelDescription &model_;
    const description::Input &input_;
    std::vector<Operation> operations_;
    schedules::Machine machine_;
    int classes_ = 0;
    Program program_;
    std::vector<Own> own_;                           ///< of each operation
    std::vector<Packed> packed_;                     ///< of each operation
    std::size_t rates_ = 0;                          ///< in the state region, bytes
    std::vector<Result> results_;                    ///< of the training pass: of each operation, the pixels first
    std::vector<Value> gradients_;                   ///< of each result
    std::vector<std::size_t> convolution_gradients_; ///< a shard's gradients: weights, then bias
};

} // namespace halenet::driver
