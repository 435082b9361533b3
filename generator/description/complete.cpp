/// The rules of the model language and the shapes that follow from a model.
#include "generator/description/names.h"
#include "generator/description/sentences.h"
#include "generator/description/windows.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <type_traits>
#include <utility>

namespace halenet::description {
namespace {

constexpr std::int64_t most_elements = std::numeric_limits<std::int32_t>::max();

/// Walks over the layers once, carrying what each one leaves to the next.
class Completion {
  public:
    Completion(ModelDescription &model, const std::set<std::size_t> &unread)
        : model_(model), unread_(unread), none_(model.layers.size()) {}

    std::vector<Problem> run() {
        if (model_.layers.empty()) {
            report("{}: found no layer, expected an Input first and a Dense with softmax last", model_.name);
            return std::move(problems_);
        }
        for (index_ = 0; index_ < none_; ++index_) {
            Layer &layer = model_.layers[index_];
            layer.output = {};
            layer.parameters = 0;
            check_input_is_first(layer);
            if (index_ + 1 == none_)
                check_last(layer);
            if (unread_.contains(index_)) {
                std::visit([&](const auto &operation) { step_unread(layer, operation); }, layer.operation);
                continue;
            }
            std::visit([&](const auto &operation) { step(layer, operation); }, layer.operation);
            check_elements(layer);
            if (shape_)
                layer.output = *shape_;
        }
        index_ = none_;
        if (parameters_ > most_elements)
            report("{}: found {} parameters, expected fewer than 2^31", model_.name, parameters_);
        return std::move(problems_);
    }

  private:
    // Reporting.

    template <typename... Values>
    Problem &report(fmt::format_string<Values...> sentence, Values &&...values) {
        Problem problem;
        problem.layer = index_;
        problem.sentence = fmt::format(sentence, std::forward<Values>(values)...);
        problem.cause = none_;
        return problems_.emplace_back(std::move(problem));
    }

    static void blame(Problem &problem, std::size_t cause, std::string sentence) {
        problem.cause = cause;
        problem.cause_sentence = std::move(sentence);
    }

    /// Blames the layer before, for the shape that it leaves.
    void blame_source(Problem &problem) const {
        blame(problem, index_ - 1, fmt::format("{} leaves {}", source_name(), to_string(*shape_)));
    }

    static void suggest(Problem &problem, Fix::Kind kind, std::string text) {
        problem.fix = Fix{.kind = kind, .text = std::move(text)};
    }

    [[nodiscard]] const Layer &source() const { return model_.layers[index_ - 1]; }
    [[nodiscard]] const std::string &source_name() const { return source().name; }

    template <typename Kind>
    [[nodiscard]] bool has() const {
        return std::any_of(model_.layers.begin(), model_.layers.end(),
                           [](const Layer &layer) { return std::holds_alternative<Kind>(layer.operation); });
    }

    // Rules about the order of layers.

    void check_input_is_first(const Layer &layer) {
        const bool is_input = std::holds_alternative<Input>(layer.operation);
        if (is_input && input_) {
            blame(report("{}: found a second Input, expected one", layer.name), *input_,
                  fmt::format("{} is the first Input", model_.layers[*input_].name));
        } else if (is_input) {
            input_ = index_;
            if (index_ > 0)
                blame(report("{}: found the Input after {}, expected it first", layer.name, source_name()), index_ - 1,
                      fmt::format("{} is {}", source_name(), a_kind(source())));
        } else if (index_ == 0 && !has<Input>()) {
            report("{}: found {} and no Input in the model, expected an Input first", layer.name, a_kind(layer));
        }
    }

    void check_last(const Layer &layer) {
        const auto *dense = std::get_if<Dense>(&layer.operation);
        if (!dense) {
            report("{}: found {} as the last layer, expected a Dense with softmax", layer.name, a_kind(layer));
        } else if (unread_.contains(index_)) {
            return;
        } else if (dense->activation != Activation::softmax) {
            Problem &problem =
                report("{}: found {} on the last layer, expected softmax", layer.name, to_string(dense->activation));
            problem.number = "activation";
            suggest(problem, Fix::Kind::word, "softmax");
        } else if (dense->units == 1 || (dense->units > most_classes && dense->units <= largest_size)) {
            const std::string reason =
                dense->units == 1 ? "the probability of a single class is always 1" : "a label is a byte";
            report("{}: found {} under softmax, expected 2 to {}, since {}", layer.name,
                   dense->units == 1 ? "1 unit" : fmt::format("{} units", dense->units), most_classes, reason)
                .number = "units";
        }
    }

    void check_activation(const Layer &layer, Activation activation) {
        if (activation != Activation::softmax || index_ + 1 == none_)
            return;
        const Layer &next = model_.layers[index_ + 1];
        Problem &problem =
            report("{}: found softmax, which only the last layer has, expected identity, relu or tanh", layer.name);
        problem.number = "activation";
        blame(problem, index_ + 1, fmt::format("{} comes after it", next.name));
    }

    /// Convolutions and pools need rows and columns.
    bool check_not_flat(const Layer &layer) {
        const std::optional<std::size_t> flattener = flatten_ ? flatten_ : first_dense_;
        if (flattener)
            blame(report("{}: found {} after {}, expected it before the Flatten", layer.name, a_kind(layer),
                         a_kind(model_.layers[*flattener])),
                  *flattener, fmt::format("{} leaves no rows and columns", model_.layers[*flattener].name));
        return !flattener;
    }

    /// A Dense needs one row of numbers.
    void check_flat(const Layer &layer) {
        if (!flatten_ && !first_dense_) {
            const std::string source = shape_ ? fmt::format(" on {} from {}", to_string(*shape_), source_name()) : "";
            Problem &problem = report("{}: found a Dense{}, expected a Flatten before it", layer.name, source);
            if (shape_)
                blame_source(problem);
            if (!has<Flatten>())
                suggest(problem, Fix::Kind::layer_before, "Flatten flatten");
        }
        if (!first_dense_)
            first_dense_ = index_;
    }

    // Rules about numbers.

    bool check_size(const Layer &layer, std::string_view number, int value, int most = largest_size) {
        if (value >= 1 && value <= most)
            return true;
        report("{}: found {} {}, expected 1 to {}", layer.name, number, value, most).number = number;
        return false;
    }

    void check_real(const Layer &layer, std::string_view number, std::string_view word, double value, double least) {
        if (value >= least && value <= 1.0) // false for a NaN
            return;
        Problem &problem = report("{}: found {} {}, expected {} to 1, in units where a pixel is 0 to 1", layer.name,
                                  number, value, least);
        problem.number = number;
        if (value > 1.0 && value <= 255.0) // meant for pixels of 0 to 255
            suggest(problem, Fix::Kind::word, fmt::format("{}<{:.4g}>", word, value / 255.0));
    }

    /// A stride beyond the window would leave numbers of the source unread between two windows.
    bool check_stride(const Layer &layer, std::string_view window, int size, int stride) {
        if (!check_size(layer, "stride", stride))
            return false;
        if (stride <= size)
            return true;
        report("{}: found stride {} and {} {}, expected a stride of 1 to {}, since rows and columns between two "
               "windows would be skipped",
               layer.name, stride, with_article(square(size)), window, size)
            .number = "stride";
        return false;
    }

    /// `window` names what lies on the source: "kernel with valid padding".
    bool check_window_fits(const Layer &layer, std::string_view number, std::string_view window, int size, int least) {
        if (shape_->height >= least && shape_->width >= least)
            return true;
        Problem &problem =
            report("{}: {} {} needs an input of at least {}, but {} leaves {}x{}", layer.name,
                   with_article(square(size)), window, square(least), source_name(), shape_->height, shape_->width);
        problem.number = number;
        blame_source(problem);
        return false;
    }

    void warn_of_dropped(const Layer &layer, int size, int stride) {
        const int rows = dropped(shape_->height, size, stride);
        const int columns = dropped(shape_->width, size, stride);
        if (rows == 0 && columns == 0)
            return;
        Problem &problem =
            report("{}: {} window with stride {} drops {}{}{} of {}x{}", layer.name, with_article(square(size)), stride,
                   last_of(rows, "row"), rows > 0 && columns > 0 ? " and " : "", last_of(columns, "column"),
                   shape_->height, shape_->width);
        problem.severity = Severity::warning;
        problem.number = "size";
        blame_source(problem);
    }

    /// A layer whose output is too large leaves an unknown shape, so products of the next layer stay below 2^63.
    void check_elements(const Layer &layer) {
        if (!shape_ || shape_->elements() <= most_elements)
            return;
        report("{}: found an output of {} elements ({}), expected fewer than 2^31", layer.name, shape_->elements(),
               to_string(*shape_));
        shape_.reset();
    }

    // The layers' own rules: each step reads the shape that its source leaves and writes the one that it leaves.

    void step(const Layer &layer, const Input &input) {
        const bool height = check_size(layer, "height", input.shape.height);
        const bool width = check_size(layer, "width", input.shape.width);
        const bool channels = check_size(layer, "channels", input.shape.channels);
        check_real(layer, "mean", "Mean", input.mean, 0.0);
        check_real(layer, "deviation", "Deviation", input.deviation, 0.001);
        leave(height && width && channels && index_ == 0, input.shape);
    }

    void step(Layer &layer, const Conv2D &conv) {
        const bool filters = check_size(layer, "filters", conv.filters);
        const bool kernel = check_size(layer, "kernel", conv.kernel);
        const bool stride = kernel && check_stride(layer, "kernel", conv.kernel, conv.stride);
        check_activation(layer, conv.activation);
        if (!check_not_flat(layer) || !filters || !kernel || !stride || !shape_)
            return leave(false, {});
        const bool is_valid = conv.padding == Padding::valid;
        const int least = is_valid ? conv.kernel : least_extent_with_border(conv.kernel, conv.stride);
        if (!check_window_fits(layer, "kernel", is_valid ? "kernel with valid padding" : "kernel with same padding",
                               conv.kernel, least))
            return leave(false, {});
        count_parameters(layer, conv.filters, std::int64_t{conv.kernel} * conv.kernel * shape_->channels);
        const auto left = [&](int extent) {
            return is_valid ? windows_within(extent, conv.kernel, conv.stride)
                            : windows_with_border(extent, conv.stride);
        };
        leave(true, {left(shape_->height), left(shape_->width), conv.filters});
    }

    void step(const Layer &layer, const MaxPool2D &pool) { step_pool(layer, pool.size, pool.stride); }
    void step(const Layer &layer, const AveragePool2D &pool) { step_pool(layer, pool.size, pool.stride); }

    void step_pool(const Layer &layer, int size, int stride) {
        const bool numbers =
            check_size(layer, "size", size, largest_pool) && check_stride(layer, "window", size, stride);
        const bool has_rows = check_not_flat(layer);
        if (!numbers || !has_rows || !shape_ || !check_window_fits(layer, "size", "window", size, size))
            return leave(false, {});
        warn_of_dropped(layer, size, stride);
        leave(true, {windows_within(shape_->height, size, stride), windows_within(shape_->width, size, stride),
                     shape_->channels});
    }

    void step(const Layer &layer, const Dropout &dropout) {
        if (dropout.rate >= 0.0 && dropout.rate < 1.0) // false for a NaN
            return;
        Problem &problem = report("{}: found rate {}, expected 0 to below 1", layer.name, dropout.rate);
        problem.number = "rate";
        if (dropout.rate >= 2.0 && dropout.rate < 100.0) // meant as per cent
            suggest(problem, Fix::Kind::word, fmt::format("{}", dropout.rate / 100.0));
    }

    void step(const Layer &layer, const Flatten & /*flatten*/) {
        if (flatten_) {
            Problem &problem = report("{}: found a second Flatten, expected one", layer.name);
            suggest(problem, Fix::Kind::drop_layer, "");
            blame(problem, *flatten_, fmt::format("{} flattens already", model_.layers[*flatten_].name));
        }
        flatten_ = index_;
        if (shape_ && shape_->elements() <= most_elements)
            shape_ = Shape{1, 1, static_cast<int>(shape_->elements())};
    }

    void step(Layer &layer, const Dense &dense) {
        const bool units = check_size(layer, "units", dense.units);
        check_activation(layer, dense.activation);
        check_flat(layer);
        if (units && shape_)
            count_parameters(layer, dense.units, shape_->elements());
        leave(units && shape_, {1, 1, dense.units});
    }

    /// Of a layer whose numbers are not known its place among the others still counts.
    void step_unread(const Layer &layer, const auto &operation) {
        using Kind = std::remove_cvref_t<decltype(operation)>;
        if constexpr (std::is_same_v<Kind, Dense>)
            check_flat(layer);
        else if constexpr (std::is_same_v<Kind, Flatten>)
            return step(layer, operation); // it has no numbers
        else if constexpr (!std::is_same_v<Kind, Input> && !std::is_same_v<Kind, Dropout>)
            check_not_flat(layer);
        if constexpr (!std::is_same_v<Kind, Dropout>)
            leave(false, {});
    }

    void leave(bool is_known, Shape shape) { shape_ = is_known ? std::optional(shape) : std::nullopt; }

    /// Each output channel has `inputs` weights and a bias. The sum stops growing once it is too large.
    void count_parameters(Layer &layer, std::int64_t outputs, std::int64_t inputs) {
        layer.parameters = outputs * (inputs + 1);
        parameters_ = std::min(parameters_ + layer.parameters, std::numeric_limits<std::int64_t>::max() / 2);
    }

    ModelDescription &model_;
    const std::set<std::size_t> &unread_;
    const std::size_t none_; ///< stands for "no layer" in a Problem
    std::vector<Problem> problems_;
    std::size_t index_ = 0;      ///< of the layer at hand
    std::optional<Shape> shape_; ///< what the layer before leaves; empty where a problem hides it
    std::optional<std::size_t> input_, flatten_, first_dense_;
    std::int64_t parameters_ = 0;
};

} // namespace

std::vector<Problem> complete(ModelDescription &model, const std::set<std::size_t> &unread) {
    // A multimap keeps the order of equal keys, as a stable sort would: of one layer, its name's problems come first.
    std::multimap<std::size_t, Problem> in_order;
    for (const Problem &problem : problems_of_names(model))
        in_order.emplace(problem.layer, problem);
    for (const Problem &problem : Completion(model, unread).run())
        in_order.emplace(problem.layer, problem);
    std::vector<Problem> problems;
    for (auto &[layer, problem] : in_order)
        problems.push_back(std::move(problem));
    return problems;
}

} // namespace halenet::description
