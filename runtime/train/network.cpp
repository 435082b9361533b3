#include <halenet/network.h>

#include <array>
#include <limits>

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

void check_images(const xt::xtensor<std::uint8_t, 4> &images, const halenet_model_info &model) {
    const auto fits = [&](std::size_t axis, std::int32_t extent) {
        return images.shape(axis) == static_cast<std::size_t>(extent);
    };
    if (!fits(1, model.height) || !fits(2, model.width) || !fits(3, model.channels))
        throw Error(fmt::format("the images are {}x{}x{} (height x width x channels), but {} takes {}x{}x{}",
                                images.shape(1), images.shape(2), images.shape(3), model.name, model.height,
                                model.width, model.channels));
}

std::size_t image_bytes(const halenet_model_info &model) {
    return static_cast<std::size_t>(model.height) * static_cast<std::size_t>(model.width) *
           static_cast<std::size_t>(model.channels);
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
                                api.abi, static_cast<int>(HALENET_ABI)));
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
    const std::size_t state_bytes = options.training ? api.model->state_bytes : 0;
    const std::size_t workspace_bytes =
        options.training ? api.train_workspace_bytes(options.batch) : api.classify_workspace_bytes(options.batch);
    weights_ = allocate(weights_bytes);
    if (options.training)
        state_ = allocate(state_bytes);
    workspace_ = allocate(workspace_bytes);
    team_ = std::make_unique<ThreadTeam>(options.threads == 0 ? available_cpus() : options.threads);

    const halenet_memory memory{weights_.get(), weights_bytes,    state_.get(),
                                state_bytes,    workspace_.get(), workspace_bytes};
    const halenet_options core_options{
        .batch = options.batch,
        .parallel_for = team_->threads() == 1 ? nullptr : ThreadTeam::parallel_for,
        .parallel_context = team_.get(),
        .isa = nullptr,
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

xt::xtensor<float, 2> Network::predict(const xt::xtensor<std::uint8_t, 4> &images) {
    check_images(images, model());
    xt::xtensor<float, 2> probabilities(std::array{images.shape(0), static_cast<std::size_t>(model().classes)});
    if (images.shape(0) > 0)
        check(api_->predict(&instance_, images.data(), core_count(images.shape(0)), probabilities.data()));
    return probabilities;
}

Metrics Network::evaluate(const Dataset &data, std::size_t first, std::size_t count) {
    check_form(data);
    halenet_metrics sums{};
    if (count > 0) {
        const halenet_batch part{data.images.data() + first * image_bytes(model()), data.labels.data() + first, nullptr,
                                 core_count(count)};
        check(api_->evaluate(&instance_, &part, &sums));
    }
    return metrics_of(sums);
}

Metrics Network::train_step(const Dataset &data, std::span<const std::uint32_t> indices,
                            const halenet_training &training) {
    const halenet_batch step{data.images.data(), data.labels.data(), indices.data(), core_count(indices.size())};
    halenet_metrics sums{};
    check(api_->train_step(&instance_, &step, &training, &sums));
    return metrics_of(sums);
}

void Network::check_weights() const {
    check(api_->check_weights(&instance_));
}

void Network::check_form(const Dataset &data) const {
    check_images(data.images, model());
    if (data.images.shape(0) != data.size())
        throw Error(fmt::format("there are {} images, but {} labels", data.images.shape(0), data.size()));
}

} // namespace halenet
