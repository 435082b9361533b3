#include "generator/driver/program.h"

#include "generator/driver/operations.h"
#include "schedules/convolution.h"
#include "schedules/dense.h"
#include "schedules/elementwise.h"
#include "schedules/loss.h"

#include <algorithm>
#include <charconv>

namespace halenet::driver {

using description::shard_images;
using schedules::ConvolutionShape;

namespace {

constexpr std::size_t alignment = 64; // bytes, of every tensor: a cache line and the widest vector
constexpr std::size_t float_bytes = sizeof(float);

std::size_t aligned(std::size_t bytes) {
    return (bytes + alignment - 1) / alignment * alignment;
}

std::size_t allocate(std::size_t &region_bytes, std::size_t bytes) {
    const std::size_t offset = region_bytes;
    region_bytes += aligned(bytes);
    return offset;
}

using Parameters = std::map<std::string, std::string>;

Parameters parameters_of(const ConvolutionShape &s) {
    return {{"channels", std::to_string(s.channels)}, {"width", std::to_string(s.width)},
            {"height", std::to_string(s.height)},     {"filters", std::to_string(s.filters)},
            {"kernel", std::to_string(s.kernel)},     {"same", s.same ? "true" : "false"},
            {"pool", std::to_string(s.pool)}};
}

Parameters with(Parameters base, const Parameters &more) {
    base.insert(more.begin(), more.end());
    return base;
}

std::string flag(bool value) {
    return value ? "true" : "false";
}

/// Shortest text that reads back as the same double.
std::string exact(double value) {
    char text[32];
    const auto end = std::to_chars(std::begin(text), std::end(text), value).ptr;
    return {std::begin(text), end};
}

/// What a pass leaves behind of one operation's input and output, as offsets in the shard's block.
struct Activation {
    int elements = 0;
    bool is_rows = false, is_lanes = false, is_pixels = false;
    bool from_dense_relu = false; ///< the mask of backward data
    std::size_t rows = 0, lanes = 0, argmax = 0;
};

class Builder {
  public:
    Builder(const description::ModelDescription &model, const schedules::Machine &machine)
        : input_(std::get<description::Input>(model.layers.front().operation)), operations_(plan_operations(model)),
          machine_(machine) {
        classes_ = model.layers.back().output.channels;
    }

    Program build() {
        plan_parameters();
        plan_classify();
        plan_evaluate();
        plan_train();
        plan_updates();
        plan_pack();
        return std::move(program_);
    }

  private:
    // ---- Parameters and the two regions that they fill.

    void plan_parameters() {
        std::size_t offset = 0;
        const auto add = [&](const std::string &name, std::vector<int> shape, int inputs) {
            std::size_t count = 1;
            for (const int extent : shape) {
                count *= static_cast<std::size_t>(extent);
            }
            program_.parameters.push_back({name, std::move(shape), offset, count, inputs});
            offset += count;
        };
        for (const Operation &operation : operations_) {
            if (const auto *conv = std::get_if<FusedConvolution>(&operation.kind)) {
                const ConvolutionShape &s = conv->shape;
                const int inputs = s.kernel * s.filter_row();
                add(operation.name + ".weights", {s.filters, s.kernel, s.kernel, s.channels}, inputs);
                add(operation.name + ".bias", {s.filters}, inputs);
            } else {
                const auto &dense = std::get<DenseOperation>(operation.kind);
                add(operation.name + ".weights", {dense.units, dense.inputs}, dense.inputs);
                add(operation.name + ".bias", {dense.units}, dense.inputs);
            }
        }
        allocate(program_.weights_bytes, offset * float_bytes);
        for (const Operation &operation : operations_) {
            const auto *conv = std::get_if<FusedConvolution>(&operation.kind);
            Packed packed;
            if (conv != nullptr && &operation != &operations_.front()) {
                const ConvolutionShape &s = conv->shape;
                const auto floats = [](int a, int b) {
                    return static_cast<std::size_t>(a) * static_cast<std::size_t>(b);
                };
                packed.forward =
                    allocate(program_.weights_bytes, floats(s.packed_filters(), s.packed_rows()) * float_bytes);
                packed.shifted = allocate(program_.weights_bytes, floats(s.filters, s.shifted_plane()) * float_bytes);
            }
            packed_.push_back(packed);
        }
        program_.gradients = allocate(program_.state_bytes, offset * float_bytes);
        program_.moment1 = allocate(program_.state_bytes, offset * float_bytes);
        program_.moment2 = allocate(program_.state_bytes, offset * float_bytes);
        program_.powers = allocate(program_.state_bytes, 2 * sizeof(double));
        rates_ = allocate(program_.state_bytes, 6 * float_bytes);
    }

    // ---- Views.

    int view(Region region, Type type, std::size_t offset, std::vector<Dimension> dimensions) {
        View wanted{region, type, offset, std::move(dimensions)};
        auto &views = program_.views;
        const auto found = std::find(views.begin(), views.end(), wanted);
        if (found != views.end()) {
            return static_cast<int>(found - views.begin());
        }
        views.push_back(std::move(wanted));
        return static_cast<int>(views.size()) - 1;
    }

    static std::vector<Dimension> dense_dimensions(std::initializer_list<int> extents) {
        std::vector<Dimension> dimensions;
        int stride = 1;
        for (const int extent : extents) {
            dimensions.push_back({extent, stride});
            stride *= extent;
        }
        return dimensions;
    }

    Argument rows(std::size_t offset, int elements, Type type = Type::f32) {
        return {true, view(Region::shard, type, offset, {{elements, 1}, {images_extent, elements}})};
    }
    Argument lanes(std::size_t offset, int elements) {
        return {true, view(Region::shard, Type::f32, offset, dense_dimensions({shard_images, elements}))};
    }
    Argument per_image(std::size_t offset, int extent, Type type) {
        return {true, view(Region::shard, type, offset, {{extent, 1}})};
    }
    Argument pooled(std::size_t offset, const ConvolutionShape &s, Type type) {
        auto dimensions = dense_dimensions({s.filters, s.pooled_width(), s.pooled_height()});
        dimensions.push_back({images_extent, s.pooled_elements()});
        return {true, view(Region::shard, type, offset, std::move(dimensions))};
    }
    /// Floats [first, first + count) of the canonical array, wherever it lies: parameters, gradients or moments.
    Argument canonical(Region region, std::size_t start, std::size_t first, std::initializer_list<int> extents) {
        return {true, view(region, Type::f32, start + first * float_bytes, dense_dimensions(extents))};
    }
    Argument weights(const Operation &operation, std::initializer_list<int> extents) {
        return canonical(Region::weights, 0, program_.parameters[operation.weights].offset, extents);
    }
    Argument bias(const Operation &operation, int extent) {
        return canonical(Region::weights, 0, program_.parameters[operation.weights + 1].offset, {extent});
    }
    static Argument scalar(Scalar value) { return {false, 0, value}; }

    // ---- Calls.

    void call(const std::string &name, const std::string &generator, const Parameters &parameters,
              const std::string &plan, std::vector<Argument> arguments) {
        auto &kernels = program_.kernels;
        const auto found = std::find_if(kernels.begin(), kernels.end(), [&](const Kernel &kernel) {
            return kernel.generator == generator && kernel.parameters == parameters;
        });
        const int index = static_cast<int>(found - kernels.begin());
        if (found == kernels.end()) {
            kernels.push_back({name, generator, parameters, plan});
        }
        program_.calls.push_back({index, std::move(arguments)});
    }

    Range calls_since(int first) const { return {first, static_cast<int>(program_.calls.size()) - first}; }
    int next_call() const { return static_cast<int>(program_.calls.size()); }

    std::size_t floats_of_shard(Layout &layout, int elements) {
        return allocate(layout.bytes,
                        static_cast<std::size_t>(shard_images) * static_cast<std::size_t>(elements) * float_bytes);
    }

    void rows_to_lanes(Layout &layout, Activation &activation) {
        activation.lanes = floats_of_shard(layout, activation.elements);
        activation.is_lanes = true;
        const std::string elements = std::to_string(activation.elements);
        call("rows_to_lanes_" + elements, "rows_to_lanes", {{"elements", elements}},
             to_string(schedules::plan_transpose(machine_, activation.elements)),
             {rows(activation.rows, activation.elements), scalar(Scalar::images),
              lanes(activation.lanes, activation.elements)});
    }

    std::size_t lanes_to_rows(Layout &layout, std::size_t source, int elements) {
        const std::size_t target = floats_of_shard(layout, elements);
        call("lanes_to_rows_" + std::to_string(elements), "lanes_to_rows", {{"elements", std::to_string(elements)}},
             to_string(schedules::plan_transpose(machine_, elements)),
             {lanes(source, elements), rows(target, elements)});
        return target;
    }

    Parameters normalization() const { return {{"mean", exact(input_.mean)}, {"deviation", exact(input_.deviation)}}; }

    Activation forward_convolution(Layout &layout, std::size_t index, const Activation &source) {
        const Operation &operation = operations_[index];
        const auto &[s, relu] = std::get<FusedConvolution>(operation.kind);
        Activation result;
        result.elements = s.pooled_elements();
        result.rows = floats_of_shard(layout, result.elements);
        result.argmax =
            allocate(layout.bytes, static_cast<std::size_t>(shard_images) * static_cast<std::size_t>(result.elements));
        result.is_rows = true;
        const Argument dst = pooled(result.rows, s, Type::f32), argmax = pooled(result.argmax, s, Type::u8);
        const Parameters shape = with(parameters_of(s), {{"relu", flag(relu)}});
        const std::string name = operation.name + "_forward";
        if (source.is_pixels) {
            call(name, "image_conv2d_forward", with(shape, normalization()),
                 to_string(schedules::plan_image_conv2d_forward(machine_, s)),
                 {rows(source.rows, source.elements, Type::u8),
                  weights(operation, {s.channels, s.kernel, s.kernel, s.filters}), bias(operation, s.filters), dst,
                  argmax});
        } else {
            call(name, "conv2d_forward", shape, to_string(schedules::plan_conv2d_forward(machine_, s)),
                 {rows(source.rows, source.elements), packed_forward(index, s), dst, argmax});
        }
        return result;
    }

    Activation forward_dense(Layout &layout, std::size_t index, Activation &source) {
        const Operation &operation = operations_[index];
        const auto &[inputs, units, relu] = std::get<DenseOperation>(operation.kind);
        if (source.is_pixels) {
            const std::size_t normalized = floats_of_shard(layout, source.elements);
            call("normalize", "normalize", with({{"elements", std::to_string(source.elements)}}, normalization()),
                 to_string(schedules::plan_elementwise(machine_, source.elements)),
                 {rows(source.rows, source.elements, Type::u8), rows(normalized, source.elements)});
            source = {.elements = source.elements, .is_rows = true, .rows = normalized};
        }
        if (!source.is_lanes) {
            rows_to_lanes(layout, source);
        }
        Activation result;
        result.elements = units;
        result.lanes = floats_of_shard(layout, units);
        result.is_lanes = true;
        result.from_dense_relu = relu;
        call(operation.name + "_forward", "dense_forward",
             {{"inputs", std::to_string(inputs)}, {"units", std::to_string(units)}, {"relu", flag(relu)}},
             to_string(schedules::plan_dense_lanes(machine_, units)),
             {lanes(source.lanes, inputs), weights(operation, {inputs, units}), bias(operation, units),
              lanes(result.lanes, units)});
        return result;
    }

    /// Calls from pixels to logits; returns the input of each operation, and the logits last.
    std::vector<Activation> forward(Layout &layout) {
        const int pixels = static_cast<int>(input_.shape.elements());
        layout.pixels =
            allocate(layout.bytes, static_cast<std::size_t>(shard_images) * static_cast<std::size_t>(pixels));
        std::vector<Activation> activations{{.elements = pixels, .is_pixels = true, .rows = layout.pixels}};
        for (std::size_t k = 0; k < operations_.size(); ++k) {
            const bool convolution = std::holds_alternative<FusedConvolution>(operations_[k].kind);
            activations.push_back(convolution ? forward_convolution(layout, k, activations[k])
                                              : forward_dense(layout, k, activations[k]));
        }
        return activations;
    }

    /// Loss, correctness and the logits' gradient, whose offset it returns.
    std::size_t loss(Layout &layout, const Activation &logits) {
        layout.labels = allocate(layout.bytes, shard_images);
        layout.loss = allocate(layout.bytes, shard_images * float_bytes);
        layout.correct = allocate(layout.bytes, shard_images);
        const std::size_t d_logits = floats_of_shard(layout, classes_);
        call("loss", "softmax_cross_entropy", {{"classes", std::to_string(classes_)}},
             to_string(schedules::plan_loss(machine_, classes_)),
             {lanes(logits.lanes, classes_), per_image(layout.labels, images_extent, Type::u8), scalar(Scalar::images),
              scalar(Scalar::batch), scalar(Scalar::label_smoothing), lanes(d_logits, classes_),
              per_image(layout.loss, shard_images, Type::f32), per_image(layout.correct, shard_images, Type::u8)});
        return d_logits;
    }

    void plan_classify() {
        const int first = next_call();
        Layout &layout = program_.classify_layout;
        const Activation logits = forward(layout).back();
        layout.probabilities = floats_of_shard(layout, classes_);
        call("probabilities", "softmax", {{"classes", std::to_string(classes_)}},
             to_string(schedules::plan_loss(machine_, classes_)),
             {lanes(logits.lanes, classes_), rows(layout.probabilities, classes_)});
        program_.classify = calls_since(first);
    }

    void plan_evaluate() {
        const int first = next_call();
        loss(program_.evaluate_layout, forward(program_.evaluate_layout).back());
        program_.evaluate = calls_since(first);
    }

    void plan_train() {
        const int first = next_call();
        Layout &layout = program_.train_layout;
        std::vector<Activation> activations = forward(layout);
        d_dst_.assign(operations_.size(), 0);
        convolution_gradients_.assign(operations_.size(), 0);
        d_dst_.back() = loss(layout, activations.back());
        for (std::size_t k = operations_.size(); k-- > 0;) {
            if (std::holds_alternative<FusedConvolution>(operations_[k].kind)) {
                backward_convolution(layout, k, activations[k], activations[k + 1]);
            } else {
                backward_dense(layout, k, activations[k]);
            }
        }
        inputs_ = std::move(activations);
        program_.train = calls_since(first);
    }

    /// Backward data; the weights' gradient needs the whole batch and belongs to the updates, which read rows.
    void backward_dense(Layout &layout, std::size_t index, Activation &source) {
        const Operation &operation = operations_[index];
        const auto &[inputs, units, relu] = std::get<DenseOperation>(operation.kind);
        if (!source.is_rows) {
            source.rows = lanes_to_rows(layout, source.lanes, inputs);
            source.is_rows = true;
        }
        if (index == 0) {
            return;
        }
        const std::size_t d_src = floats_of_shard(layout, inputs);
        call(operation.name + "_backward_data", "dense_backward_data",
             {{"inputs", std::to_string(inputs)},
              {"units", std::to_string(units)},
              {"src_relu", flag(source.from_dense_relu)}},
             to_string(schedules::plan_dense_lanes(machine_, inputs)),
             {lanes(d_dst_[index], units), weights(operation, {inputs, units}), lanes(source.lanes, inputs),
              lanes(d_src, inputs)});
        const bool to_convolution = std::holds_alternative<FusedConvolution>(operations_[index - 1].kind);
        d_dst_[index - 1] = to_convolution ? lanes_to_rows(layout, d_src, inputs) : d_src;
    }

    void backward_convolution(Layout &layout, std::size_t index, const Activation &source, const Activation &result) {
        const Operation &operation = operations_[index];
        const ConvolutionShape &s = std::get<FusedConvolution>(operation.kind).shape;
        const Argument d_dst = rows(d_dst_[index], result.elements),
                       argmax = rows(result.argmax, result.elements, Type::u8);
        const std::size_t weight_count = program_.parameters[operation.weights].count;
        convolution_gradients_[index] = allocate(layout.bytes, convolution_parameters(operation) * float_bytes);
        const std::vector<Argument> gradients{
            canonical(Region::shard, convolution_gradients_[index], 0, {s.filter_row(), s.kernel, s.filters}),
            canonical(Region::shard, convolution_gradients_[index], weight_count, {s.filters})};
        const std::string plan = to_string(schedules::plan_conv2d_backward_weights(machine_, s));
        const std::string name = operation.name + "_backward_weights";
        if (source.is_pixels) {
            call(name, "image_conv2d_backward_weights", with(parameters_of(s), normalization()), plan,
                 {rows(source.rows, source.elements, Type::u8), d_dst, argmax, gradients[0], gradients[1]});
            return;
        }
        call(name, "conv2d_backward_weights", parameters_of(s), plan,
             {rows(source.rows, source.elements), d_dst, argmax, gradients[0], gradients[1]});
        d_dst_[index - 1] = floats_of_shard(layout, source.elements);
        call(operation.name + "_backward_data", "conv2d_backward_data", parameters_of(s),
             to_string(schedules::plan_conv2d_backward_data(machine_, s)),
             {d_dst, argmax, packed_shifted(index, {s.filters * s.shifted_plane()}),
              rows(d_dst_[index - 1], source.elements)});
    }

    // ---- Updates: once a step, on gradients of the whole batch.

    std::size_t convolution_parameters(const Operation &operation) const {
        return program_.parameters[operation.weights].count + program_.parameters[operation.weights + 1].count;
    }

    void plan_updates() {
        const int first = next_call();
        const Argument powers{true, view(Region::state, Type::f64, program_.powers, {{2, 1}})};
        call("adam_rates", "adam_rates", {}, "unrolled",
             {powers, scalar(Scalar::learning_rate), scalar(Scalar::beta1), scalar(Scalar::beta2), powers,
              rates_view()});
        program_.rates = calls_since(first);
        for (std::size_t k = 0; k < operations_.size(); ++k) {
            if (std::holds_alternative<FusedConvolution>(operations_[k].kind)) {
                update_convolution(k);
            } else {
                update_dense(k);
            }
        }
    }

    Argument rates_view() { return {true, view(Region::state, Type::f32, rates_, {{6, 1}})}; }

    /// Adam on floats [first, first + count) of the canonical array.
    void adam(std::size_t first, std::size_t count) {
        const int extent = static_cast<int>(count);
        const Argument w = canonical(Region::weights, 0, first, {extent});
        const Argument g = canonical(Region::state, program_.gradients, first, {extent});
        const Argument m = canonical(Region::state, program_.moment1, first, {extent});
        const Argument v = canonical(Region::state, program_.moment2, first, {extent});
        call("adam", "adam", {}, to_string(schedules::plan_elementwise(machine_, 0)),
             {w, g, m, v, rates_view(), scalar(Scalar::epsilon), w, m, v});
    }

    void update_convolution(std::size_t index) {
        const Operation &operation = operations_[index];
        const std::size_t first = program_.parameters[operation.weights].offset,
                          count = convolution_parameters(operation);
        const int first_call = next_call();
        const Argument shards{true, view(Region::shard, Type::f32, convolution_gradients_[index],
                                         {{static_cast<int>(count), 1}, {shards_extent, 0}})};
        call("sum_shards", "sum_shards", {}, to_string(schedules::plan_elementwise(machine_, 0)),
             {shards, canonical(Region::state, program_.gradients, first, {static_cast<int>(count)})});
        adam(first, count);
        pack(index);
        program_.updates.push_back(calls_since(first_call));
    }

    /// A dense layer in runs of units, so that threads share it. A run is whole register blocks and about 20 KB of
    /// weights.
    void update_dense(std::size_t index) {
        const Operation &operation = operations_[index];
        const auto &[inputs, units, relu] = std::get<DenseOperation>(operation.kind);
        const auto plan = schedules::plan_dense_backward_weights(machine_, inputs, units);
        const std::size_t block_bytes =
            static_cast<std::size_t>(plan.units) * static_cast<std::size_t>(inputs) * float_bytes;
        const int run = plan.units * std::max(1, static_cast<int>(20'000 / block_bytes));
        for (int first = 0; first < units;) {
            // A rest smaller than a block joins the run before it.
            const int count = units - first - run < plan.units ? units - first : run;
            update_dense_units(index, first, count, to_string(plan));
            first += count;
        }
    }

    void update_dense_units(std::size_t index, int first, int count, const std::string &plan) {
        const Operation &operation = operations_[index];
        const auto &[inputs, units, relu] = std::get<DenseOperation>(operation.kind);
        const std::size_t weights_first = program_.parameters[operation.weights].offset +
                                          static_cast<std::size_t>(first) * static_cast<std::size_t>(inputs);
        const std::size_t bias_first =
            program_.parameters[operation.weights + 1].offset + static_cast<std::size_t>(first);
        const std::size_t d_dst = d_dst_[index] + static_cast<std::size_t>(first * shard_images) * float_bytes;
        const int first_call = next_call();
        const Argument src{true, view(Region::shard, Type::f32, inputs_[index].rows,
                                      {{inputs, 1}, {shard_images, inputs}, {shards_extent, 0}})};
        const Argument d{true, view(Region::shard, Type::f32, d_dst,
                                    {{shard_images, 1}, {count, shard_images}, {shards_extent, 0}})};
        call(operation.name + "_backward_weights", "dense_backward_weights",
             {{"inputs", std::to_string(inputs)}, {"units", std::to_string(units)}}, plan,
             {src, d, scalar(Scalar::batch),
              canonical(Region::state, program_.gradients, weights_first, {inputs, count}),
              canonical(Region::state, program_.gradients, bias_first, {count})});
        adam(weights_first, static_cast<std::size_t>(count) * static_cast<std::size_t>(inputs));
        adam(bias_first, static_cast<std::size_t>(count));
        program_.updates.push_back(calls_since(first_call));
    }

    // ---- Packed copies of convolution weights.

    struct Packed {
        std::size_t forward = 0, shifted = 0; ///< in the weights region, bytes
    };

    Argument packed_forward(std::size_t index, const ConvolutionShape &s) {
        return canonical(Region::weights, packed_[index].forward, 0, {s.packed_filters(), s.packed_rows()});
    }
    Argument packed_shifted(std::size_t index, std::initializer_list<int> extents) {
        return canonical(Region::weights, packed_[index].shifted, 0, extents);
    }

    /// The first operation reads pixels and uses its weights as they are.
    void pack(std::size_t index) {
        const Operation &operation = operations_[index];
        const auto *conv = std::get_if<FusedConvolution>(&operation.kind);
        if (conv == nullptr || index == 0) {
            return;
        }
        const ConvolutionShape &s = conv->shape;
        const std::string plan = "vector " + std::to_string(ConvolutionShape::filter_block);
        call(operation.name + "_pack_forward", "conv2d_pack_forward", parameters_of(s), plan,
             {weights(operation, {s.packed_rows() - 1, s.filters}), bias(operation, s.filters),
              packed_forward(index, s)});
        call(operation.name + "_pack_backward", "conv2d_pack_backward", parameters_of(s), plan,
             {weights(operation, {s.filter_row(), s.kernel, s.filters}),
              packed_shifted(index, {s.shifted_pitch(), s.shifted_rows(), s.filters})});
    }

    void plan_pack() {
        const int first = next_call();
        for (std::size_t k = 0; k < operations_.size(); ++k) {
            pack(k);
        }
        program_.pack = calls_since(first);
    }

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

} // namespace

std::size_t bytes_of(Type type) {
    switch (type) {
    case Type::u8:
        return 1;
    case Type::f32:
        return 4;
    case Type::f64:
        return 8;
    }
    return 0;
}

Program plan_program(const description::ModelDescription &model, const schedules::Machine &machine) {
    return Builder(model, machine).build();
}

} // namespace halenet::driver
