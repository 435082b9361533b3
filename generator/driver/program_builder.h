/// Plans a model's program: walks the operations, lays out memory, and writes down the calls.
/// program_regions.cpp holds parameters and the regions that they fill, program_memory.cpp views and calls;
/// program_forward.cpp and program_backward.cpp what a shard goes through, program_classify.cpp its ways to
/// probabilities; program_updates.cpp what happens once a step; program_adapt.cpp training of the last layers alone.
#pragma once

#include "generator/driver/operations.h"
#include "generator/driver/program.h"
#include "schedules/settings.h"

#include <initializer_list>
#include <optional>
#include <utility>

namespace halenet::driver {

inline constexpr std::size_t float_bytes = sizeof(float);
inline constexpr int rate_count = 7; ///< of the kernel adam_rates

using Parameters = std::map<std::string, std::string>;

/// A place of its own for a tensor at the end of an area, which grows; its offset. Extents are outermost first.
std::size_t allocate(Area &area, std::string name, Type type, std::vector<int> extents);

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
    ProgramBuilder(const description::ModelDescription &model, const schedules::Machine &machine, Use use,
                   PlanChooser choose);

    [[nodiscard]] Program build();

  private:
    using ConvolutionShape = schedules::ConvolutionShape;
    using Offset = std::optional<std::size_t>; ///< in a shard's block, bytes; empty: not there

    /// An activation of a shard, or its gradient, in the forms (docs/kernels.md) that exist so far.
    struct Value {
        std::string name; ///< the layer's whose output it is: "c1"
        int elements = 0;
        Offset pixels{}, rows{}, lanes{};
    };

    /// What an operation leaves behind.
    struct Result {
        Value value;
        std::size_t argmax = 0; ///< of a max pool, fused or not
    };

    enum class Pass { classify, evaluate, train };

    /// Where the optimizer's state of floats [first, ...) of the canonical array lies, in the state region, bytes.
    struct OptimizerState {
        std::size_t first = 0, gradients = 0, moment1 = 0, moment2 = 0, powers = 0, rates = 0;
    };

    /// A pass that goes back from the loss: what it has of the way forward, and how far it goes.
    struct Learning {
        Layout &layout;
        Pass pass = Pass::train;
        std::vector<Result> results;          ///< of each operation, the pixels first; the last one holds the logits
        std::vector<Value> gradients{};       ///< of each result
        std::vector<std::size_t> of_shards{}; ///< of each convolution a shard's gradients: weights, then bias
        std::size_t first = 0;                ///< the first operation that learns
        OptimizerState state{};
    };

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
    /// For `count` floats from `first` on.
    static OptimizerState allocate_state(Area &area, std::size_t first, int count);
    /// The first operation with parameters, of those that learn, needs no gradient of its source.
    [[nodiscard]] bool needs_source_gradient(std::size_t index, std::size_t first_learning = 0) const;

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

    // ---- Kernels and their calls.
    /// With the plan that somebody has chosen, or else the shipped one.
    [[nodiscard]] Kernel planned(Kernel kernel) const;
    void plan_settings();
    /// The number of the kernel, a new one where there is none with this generator and these parameters.
    int kernel(const std::string &name, const std::string &generator, const Parameters &parameters,
               const schedules::Space &space);
    void call(const std::string &name, const std::string &generator, const Parameters &parameters,
              const schedules::Space &space, std::vector<Argument> arguments);
    void note_arguments(); ///< in the kernels that they belong to
    Range calls_since(int first) const;
    int next_call() const;

    // ---- Forms of a value, made where they are asked for the first time.
    Argument rows_of(Layout &layout, Value &value);
    Argument lanes_of(Layout &layout, Value &value);
    Argument new_rows(Layout &layout, Value &value);
    Argument new_lanes(Layout &layout, Value &value);
    static void place_rows(Layout &layout, Value &value);

    // ---- A shard, forward.
    Parameters normalization() const;
    Result pixels_of(Layout &layout);
    [[nodiscard]] Value output_of(std::size_t index, int elements) const;
    /// Adds the results of operations [results.size() - 1, end); the pixels are the first.
    void forward(Layout &layout, Pass pass, std::vector<Result> &results, std::size_t end);
    Result forward(Layout &layout, const ConvolutionOperation &operation, std::size_t index, Value &source);
    Result forward(Layout &layout, const PoolOperation &operation, std::size_t index, Value &source);
    Result forward(Layout &layout, const DenseOperation &operation, std::size_t index, Value &source);
    Result forward(Layout &layout, const DropoutOperation &operation, std::size_t index, Value &source);
    void dropout(const std::string &name, const DropoutOperation &operation, int elements, bool is_lanes,
                 const Argument &src, const Argument &dst);
    /// From pixels to the loss, correctness and the logits' gradient.
    Learning forward_to_loss(Layout &layout, Pass pass);
    void loss(Learning &learning);
    [[nodiscard]] std::size_t first_dense() const;
    void plan_classify();
    void plan_one();
    void place_probabilities(Layout &layout);
    /// From what the first dense layer reads on, image by image.
    void classify_few(Layout &layout, std::vector<Result> &results);
    /// Logits to probabilities.
    void answer(Layout &layout);
    [[nodiscard]] std::vector<Output> outputs_of(const Layout &layout, const std::vector<Result> &results) const;
    Learning plan_evaluate();
    Learning plan_train();
    void plan_augment();
    /// The last two dense layers, or the only one, by Adam.
    void plan_adapt(Learning adaptation);
    [[nodiscard]] std::size_t first_adapted() const;

    // ---- A shard, backward: each takes the gradient of operation `index`'s output and leaves that of its source.
    // Gradients of convolution weights are a shard's own; those of dense weights need the whole batch and belong to the
    // updates.
    void backward(Learning &learning);
    void backward(Learning &learning, const ConvolutionOperation &operation, std::size_t index);
    void backward(Learning &learning, const PoolOperation &operation, std::size_t index);
    void backward(Learning &learning, const DenseOperation &operation, std::size_t index);
    void backward(Learning &learning, const DropoutOperation &operation, std::size_t index);
    /// Turns the gradient after an activation into the one before it, in place.
    void undo_activation(Learning &learning, std::size_t index, Activation activation);

    // ---- Updates: once a step, on gradients of the whole batch.
    Range plan_rates(const OptimizerState &state);
    /// Of all that learns; ranges that are independent of each other.
    std::vector<Range> plan_updates(const Learning &learning, Optimizer optimizer);
    Argument rates_view(const OptimizerState &state);
    /// The optimizer on floats [first, first + count) of the canonical array.
    void update(const OptimizerState &state, Optimizer optimizer, std::size_t first, std::size_t count);
    Range update_convolution(const Learning &learning, Optimizer optimizer, std::size_t index);
    /// A dense layer's units in runs (first, count), so that threads share it.
    std::vector<std::pair<int, int>> runs_of_units(std::size_t index);
    int weights_kernel(std::size_t index); ///< of a dense layer
    /// A dense layer's units [first, first + count).
    Range update_dense(const Learning &learning, Optimizer optimizer, std::size_t index, int first, int count);

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
    PlanChooser choose_;
    schedules::SettingsPlan settings_;
    bool trains_ = true;
    int classes_ = 0;
    Program program_;
    std::vector<Own> own_;       ///< of each operation
    std::vector<Packed> packed_; ///< of each operation
    OptimizerState state_;       ///< of training
};

} // namespace halenet::driver
