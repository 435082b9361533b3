#include "tests/runtime_train/fake_library.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <span>

namespace fake_library {
namespace {

constexpr std::size_t parameter_count = 4;
constexpr std::size_t image_bytes = 4;
constexpr halenet_status ok{HALENET_OK, ""};

const halenet_tensor_info tensor{"output.weights", 1, {4, 1, 1, 1}, 0, parameter_count, 0.5F};
constexpr halenet_isa_info isa{"fake", "fake-64-none"};
const halenet_model_info model{
    .name = "Fake",
    .hash = "0000000000000000000000000000000000000000000000000000000000000000",
    .isa_count = 1,
    .isas = &isa,
    .trains = true,
    .strict = false,
    .height = 2,
    .width = 2,
    .channels = 1,
    .classes = 3,
    .mean = 0,
    .deviation = 1,
    .mean_text = "0",
    .deviation_text = "1",
    .parameters = parameter_count,
    .tensor_count = 1,
    .tensors = &tensor,
    .layer_count = 0,
    .layers = nullptr,
    .weights_bytes = parameter_count * sizeof(float),
    .state_bytes = 64,
    .adapt_bytes = 0,
    .selftest_bytes = 0,
    .kernel_count = 0,
    .embedded = nullptr,
    .embedded_bytes = 0,
};

Record the_record;

halenet_status failure(halenet_code code, const std::string &sentence) {
    halenet_status status{code, ""};
    std::memcpy(static_cast<char *>(status.sentence), sentence.c_str(), sentence.size() + 1);
    return status;
}

std::span<float, parameter_count> parameters_of(const halenet_instance *instance) {
    return std::span<float, parameter_count>(static_cast<float *>(instance->memory.weights), parameter_count);
}

std::size_t image_at(const halenet_batch &batch, std::int32_t position) {
    return batch.indices == nullptr ? static_cast<std::size_t>(position) : batch.indices[position];
}

std::uint8_t first_pixel(const halenet_batch &batch, std::int32_t position) {
    return batch.images[image_at(batch, position) * image_bytes];
}

std::vector<std::uint8_t> first_pixels(const halenet_batch &batch) {
    std::vector<std::uint8_t> pixels;
    for (std::int32_t position = 0; position < batch.count; ++position)
        pixels.push_back(first_pixel(batch, position));
    return pixels;
}

std::vector<std::uint8_t> labels_of(const halenet_batch &batch) {
    std::vector<std::uint8_t> labels;
    for (std::int32_t position = 0; position < batch.count; ++position)
        labels.push_back(batch.labels[image_at(batch, position)]);
    return labels;
}

void add_metrics(const halenet_batch &batch, halenet_metrics &metrics) {
    for (std::int32_t position = 0; position < batch.count; ++position) {
        metrics.loss += first_pixel(batch, position);
        metrics.correct += first_pixel(batch, position) % 2 == 0 ? 1 : 0;
    }
    metrics.images += batch.count;
}

std::size_t workspace_bytes(std::int32_t batch) {
    return 64 * static_cast<std::size_t>(batch);
}

const char *isa_name(const halenet_instance *) {
    return isa.name;
}

halenet_status create(halenet_instance *instance, const halenet_memory *memory, const halenet_options *options) {
    instance->memory = *memory;
    instance->options = *options;
    return ok;
}

halenet_status initialize(halenet_instance *instance, std::uint64_t seed) {
    the_record.seed = seed;
    std::ranges::fill(parameters_of(instance), 1.0F);
    return ok;
}

halenet_status load_weights(halenet_instance *instance, const float *parameters, std::size_t count) {
    if (count != parameter_count)
        return failure(HALENET_INVALID_ARGUMENT, "the count of parameters is wrong");
    std::copy_n(parameters, count, parameters_of(instance).begin());
    return ok;
}

halenet_status save_weights(const halenet_instance *instance, float *parameters, std::size_t) {
    std::ranges::copy(parameters_of(instance), parameters);
    return ok;
}

halenet_status save_gradients(const halenet_instance *, float *gradients, std::size_t count) {
    std::fill_n(gradients, count, 0.0F);
    return ok;
}

halenet_status check_weights(const halenet_instance *) {
    if (++the_record.weight_checks == the_record.not_finite_at_check)
        return failure(HALENET_NOT_FINITE, "output.weights holds a number that is not finite");
    return ok;
}

// Probability of class k: image's first pixel + k.
halenet_status predict(halenet_instance *, const std::uint8_t *images, std::int32_t count, float *probabilities) {
    if (count < 1)
        return failure(HALENET_INVALID_ARGUMENT, "no images");
    for (std::int32_t image = 0; image < count; ++image)
        for (std::int32_t k = 0; k < model.classes; ++k)
            *probabilities++ = static_cast<float>(images[static_cast<std::size_t>(image) * image_bytes] + k);
    return ok;
}

halenet_status evaluate(halenet_instance *, const halenet_batch *batch, halenet_metrics *metrics) {
    if (batch->count < 1)
        return failure(HALENET_INVALID_ARGUMENT, "no images");
    the_record.evaluated.push_back(first_pixels(*batch));
    if (const std::size_t call = the_record.evaluated.size(); call <= the_record.answers.size())
        *metrics = the_record.answers[call - 1];
    else
        add_metrics(*batch, *metrics);
    return ok;
}

halenet_status train_step(halenet_instance *instance, const halenet_batch *batch, const halenet_training *training,
                          halenet_metrics *metrics) {
    the_record.steps.push_back({first_pixels(*batch), labels_of(*batch), *training});
    parameters_of(instance)[0] += training->learning_rate;
    add_metrics(*batch, *metrics);
    return ok;
}

constexpr halenet_api the_api{
    .abi = HALENET_ABI,
    .model = &model,
    .classify_workspace_bytes = workspace_bytes,
    .train_workspace_bytes = workspace_bytes,
    .create = create,
    .isa_name = isa_name,
    .initialize = initialize,
    .load_weights = load_weights,
    .load_file = nullptr,
    .save_weights = save_weights,
    .check_weights = check_weights,
    .predict = predict,
    .logits = nullptr,
    .classify = nullptr,
    .layer_output = nullptr,
    .prepare = nullptr,
    .selftest = nullptr,
    .evaluate = evaluate,
    .train_step = train_step,
    .save_gradients = save_gradients,
    .adapt = nullptr,
    .time_kernels = nullptr,
};

} // namespace

Record &fresh_record() {
    return the_record = Record{};
}

const halenet_api &api() {
    return the_api;
}

halenet::Dataset dataset(std::size_t count) {
    halenet::Dataset data{.images = xt::zeros<std::uint8_t>(std::array<std::size_t, 4>{count, 2, 2, 1}),
                          .labels = xt::zeros<std::uint8_t>(std::array<std::size_t, 1>{count})};
    for (std::size_t image = 0; image < count; ++image) {
        data.images(image, 0, 0, 0) = static_cast<std::uint8_t>(image % 256);
        data.labels(image) = static_cast<std::uint8_t>(image % 3);
    }
    return data;
}

} // namespace fake_library
