#include "tests/fuzz/caller.h"

#include "tests/fuzz/kernels.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstring>
#include <limits>

namespace halenet::testing {

Caller::Caller(const halenet_api &api, const std::string &file, std::uint64_t seed)
    : api_(&api), random_(seed), file_(file.begin(), file.end()),
      weights_{Weights{Region(api.model->weights_bytes)}, Weights{Region(api.model->weights_bytes)}},
      adapt_memory_(api.model->adapt_bytes) {
    const halenet_model_info &model = *api.model;
    pixels_.resize(static_cast<std::size_t>(most_images * model.height * model.width * model.channels));
    for (std::uint8_t &pixel : pixels_)
        pixel = static_cast<std::uint8_t>(random_.next());
    for (std::uint32_t k = 0; k < most_images; ++k) {
        labels_.push_back(static_cast<std::uint8_t>(random_.below(static_cast<std::uint64_t>(model.classes))));
        indices_.push_back(static_cast<std::uint32_t>(random_.below(most_images)));
    }
    wrong_labels_.assign(most_images, static_cast<std::uint8_t>(model.classes));
}

void Caller::call() {
    using Call = void (Caller::*)(Slot &);
    // Weights and classifications come more often, so that enough of the rest finds what it needs.
    static constexpr std::array<Call, 14> calls{
        &Caller::create,   &Caller::ask_sizes, &Caller::give_weights, &Caller::give_weights, &Caller::give_weights,
        &Caller::classify, &Caller::classify,  &Caller::classify,     &Caller::classify,     &Caller::layer_output,
        &Caller::evaluate, &Caller::train,     &Caller::read_weights, &Caller::adapt};
    wrong_ = false;
    fuzzed_kernels = {random_.below(50) == 0 ? std::uint8_t{0xff} : std::uint8_t{0x3d}, random_.below(100) == 0, false};
    Slot &slot = slots_[random_.below(slots_.size())];
    (this->*calls[random_.below(calls.size())])(slot);
    if (fuzzed_kernels.fail && slot.weights != nullptr) {
        // Whatever a failure has left of the weights, new ones make it good.
        fuzzed_kernels.fail = false;
        wrong_ = false;
        succeeded("initialize", api_->initialize(&slot.instance, 1), true);
        slot.weights->by = slot.isa;
        slot.weights->few = true;
    }
}

void expect(bool right, const std::string &what) {
    if (!right)
        FAIL(what);
}

bool Caller::succeeded(const std::string &function, const halenet_status &status, bool ready, halenet_code maybe) {
    ++outcomes_[function][status.code];
    const std::string sentence(status.sentence, strnlen(status.sentence, HALENET_SENTENCE_BYTES));
    const std::string what = function + ": " + std::to_string(status.code) + " \"" + sentence + "\"";
    expect(sentence.size() < HALENET_SENTENCE_BYTES, what + ": the sentence has no end");
    expect(status.code >= HALENET_OK && status.code <= HALENET_SELFTEST_FAILED, what + ": no code");
    expect((status.code == HALENET_OK) == sentence.empty(), what + ": a sentence goes with a refusal");
    expect(sentence.find_first_of("#@") == std::string::npos, what + ": a part of the sentence is missing");
    if (wrong_ || !ready) {
        expect(status.code != HALENET_OK, what + ": a mistake was not seen");
        expect(status.code != HALENET_KERNEL_FAILED, what + ": a kernel ran in spite of a mistake");
    } else {
        expect(status.code == HALENET_OK || status.code == maybe ||
                   (status.code == HALENET_KERNEL_FAILED && fuzzed_kernels.fail),
               what + ": a right call was refused");
    }
    return status.code == HALENET_OK;
}

/// The slot's own, or one that no function may work with.
halenet_instance *Caller::instance_of(Slot &slot) {
    foreign_ = slot.instance;
    foreign_.library = &random_;
    wrong_ = wrong_ || slot.weights == nullptr;
    return mostly(&slot.instance, {nullptr, &zeros_, &foreign_});
}

int Caller::images(int most) {
    return mostly(std::min(one_of({1, 2, 15, 16, 17, most_images}), most), {0, -1, std::numeric_limits<int>::min()});
}

halenet_batch Caller::batch(int most) {
    halenet_batch batch{};
    batch.images = mostly<const std::uint8_t *>(pixels_.data(), {nullptr});
    batch.labels = mostly<const std::uint8_t *>(labels_.data(), {nullptr, wrong_labels_.data()});
    batch.indices = one_of<const std::uint32_t *>({nullptr, indices_.data()});
    batch.count = images(most);
    return batch;
}

halenet_training Caller::training() {
    const auto number = [this](float right) {
        return mostly(right, {-1.0f, std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()});
    };
    halenet_training training{};
    training.optimizer = one_of({HALENET_ADAM, HALENET_SGD});
    training.learning_rate = number(1e-3f);
    training.label_smoothing = number(0.1f);
    training.weight_decay = number(0.01f);
    training.augment_pixels = number(one_of({0.0f, 2.0f}));
    training.augment_degrees = number(one_of({0.0f, 10.0f}));
    training.seed = random_.next();
    if (training.optimizer == HALENET_ADAM) {
        training.beta1 = static_cast<double>(number(0.9f));
        training.beta2 = static_cast<double>(number(0.999f));
        training.epsilon = number(1e-8f);
    } else {
        training.momentum = number(0.9f);
    }
    return training;
}

} // namespace halenet::testing
