#include <halenet/network.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <span>

#include <fmt/format.h>

#include <halenet/error.h>
#include <halenet/threads.h>

#include "runtime/train/thread_team.h"

namespace halenet {
namespace {

void check(const halenet_status &status) {
    if (status.code != HALENET_OK)
        throw Error(static_cast<const char *>(status.sentence));
}

Metrics metrics_of(const halenet_metrics &sums) {
    return {sums.loss, sums.correct, sums.images};
}

void check_form(const DataSource &data, const halenet_model_info &model) {
    const ImageForm &form = data.form();
    const auto fits = [](std::size_t found, std::int32_t expected) {
        return found == static_cast<std::size_t>(expected);
    };
    if (!fits(form.height, model.height) || !fits(form.width, model.width) || !fits(form.channels, model.channels))
        throw Error(fmt::format("the images are {}x{}x{} (height x width x channels), but {} takes {}x{}x{}",
                                form.height, form.width, form.channels, model.name, model.height, model.width,
                                model.channels));
}

/// The instruction set that the environment asks for; null: the best.
const char *isa_wanted() {
    const char *name = std::getenv("HALENET_ISA");
    return name == nullptr || *name == '\0' ? nullptr : name;
}

/// A library that only classifies has no function that evaluates or trains.
void check_trains(const halenet_model_info &model) {
    if (!model.trains)
        throw Error(fmt::format("{} was generated to classify only, a library that trains was expected; generate it "
                                "without --for classify",
                                model.name));
}

// The core counts images in 32 bits.
std::int32_t core_count(std::size_t images) {
    if (images > std::numeric_limits<std::int32_t>::max())
        throw Error(fmt::format("there are {} images, expected at most 2147483647", images));
    return static_cast<std::int32_t>(images);
}

} // namespace

Metrics &Metrics::operator+=(const Metrics &other) {
    loss_sum += other.loss_sum;
    correct += other.correct;
    images += other.images;
    return *this;
}

Network::Network(const halenet_api &api, const NetworkOptions &options) : api_(&api) {
    if (api.abi != HALENET_ABI)
        throw Error(fmt::format("the network's library was generated for version {} of halenet's interface, but this "
                                "program was built for version {}; generate the library again",
                                api.abi, HALENET_ABI));
    // Before the core sees them: the sizes of the memory depend on the batch.
    if (options.batch < 1 || options.batch > 65'536)
        throw Error(fmt::format("a batch of {} was asked for, expected 1 to 65536 images", options.batch));
    if (options.threads < 0 || options.threads > 1'024)
        throw Error(
            fmt::format("{} threads were asked for, expected 1 to 1024, or 0 for as many as can run", options.threads));

    const auto allocate = [](std::size_t bytes) {
        return Region(new (std::align_val_t{HALENET_ALIGNMENT}) std::byte[bytes]);
    };
    const std::size_t weights_bytes = api.model->weights_bytes;
    if (options.training)
        check_trains(*api.model);
    const std::size_t state_bytes = options.training ? api.model->state_bytes : 0;
    const std::size_t workspace_bytes =
        options.training ? api.train_workspace_bytes(options.batch) : api.classify_workspace_bytes(options.batch);
    weights_ = allocate(weights_bytes);
    if (options.training)
        state_ = allocate(state_bytes);
    workspace_ = allocate(workspace_bytes);
    team_ = std::make_unique<ThreadTeam>(options.threads == 0 ? useful_threads(options.batch) : options.threads);

    const halenet_memory memory{weights_.get(), weights_bytes,    state_.get(),
                                state_bytes,    workspace_.get(), workspace_bytes};
    const halenet_options core_options{
        .batch = options.batch,
        .parallel_for = team_->threads() == 1 ? nullptr : ThreadTeam::parallel_for,
        .parallel_context = team_.get(),
        .isa = isa_wanted(),
    };
    check(api.create(&instance_, &memory, &core_options));
    initialize(0);
}

Network::~Network() = default;
Network::Network(Network &&) noexcept = default;
Network &Network::operator=(Network &&) noexcept = default;

ImageForm Network::form() const {
    return {.height = static_cast<std::size_t>(model().height),
            .width = static_cast<std::size_t>(model().width),
            .channels = static_cast<std::size_t>(model().channels),
            .classes = static_cast<std::size_t>(model().classes)};
}

std::string Network::isa() const {
    return api_->isa_name(&instance_);
}

std::string Network::target() const {
    const std::span isas(model().isas, model().isa_count);
    const auto own =
        std::ranges::find(isas, isa(), [](const halenet_isa_info &info) { return std::string(info.name); });
    return own->target;
}

int Network::threads() const {
    return team_->threads();
}

void Network::initialize(std::uint64_t seed) {
    check(api_->initialize(&instance_, seed));
}

std::vector<float> Network::parameters() const {
    std::vector<float> parameters(model().parameters);
    check(api_->save_weights(&instance_, parameters.data(), parameters.size()));
    return parameters;
}

void Network::set_parameters(std::span<const float> parameters) {
    check(api_->load_weights(&instance_, parameters.data(), parameters.size()));
}

std::vector<float> Network::gradients() const {
    check_trains(model());
    std::vector<float> gradients(model().parameters);
    check(api_->save_gradients(&instance_, gradients.data(), gradients.size()));
    return gradients;
}

xt::xtensor<float, 2> Network::predict(const DataSource &images) {
    check_form(images, model());
    const auto classes = static_cast<std::size_t>(model().classes);
    xt::xtensor<float, 2> probabilities(std::array{images.size(), classes});
    const auto most = static_cast<std::size_t>(batch());
    for (std::size_t first = 0; first < images.size(); first += most) {
        const halenet_batch part =
            consecutive(images, first, std::min(most, images.size() - first), Labels::not_needed);
        check(api_->predict(&instance_, part.images, part.count, probabilities.data() + first * classes));
    }
    return probabilities;
}

std::vector<float> Network::layer_output(std::span<const std::uint8_t> image, int layer) {
    const ImageForm taken = form();
    if (const std::size_t bytes = taken.height * taken.width * taken.channels; image.size() != bytes)
        throw Error(fmt::format("an image of {} bytes was given, but {} takes {}", image.size(), model().name, bytes));
    std::vector<float> values;
    if (layer >= 0 && static_cast<std::size_t>(layer) < model().layer_count) {
        const halenet_layer_info &info = model().layers[layer];
        values.resize(static_cast<std::size_t>(info.height) * static_cast<std::size_t>(info.width) *
                      static_cast<std::size_t>(info.channels));
    }
    check(api_->layer_output(&instance_, image.data(), layer, values.data()));
    return values;
}

Metrics Network::evaluate(const DataSource &data, std::size_t first, std::size_t count) {
    check_trains(model());
    check_data(data);
    if (first > data.size() || count > data.size() - first)
        throw Error(fmt::format("{} images from number {} on were to be evaluated, but there are {}", count, first,
                                data.size()));
    Metrics metrics;
    const auto most = static_cast<std::size_t>(batch());
    for (const std::size_t end = first + count; first < end; first += most) {
        const halenet_batch part = consecutive(data, first, std::min(most, end - first), Labels::needed);
        halenet_metrics sums{};
        check(api_->evaluate(&instance_, &part, &sums));
        metrics += metrics_of(sums);
    }
    return metrics;
}

Metrics Network::train_step(const DataSource &data, std::span<const std::uint32_t> indices,
                            const halenet_training &training) {
    check_trains(model());
    data.wait(indices);
    const halenet_batch step =
        data.in_memory() ? halenet_batch{data.images(), data.labels(), indices.data(), core_count(indices.size())}
                         : filled(data, indices, Labels::needed);
    halenet_metrics sums{};
    check(api_->train_step(&instance_, &step, &training, &sums));
    return metrics_of(sums);
}

void Network::check_weights() const {
    check(api_->check_weights(&instance_));
}

void Network::check_data(const DataSource &data) const {
    check_form(data, model());
    if (!data.labelled())
        throw Error(fmt::format("the {} images have no labels, expected one an image", data.size()));
    if (data.in_memory())
        check_labels({data.labels(), data.size()}, {});
}

/// `indices` are the images' numbers; empty: 0, 1, 2 and so on.
void Network::check_labels(std::span<const std::uint8_t> labels, std::span<const std::uint32_t> indices) const {
    const auto wrong = std::ranges::find_if(labels, [&](std::uint8_t label) { return label >= model().classes; });
    if (wrong == labels.end())
        return;
    const auto position = static_cast<std::size_t>(wrong - labels.begin());
    throw Error(fmt::format("image {} has the label {}, but {} has the classes 0 to {}",
                            indices.empty() ? position : indices[position], *wrong, model().name, model().classes - 1));
}

/// The images `indices` of a source that is a function, in this network's own memory.
halenet_batch Network::filled(const DataSource &data, std::span<const std::uint32_t> indices, Labels labels) {
    images_.resize(indices.size() * data.image_bytes());
    labels_.assign(indices.size(), UINT8_MAX); // so that one which is forgotten is no class of most networks
    data.fill(indices, images_, labels_);
    if (labels == Labels::needed)
        check_labels(labels_, indices);
    return {images_.data(), labels_.data(), nullptr, core_count(indices.size())};
}

/// The images first .. first + count - 1.
halenet_batch Network::consecutive(const DataSource &data, std::size_t first, std::size_t count, Labels labels) {
    if (data.in_memory()) {
        data.wait(first + count);
        return {data.images() + first * data.image_bytes(), data.labelled() ? data.labels() + first : nullptr, nullptr,
                core_count(count)};
    }
    std::vector<std::uint32_t> indices(count);
    std::iota(indices.begin(), indices.end(), static_cast<std::uint32_t>(first));
    return filled(data, indices, labels);
}

} // namespace halenet
