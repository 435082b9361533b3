#include "generator/tune/digest.h"

#include "generator/tune/training.h"
#include "runtime/files/sha256.h"

#include <array>
#include <span>
#include <string_view>
#include <utility>

namespace halenet::tune {

namespace {

/// What came out, bytes behind bytes.
class Results {
  public:
    template <typename Value>
    void add(std::span<const Value> values) {
        const std::span bytes = std::as_bytes(values);
        bytes_.append(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    }

    /// Field by field: what lies between fields is nobody's.
    void add(const halenet_metrics &metrics) {
        add(std::span(&metrics.loss, 1));
        add(std::span(&metrics.correct, 1));
    }

    [[nodiscard]] const std::string &bytes() const { return bytes_; }

  private:
    std::string bytes_;
};

using Work = void (*)(Worker &worker, Results &results);

void add_steps(Worker &worker, Results &results, halenet_training training) {
    training.label_smoothing = 0.1F;
    training.weight_decay = 0.01F;
    for (const int batch : {64, 23, 16}) {
        results.add(worker.train(worker.bench().images(training.step, batch), training));
        results.add(worker.gradients());
        ++training.step;
    }
    results.add(worker.parameters());
}

void train_with_adam(Worker &worker, Results &results) {
    add_steps(worker, results, adam());
}

void train_with_sgd(Worker &worker, Results &results) {
    add_steps(worker, results, augmented_sgd());
}

void train_by_team(Worker &worker, Results &results) {
    for (const int batch : {128, 40}) {
        results.add(worker.train_by_team(worker.bench().images(0, batch), adam()));
    }
    results.add(worker.parameters());
}

void adapt(Worker &worker, Results &results) {
    halenet_adaptation adaptation{};
    adaptation.examples = worker.bench().images(0, 23);
    adaptation.held_out = worker.bench().images(1, 40);
    adaptation.steps = 4;
    adaptation.learning_rate = 1e-3F;
    const halenet_adapted adapted = worker.adapt(adaptation);
    results.add(adapted.before);
    results.add(adapted.after);
    results.add(worker.parameters());
}

void evaluate(Worker &worker, Results &results) {
    results.add(worker.evaluate(worker.bench().images(0, 39)));
}

void predict(Worker &worker, Results &results) {
    for (const int images : {1, 5, 16, 23}) {
        const halenet_batch batch = worker.bench().images(1, images);
        results.add(worker.predict(batch));
        results.add(worker.logits(batch));
        results.add(worker.predict_one(batch.images));
    }
}

constexpr std::array trained{std::pair<const char *, Work>{"training with Adam", train_with_adam},
                             std::pair<const char *, Work>{"training with SGD and augmentation", train_with_sgd},
                             std::pair<const char *, Work>{"training by several threads", train_by_team},
                             std::pair<const char *, Work>{"evaluation", evaluate},
                             std::pair<const char *, Work>{"adaptation", adapt}};

} // namespace

std::vector<Digest> digests_of(Worker &worker) {
    std::vector<Digest> digests;
    worker.bench().fill_with_garbage();
    const auto add = [&](const char *what, Work work) {
        Results results;
        worker.load();
        work(worker, results);
        digests.push_back({.what = what, .sha256 = sha256(results.bytes())});
    };
    if (worker.model().trains) {
        for (const auto &[what, work] : trained) {
            add(what, work);
        }
    }
    add("prediction", predict);
    return digests;
}

} // namespace halenet::tune
