// A library that is measured: a good one, but for the fault that it is compiled with.
#include <csignal>
#include <cstdint>
#include <cstring>

#include <unistd.h>

#include <tiny_timed.h>

namespace {

enum class Fault {
    none,
    crash,      ///< a step ends the process by a signal
    ending,     ///< a step ends the process as if all were well
    hang,       ///< a step never ends
    refusal,    ///< a step returns an error
    unwritten,  ///< a prediction leaves one probability as it was
    classifies, ///< none: a library that was generated to classify only
    untimed,    ///< none: a library that was generated without timing
    // One bit is wrong:
    parameter,
    gradient,
    evaluation,
    adaptation,
    team,   ///< of a parameter, where several threads train
    logit,  ///< of more than one image
    single, ///< of a probability, by the instance for one image
};

constexpr Fault fault = Fault::HALENET_FAULT;

void flip_bit(void *value) {
    static_cast<unsigned char *>(value)[0] ^= 1;
}

halenet_status train_step(halenet_instance *instance, const halenet_batch *batch, const halenet_training *training,
                          halenet_metrics *metrics) {
    halenet_status status = tiny_timed_train_step(instance, batch, training, metrics);
    if (fault == Fault::crash) {
        std::raise(SIGSEGV);
    } else if (fault == Fault::ending) {
        ::_exit(0);
    } else if (fault == Fault::hang) {
        while (true) {
            ::pause();
        }
    } else if (fault == Fault::refusal) {
        status.code = HALENET_KERNEL_FAILED;
        std::strcpy(status.sentence, "a kernel reported an error");
    } else if (fault == Fault::parameter || (fault == Fault::team && instance->options.parallel_for != nullptr)) {
        flip_bit(instance->memory.weights);
    }
    return status;
}

halenet_status save_gradients(const halenet_instance *instance, float *gradients, std::size_t count) {
    const halenet_status status = tiny_timed_save_gradients(instance, gradients, count);
    if (fault == Fault::gradient) {
        flip_bit(gradients);
    }
    return status;
}

halenet_status evaluate(halenet_instance *instance, const halenet_batch *batch, halenet_metrics *metrics) {
    const halenet_status status = tiny_timed_evaluate(instance, batch, metrics);
    if (fault == Fault::evaluation) {
        flip_bit(&metrics->loss);
    }
    return status;
}

halenet_status adapt(halenet_instance *instance, const halenet_adaptation *adaptation, void *memory, std::size_t bytes,
                     halenet_adapted *adapted) {
    const halenet_status status = tiny_timed_adapt(instance, adaptation, memory, bytes, adapted);
    if (fault == Fault::adaptation) {
        flip_bit(&adapted->after.loss);
    }
    return status;
}

halenet_status logits(halenet_instance *instance, const std::uint8_t *images, std::int32_t count, float *logits) {
    const halenet_status status = tiny_timed_logits(instance, images, count, logits);
    if (fault == Fault::logit && count > 1) {
        flip_bit(logits);
    }
    return status;
}

halenet_status predict(halenet_instance *instance, const std::uint8_t *images, std::int32_t count,
                       float *probabilities) {
    float &last = probabilities[count * TINY_TIMED_CLASSES - 1];
    const float before = last;
    const halenet_status status = tiny_timed_predict(instance, images, count, probabilities);
    if (fault == Fault::unwritten) {
        last = before;
    } else if (fault == Fault::single && instance->options.batch == 1) {
        flip_bit(&last);
    }
    return status;
}

halenet_model_info classifier() {
    halenet_model_info model = *tiny_timed_api.model;
    model.trains = false;
    model.state_bytes = model.adapt_bytes = 0;
    return model;
}

halenet_api make() {
    static const halenet_model_info model = classifier();
    halenet_api api = tiny_timed_api;
    api.predict = predict;
    api.logits = logits;
    if (fault == Fault::classifies) {
        api.model = &model;
        api.train_workspace_bytes = nullptr;
        api.evaluate = nullptr;
        api.train_step = nullptr;
        api.save_gradients = nullptr;
        api.adapt = nullptr;
    } else {
        api.evaluate = evaluate;
        api.train_step = train_step;
        api.save_gradients = save_gradients;
        api.adapt = adapt;
    }
    if (fault == Fault::untimed) {
        api.time_kernels = nullptr;
    }
    return api;
}

} // namespace

extern "C" const halenet_api measured_api = make();
