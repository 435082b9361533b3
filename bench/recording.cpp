#include "bench/recording.h"

#include <algorithm>
#include <cstring>

namespace halenet::bench {
namespace {

std::size_t bytes_of_scalar(int argument) {
    switch (argument) {
    case HALENET_ARGUMENT_BETA1:
    case HALENET_ARGUMENT_BETA2:
        return sizeof(double);
    case HALENET_ARGUMENT_SCRATCH:
        return sizeof(void *);
    default:
        return sizeof(float); // or an integer as wide
    }
}

halenet_training training_of(Pass pass) {
    halenet_training training{};
    training.epsilon = 1e-8f;
    if (pass == Pass::train_otherwise) {
        training.optimizer = HALENET_SGD;
        training.augment_pixels = 2;
        training.augment_degrees = 10;
    }
    return training;
}

} // namespace

RecordedCall::RecordedCall(const halenet_call &call, void **arguments) : kernel_(call.kernel) {
    for (std::size_t k = 0; k < static_cast<std::size_t>(call.argument_count); ++k) {
        arguments_[k] = &values_[k];
        if (call.arguments[k] < 0) {
            std::memcpy(&values_[k], arguments[k], bytes_of_scalar(call.arguments[k]));
            continue;
        }
        halenet_buffer &buffer = values_[k].buffer;
        buffer = *static_cast<const halenet_buffer *>(arguments[k]);
        double bytes = buffer.type.bits / 8.0;
        for (std::size_t d = 0; d < static_cast<std::size_t>(buffer.dimensions); ++d) {
            dimensions_[k][d] = buffer.dim[d];
            bytes *= buffer.dim[d].extent;
        }
        buffer.dim = dimensions_[k].data();
        bytes_ += bytes;
    }
}

Recording::Recording(Pass pass, int batch, const Subject &subject)
    : batch_(batch), instance_(batch), table_(calls_of(*instance_.core().isa)), kernels_(kernel_numbers(table_)),
      calls_(std::ranges::max(kernels_) + 1) {
    halenet_instance &core = instance_.core();
    check(halenet_load_weights(&core, subject.parameters.data(), subject.parameters.size()));
    const std::uint8_t *images = subject.digits.images.data();
    const Observation observation(core, *this);
    std::vector<float> probabilities(static_cast<std::size_t>(batch * halenet_library_api.model->classes));
    if (pass == Pass::predict) {
        check(halenet_predict(&core, images, batch, probabilities.data()));
        return;
    }
    if (pass == Pass::predict_each) {
        check(halenet_load_weights(&core, subject.parameters.data(), subject.parameters.size()));
        const std::size_t image_bytes = subject.digits.images.size() / subject.digits.size();
        for (std::size_t image = 0; image < static_cast<std::size_t>(batch); ++image)
            check(halenet_predict(&core, images + image * image_bytes, 1, probabilities.data()));
        return;
    }
    const halenet_batch step{
        .images = images, .labels = subject.digits.labels.data(), .indices = nullptr, .count = batch};
    const halenet_training training = training_of(pass);
    halenet_metrics metrics{};
    check(halenet_train_step(&core, &step, &training, &metrics));
}

int Recording::on_call(std::size_t call, void **arguments) {
    return calls_[kernels_[call]].emplace_back(table_[call], arguments).run();
}

} // namespace halenet::bench
