/// A model's program: which kernels it needs, what memory they work on, and in which order they run. Plain data,
/// computed from the description; the emitter writes it down as the C core's tables, which it mirrors
/// (runtime/core/internal.h).
#pragma once

#include "generator/description/description.h"
#include "schedules/knobs.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace halenet::driver {

enum class Region { weights, state, shard };
enum class Type { f32, f64, u8 };

[[nodiscard]] std::size_t bytes_of(Type type);

/// Extents that only run time knows.
inline constexpr int images_extent = -1; ///< images of the shard
inline constexpr int shards_extent = -2; ///< shards of the batch; the stride is the distance of two shards' blocks

struct Dimension {
    int extent = 0;
    int stride = 0; ///< elements
    bool operator==(const Dimension &) const = default;
};

/// A tensor as one kernel sees it; dimensions innermost first.
struct View {
    Region region = Region::shard;
    Type type = Type::f32;
    std::size_t offset = 0; ///< bytes from the start of the region (of the shard's block)
    std::vector<Dimension> dimensions;
    bool operator==(const View &) const = default;
};

enum class Scalar {
    images,
    batch,
    label_smoothing,
    learning_rate,
    beta1,
    beta2,
    epsilon,
    momentum,
    weight_decay,
    augment_pixels,
    augment_degrees,
    key_low,
    key_high,
    first_image,
    scratch ///< not a number but memory of the shard's
};

/// As core.h numbers them.
enum class Optimizer { adam, sgd };
inline constexpr std::size_t optimizers = 2;

/// A generator with its parameters; each is compiled once and may be called often.
struct Kernel {
    std::string name;      ///< within the library: "c1_forward"
    std::string generator; ///< registered name: "image_conv2d_forward"
    std::map<std::string, std::string> parameters;
    schedules::Space space{};                                 ///< all ways in which it can run
    schedules::Values plan{};                                 ///< how it runs, of the space
    std::string plan_from = "computed from target and shape"; ///< for the manifest
    std::string autoscheduler{}; ///< of Halide's, which then takes the plan's place: a contender, never shipped
    /// Of each argument the greatest extents that it is called with, of a scalar none: what an autoscheduler is told.
    std::vector<std::vector<int>> extents{};
    bool in_place = false; ///< it is called with an output that is an input's memory
};

/// "vector 16, columns 5"; or the autoscheduler's name.
[[nodiscard]] std::string plan_text(const Kernel &kernel);

/// Asked of each kernel once, when all but its plan is known and the plan is the shipped one: may replace `plan`,
/// `plan_from` and `autoscheduler`.
using PlanChooser = std::function<void(Kernel &)>;

struct Argument {
    bool is_view = true;
    int view = 0; ///< index into Program::views
    Scalar scalar = Scalar::images;
};

struct Call {
    int kernel = 0; ///< index into Program::kernels
    std::vector<Argument> arguments;
};

/// Calls [first, first + count).
struct Range {
    int first = 0, count = 0;
};

/// A piece of memory with a purpose of its own.
struct Place {
    std::string name; ///< "c3, rows"
    Type type = Type::f32;
    std::vector<int> extents; ///< outermost first
    std::size_t offset = 0;   ///< bytes
};
[[nodiscard]] std::size_t bytes_of(const Place &place);

/// Memory that grows as places in it are given away.
struct Area {
    std::size_t bytes = 0;
    std::vector<Place> places; ///< in the order of their offsets
};

/// What one shard's block of the workspace holds for one use of it; offsets in bytes.
struct Layout : Area {
    int images = description::shard_images; ///< that a block has room for
    std::size_t pixels = 0, labels = 0, logits = 0, probabilities = 0, loss = 0, correct = 0, originals = 0,
                scratch = 0;
};

/// Where a layer's output lies after the classify calls, for image 0 of a shard.
struct Output {
    std::size_t offset = 0; ///< bytes
    int stride = 0;         ///< floats from one element to the next; 0: it never exists in memory
};

/// A tensor of the canonical parameter array (core.h: halenet_tensor_info).
struct Parameter {
    std::string name;
    std::vector<int> shape;            ///< outermost first
    std::size_t offset = 0, count = 0; ///< floats
    int inputs = 1;                    ///< of one output, which bound the initial values
};

/// Which path an operation takes.
struct Path {
    std::string layer;
    bool fused = false; ///< several steps in one kernel; else the general path, a kernel a step
    std::string why;
};

struct Program {
    std::vector<Path> paths; ///< of the operations, in order
    Kernel settings;         ///< of the program itself, as if they were a kernel's plan (schedules/settings.h)
    std::vector<Kernel> kernels;
    std::vector<View> views;
    std::vector<Call> calls;
    std::vector<Parameter> parameters;
    Layout classify_layout, one_layout, evaluate_layout, train_layout, adapt_layout;
    Range front, classify, classify_few, one, evaluate, augment, train, rates, pack, pack_few;
    Range adapt;                                        ///< after evaluate: back as far as the adapted layers
    int few = 0;                                        ///< images of a shard that classify_few is for, at most
    int parallel_from = 1;                              ///< shards of a batch from which on threads share the work
    std::array<std::vector<Range>, optimizers> updates; ///< of each optimizer, independent of each other
    std::vector<Range> adapt_updates;                   ///< by Adam: its rates, then the adapted layers
    std::vector<Output> outputs, one_outputs;           ///< of the model's layers
    Area weights, state;                                ///< regions
    Area adapt_state;                                   ///< start of the memory for adapt; a shard's block follows
    std::size_t packed = 0;                             ///< in the weights region, bytes: a halenet_packed
    std::size_t gradients = 0, moment1 = 0, moment2 = 0, powers = 0; ///< in the state region, bytes
    std::size_t adapted = 0, adapted_count = 0;     ///< floats of the canonical array: a run at its end
    std::size_t adapt_backup = 0, adapt_powers = 0; ///< in the memory for adapt, bytes
};

/// What a library is for: one that only classifies has no kernel, memory or function that trains.
enum class Use { train, classify };

/// The program of a well-formed model for a machine, before add_scratch. `choose` empty: by the shipped plans.
[[nodiscard]] Program plan_program(const description::ModelDescription &model, const schedules::Machine &machine,
                                   Use use = Use::train, const PlanChooser &choose = {});

/// The kernels that can run in several ways, and the settings, which are no kernel but planned like one.
[[nodiscard]] std::vector<const Kernel *> kernels_with_knobs(const Program &program);

/// Makes room for what the kernels need while they run: `bytes` of each, as compiling or lowering them tells.
void add_scratch(Program &program, const std::vector<std::size_t> &bytes);

} // namespace halenet::driver
