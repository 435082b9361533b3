#include "tests/library/instance.h"

#include <cstring>
#include <random>
#include <stdexcept>

namespace halenet::testing {

Region::Region(std::size_t bytes)
    : bytes_(bytes), memory_(static_cast<std::byte *>(::operator new[](bytes, std::align_val_t{HALENET_ALIGNMENT}))) {
    std::memset(memory_.get(), 0xcd, bytes);
}

Instance::Instance(const halenet_api &api, int batch, Use use, Parallel parallel)
    : api_(&api), weights_(api.model->weights_bytes), state_(use == Use::train ? api.model->state_bytes : 0),
      workspace_(use == Use::train ? api.train_workspace_bytes(batch) : api.classify_workspace_bytes(batch)) {
    const halenet_memory memory{weights_.data(), weights_.size(),   use == Use::train ? state_.data() : nullptr,
                                state_.size(),   workspace_.data(), workspace_.size()};
    const halenet_options options{batch, parallel.run, parallel.context, nullptr};
    check(api.create(&instance_, &memory, &options));
}

void Instance::initialize(std::uint64_t seed) {
    check(api_->initialize(&instance_, seed));
}

void Instance::load(const std::vector<float> &parameters) {
    check(api_->load_weights(&instance_, parameters.data(), parameters.size()));
}

std::vector<float> Instance::parameters() const {
    std::vector<float> values(api_->model->parameters);
    check(api_->save_weights(&instance_, values.data(), values.size()));
    return values;
}

std::vector<float> Instance::gradients() const {
    std::vector<float> values(api_->model->parameters);
    check(api_->save_gradients(&instance_, values.data(), values.size()));
    return values;
}

std::vector<float> Instance::predict(const std::vector<std::uint8_t> &images, int count) {
    std::vector<float> probabilities(static_cast<std::size_t>(count) * static_cast<std::size_t>(api_->model->classes));
    check(api_->predict(&instance_, images.data(), count, probabilities.data()));
    return probabilities;
}

std::vector<float> Instance::layer_output(const std::uint8_t *image, int layer) {
    const halenet_layer_info &info = api_->model->layers[layer];
    std::vector<float> values(static_cast<std::size_t>(info.height) * static_cast<std::size_t>(info.width) *
                              static_cast<std::size_t>(info.channels));
    check(api_->layer_output(&instance_, image, layer, values.data()));
    return values;
}

halenet_metrics Instance::evaluate(const halenet_batch &batch) {
    halenet_metrics metrics{};
    check(api_->evaluate(&instance_, &batch, &metrics));
    return metrics;
}

halenet_metrics Instance::train(const halenet_batch &batch, const halenet_training &training) {
    halenet_metrics metrics{};
    check(api_->train_step(&instance_, &batch, &training, &metrics));
    return metrics;
}

void check(const halenet_status &status) {
    if (status.code != HALENET_OK) {
        throw std::runtime_error(status.sentence);
    }
}

halenet_training adam(float learning_rate, float label_smoothing) {
    halenet_training training{};
    training.optimizer = HALENET_ADAM;
    training.learning_rate = learning_rate;
    training.label_smoothing = label_smoothing;
    training.beta1 = 0.9;
    training.beta2 = 0.999;
    training.epsilon = 1e-8f;
    return training;
}

halenet_training sgd(float learning_rate, float momentum, float weight_decay) {
    halenet_training training{};
    training.optimizer = HALENET_SGD;
    training.learning_rate = learning_rate;
    training.momentum = momentum;
    training.weight_decay = weight_decay;
    return training;
}

Images random_images(const halenet_model_info &model, int count, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    Images images;
    images.count = count;
    const auto elements = static_cast<std::size_t>(model.height * model.width * model.channels);
    for (std::size_t k = 0; k < elements * static_cast<std::size_t>(count); ++k) {
        // Half of the pixels are background, as in MNIST, so that ties and closed windows occur.
        const auto value = random();
        images.pixels.push_back(static_cast<std::uint8_t>(value % 2 == 0 ? 0 : (value >> 8) % 256));
    }
    for (int k = 0; k < count; ++k) {
        images.labels.push_back(static_cast<std::uint8_t>(random() % static_cast<std::uint64_t>(model.classes)));
    }
    return images;
}

bool same_bits(const std::vector<float> &a, const std::vector<float> &b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

} // namespace halenet::testing
