/// The calls of a Caller: each puts its arguments together, and looks at what the library made of them.
#include "tests/fuzz/caller.h"
#include "tests/fuzz/kernels.h"

#include <algorithm>
#include <limits>

namespace halenet::testing {

namespace {

constexpr float untouched = -77.0f;
constexpr float nan = std::numeric_limits<float>::quiet_NaN(), infinity = std::numeric_limits<float>::infinity();
constexpr int least = std::numeric_limits<int>::min(), greatest = std::numeric_limits<int>::max();

/// From the last to the first: as good an order as any.
void run_backwards(void *, int32_t count, halenet_task task, void *context) {
    for (int32_t index = count - 1; index >= 0; --index)
        task(context, index);
}

/// An array of just this size, so that the sanitizer sees when a call goes beyond.
std::vector<float> floats(std::size_t count) {
    return std::vector<float>(count, untouched);
}

bool same(const halenet_instance &a, const halenet_instance &b) {
    return a.library == b.library && a.isa == b.isa && a.memory.weights == b.memory.weights &&
           a.memory.state == b.memory.state && a.memory.workspace == b.memory.workspace &&
           a.options.batch == b.options.batch;
}

bool is_untouched(const std::vector<float> &values) {
    return std::all_of(values.begin(), values.end(), [](float value) { return value == untouched; });
}

} // namespace

void Caller::create(Slot &slot) {
    const halenet_model_info &model = *api_->model;
    const int batch = one_of({1, 1, 2, 15, 16, 17, most_images}),
              isa = static_cast<int>(random_.below(model.isa_count));
    const bool trains = random_.below(2) == 0;
    Weights &weights = weights_[random_.below(weights_.size())];
    auto state = trains ? std::make_unique<Region>(model.state_bytes) : nullptr;
    auto workspace =
        std::make_unique<Region>(trains ? api_->train_workspace_bytes(batch) : api_->classify_workspace_bytes(batch));
    const auto start = [this](const Region &region) {
        return static_cast<void *>(mostly(region.data(), {nullptr, region.data() + 4}));
    };
    const auto bytes = [this](const Region &region) {
        return mostly(region.size(), {std::size_t{0}, region.size() - 1});
    };
    halenet_memory memory{};
    memory.weights = start(weights.region), memory.weights_bytes = bytes(weights.region);
    memory.workspace = start(*workspace), memory.workspace_bytes = bytes(*workspace);
    if (trains) {
        memory.state = mostly(state->data(), {state->data() + 8});
        memory.state_bytes = bytes(*state);
    }
    const std::string long_name(1000, 'x');
    halenet_options options{};
    options.batch = mostly(batch, {0, -1, least, greatest, 65537});
    options.parallel_for = one_of<halenet_parallel_for>({nullptr, run_backwards});
    options.isa = mostly(isa == 0 ? one_of<const char *>({nullptr, model.isas[0].name}) : model.isas[isa].name,
                         {"", "vax", long_name.c_str()});
    const halenet_instance before = slot.instance;
    const halenet_status status =
        api_->create(mostly(&slot.instance, {nullptr}), mostly(&memory, {nullptr}), mostly(&options, {nullptr}));
    if (succeeded("create", status, true)) {
        slot.weights = &weights;
        slot.state = std::move(state);
        slot.workspace = std::move(workspace);
        slot.batch = batch;
        slot.isa = isa;
    } else {
        expect(same(slot.instance, before), "create refused, and wrote to the instance");
    }
}

void Caller::ask_sizes(Slot &slot) {
    const int batch = mostly(1 + static_cast<int>(random_.below(65536)), {0, -1, least, greatest, 65537});
    expect((api_->classify_workspace_bytes(batch) == 0) == wrong_, "classify_workspace_bytes of a wrong batch");
    expect((api_->train_workspace_bytes(batch) == 0) == wrong_, "train_workspace_bytes of a wrong batch");
    wrong_ = false;
    const halenet_instance *instance = instance_of(slot);
    expect((api_->isa_name(instance) == nullptr) == wrong_, "isa_name of a wrong instance");
}

void Caller::give_weights(Slot &slot) {
    const std::size_t count = api_->model->parameters;
    halenet_instance *instance = instance_of(slot);
    bool given = false;
    if (const std::uint64_t way = random_.below(8); way == 0) { // the slowest
        const void *start = mostly<const void *>(file_.data(), {nullptr});
        const std::size_t size = mostly(file_.size(), {std::size_t{0}, std::size_t{7}, file_.size() - 1});
        given = succeeded("load_file", api_->load_file(instance, start, size), true);
    } else if (way < 4) {
        std::vector<float> values(count, 0.25f);
        values[random_.below(count)] = mostly(1.0f, {nan, -infinity});
        const float *start = mostly<const float *>(values.data(), {nullptr});
        const std::size_t size = mostly(count, {std::size_t{0}, count - 1, count + 1, ~std::size_t{0}});
        given = succeeded("load_weights", api_->load_weights(instance, start, size), true);
    } else {
        given = succeeded("initialize", api_->initialize(instance, random_.next()), true);
    }
    if (given) {
        slot.weights->by = slot.isa;
        slot.weights->few = true;
    }
}

void Caller::read_weights(Slot &slot) {
    const std::size_t count = api_->model->parameters;
    const halenet_instance *instance = instance_of(slot);
    std::vector<float> values = floats(count);
    float *start = mostly(values.data(), {nullptr});
    const std::size_t size = mostly(count, {std::size_t{0}, count - 1, count + 1, ~std::size_t{0}});
    bool read = true;
    if (random_.below(2) == 0)
        read = succeeded("save_weights", api_->save_weights(instance, start, size), slot.packed());
    else
        read = succeeded("save_gradients", api_->save_gradients(instance, start, size), slot.trains());
    expect(read || is_untouched(values), "a refused call wrote to the caller's array");
    wrong_ = false;
    succeeded("check_weights", api_->check_weights(instance_of(slot)), true, HALENET_NOT_FINITE);
}

void Caller::classify(Slot &slot) {
    const int classes = api_->model->classes;
    halenet_instance *instance = instance_of(slot);
    const std::uint8_t *start = mostly<const std::uint8_t *>(pixels_.data(), {nullptr});
    const int count = images(most_images);
    const bool ready = slot.packed() && (!slot.single() || slot.weights->few);
    const auto size = static_cast<std::size_t>(std::max(count, 0));
    bool answered = false;
    if (random_.below(3) == 0) {
        const int top = mostly(one_of({1, 2, classes}), {0, -1, least, greatest, classes + 1});
        const float reject_below = mostly(one_of({0.0f, 0.5f, 1.0f}), {-0.1f, 1.1f, nan});
        std::vector<halenet_answer> answers(size * static_cast<std::size_t>(std::clamp(top, 0, classes)),
                                            {-77, untouched});
        halenet_answer *place = mostly(answers.data(), {nullptr});
        answered = succeeded("classify", api_->classify(instance, start, count, top, reject_below, place), ready);
        for (const halenet_answer &answer : answers)
            expect(answered ? answer.label >= -1 && answer.label < classes : answer.label == -77 || fuzzed_kernels.fail,
                   "classify: an answer's label is none");
    } else {
        const bool logits = random_.below(2) == 0;
        std::vector<float> values = floats(size * static_cast<std::size_t>(classes));
        float *place = mostly(values.data(), {nullptr});
        answered = succeeded(logits ? "logits" : "predict",
                             (logits ? api_->logits : api_->predict)(instance, start, count, place), ready);
        expect(answered || is_untouched(values) || fuzzed_kernels.fail, "a refused call wrote to the caller's array");
    }
    expect(slot.trains() || !fuzzed_kernels.wrote_weights, "an instance that only classifies wrote to the weights");
    if (slot.trains() && answered)
        slot.weights->few = true;
}

void Caller::layer_output(Slot &slot) {
    const halenet_model_info &model = *api_->model;
    halenet_instance *instance = instance_of(slot);
    const std::uint8_t *start = mostly<const std::uint8_t *>(pixels_.data(), {nullptr});
    const int last = static_cast<int>(model.layer_count) - 1;
    int layer = static_cast<int>(random_.below(model.layer_count));
    wrong_ = wrong_ || !model.layers[layer].visible;
    const halenet_layer_info &info = model.layers[layer];
    std::vector<float> values = floats(static_cast<std::size_t>(info.height * info.width * info.channels));
    layer = mostly(layer, {-1, least, greatest, last + 1});
    float *place = mostly(values.data(), {nullptr});
    const bool ready = slot.packed() && (!slot.single() || slot.weights->few);
    const bool read = succeeded("layer_output", api_->layer_output(instance, start, layer, place), ready);
    expect(read || is_untouched(values), "a refused call wrote to the caller's array");
    expect(slot.trains() || !fuzzed_kernels.wrote_weights, "an instance that only classifies wrote to the weights");
    if (slot.trains() && read)
        slot.weights->few = true;
}

void Caller::evaluate(Slot &slot) {
    halenet_metrics metrics{-77, -77, -77};
    halenet_instance *instance = instance_of(slot);
    const halenet_batch images = batch(most_images);
    const bool done =
        succeeded("evaluate", api_->evaluate(instance, mostly(&images, {nullptr}), mostly(&metrics, {nullptr})),
                  slot.packed() && !slot.single());
    expect(metrics.images == (done ? images.count : -77), "evaluate: the number of images");
}

void Caller::train(Slot &slot) {
    halenet_metrics metrics{-77, -77, -77};
    halenet_instance *instance = instance_of(slot);
    halenet_batch images = batch(std::max(slot.batch, 1));
    images.count = mostly(images.count, {slot.batch + 1, greatest});
    const halenet_training settings = training();
    const bool ready = slot.packed() && slot.trains();
    const bool done = succeeded("train_step",
                                api_->train_step(instance, mostly(&images, {nullptr}), mostly(&settings, {nullptr}),
                                                 mostly(&metrics, {nullptr})),
                                ready);
    expect(metrics.images == (done ? images.count : -77), "train_step: the number of images");
    if (ready && !wrong_)
        slot.weights->few = false;
}

void Caller::adapt(Slot &slot) {
    halenet_adaptation adaptation{};
    halenet_adapted adapted{};
    halenet_instance *instance = instance_of(slot);
    adaptation.examples = batch(most_images);
    adaptation.held_out = batch(most_images);
    adaptation.steps = mostly(1 + static_cast<int>(random_.below(4)), {0, -1, least, greatest});
    adaptation.learning_rate = mostly(1e-3f, {-1.0f, nan, infinity});
    void *start = mostly(adapt_memory_.data(), {nullptr, adapt_memory_.data() + 4});
    const std::size_t bytes = mostly(adapt_memory_.size(), {std::size_t{0}, adapt_memory_.size() - 1});
    const bool done = succeeded(
        "adapt", api_->adapt(instance, mostly(&adaptation, {nullptr}), start, bytes, mostly(&adapted, {nullptr})),
        slot.packed(), HALENET_NOT_FINITE);
    if (done && adapted.kept)
        slot.weights->few = true;
}

} // namespace halenet::testing
