/// The generated LeNet-5 library against PyTorch: outputs, loss, every gradient, and ten steps of Adam.
#include "runtime/reference/network.h"
#include "tests/golden/golden.h"
#include "tests/library/instance.h"
#include "tests/reference/tolerance.h"

#include <lenet5.h>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <span>

using namespace halenet;
using testing::Instance;

namespace {

halenet_batch batch_of(const xt::xtensor<std::uint8_t, 4> &images, const xt::xtensor<std::uint8_t, 1> &labels,
                       std::size_t begin, std::size_t end) {
    const std::size_t pixels = images.size() / images.shape(0);
    return {.images = images.data() + begin * pixels,
            .labels = labels.data() + begin,
            .indices = nullptr,
            .count = static_cast<std::int32_t>(end - begin)};
}

const halenet_tensor_info &tensor_of(const std::string &name) {
    const halenet_tensor_info *end = lenet5_api.model->tensors + lenet5_api.model->tensor_count;
    const halenet_tensor_info *found = std::find_if(
        lenet5_api.model->tensors, end, [&](const halenet_tensor_info &tensor) { return tensor.name == name; });
    REQUIRE(found != end);
    return *found;
}

std::vector<float> initial_parameters() {
    const auto parameters = golden::initial_parameters();
    return {parameters.begin(), parameters.end()};
}

halenet_training training_of(const nlohmann::json &adam, double label_smoothing) {
    halenet_training training{};
    training.optimizer = HALENET_ADAM;
    training.learning_rate = adam["learning_rate"];
    training.label_smoothing = static_cast<float>(label_smoothing);
    training.beta1 = adam["beta1"];
    training.beta2 = adam["beta2"];
    training.epsilon = adam["epsilon"];
    return training;
}

} // namespace

TEST_CASE("the library is of the model that the golden files are of", "[golden]") {
    description::ModelDescription model = golden::lenet5();
    REQUIRE(description::complete(model).empty());
    CHECK(lenet5_api.model->hash == description::model_hash(model));
    const reference::Network network(model);
    REQUIRE(lenet5_api.model->tensor_count == network.tensors().size());
    for (std::size_t t = 0; t < network.tensors().size(); ++t) {
        const halenet_tensor_info &tensor = lenet5_api.model->tensors[t];
        CHECK(tensor.name == network.tensors()[t].name);
        CHECK(tensor.offset == network.tensors()[t].offset);
        CHECK(tensor.count == network.tensors()[t].count);
    }
}

TEST_CASE("the library's probabilities are PyTorch's", "[golden]") {
    const auto images = golden::images();
    Instance instance(lenet5_api, 33);
    instance.load(initial_parameters());
    const std::vector<float> probabilities = instance.predict({images.begin(), images.end()}, 33);
    const golden::Distance found =
        golden::distance(golden::tensors("outputs.safetensors").at("probabilities"), probabilities);
    CHECK(found.largest <= tolerance::golden_output * found.scale);
}

TEST_CASE("the library's loss and gradients are PyTorch's", "[golden]") {
    const nlohmann::json record = golden::record();
    const auto images = golden::images();
    const auto labels = golden::labels();
    const std::map<std::string, std::string> files = {{"plain", "gradients.safetensors"},
                                                      {"smoothed", "gradients_smoothed.safetensors"}};
    for (const auto &[name, file] : files) {
        const nlohmann::json variant = record["variants"][name];
        Instance instance(lenet5_api, 33);
        instance.load(initial_parameters());
        const halenet_batch batch = batch_of(images, labels, 0, 33);
        const halenet_training training = training_of(record["adam"], variant["label_smoothing"]);
        const halenet_metrics metrics = instance.train(batch, training);
        CHECK(metrics.images == 33);
        CHECK(std::abs(metrics.loss / 33 - variant["loss"].get<double>()) <= tolerance::golden_loss);
        const std::vector<float> gradients = instance.gradients();
        for (const auto &[tensor_name, golden] : golden::tensors(file)) {
            INFO(file << ": " << tensor_name);
            const halenet_tensor_info &tensor = tensor_of(tensor_name);
            const golden::Distance found =
                golden::distance(golden, std::span(gradients).subspan(tensor.offset, tensor.count));
            CHECK(found.largest <= tolerance::golden_gradient * found.scale);
        }
    }
}

TEST_CASE("ten Adam steps of the library, each epoch's last batch smaller, are PyTorch's", "[golden]") {
    const nlohmann::json record = golden::record();
    const auto images = golden::images();
    const auto labels = golden::labels();
    const auto batch_size = record["batch"].get<std::size_t>();
    for (const std::string name : {"plain", "smoothed"}) {
        const nlohmann::json variant = record["variants"][name];
        const halenet_training training = training_of(record["adam"], variant["label_smoothing"]);
        Instance instance(lenet5_api, static_cast<std::int32_t>(batch_size));
        instance.load(initial_parameters());
        for (std::size_t t = 0; t < variant["losses"].size(); ++t) {
            INFO(name << ", step " << t);
            const halenet_batch batch = t % 2 == 0 ? batch_of(images, labels, 0, batch_size)
                                                   : batch_of(images, labels, batch_size, images.shape(0));
            const halenet_metrics metrics = instance.train(batch, training);
            CHECK(std::abs(metrics.loss / batch.count - variant["losses"][t].get<double>()) <= tolerance::golden_loss);
        }
        if (name == "plain") {
            const std::vector<float> parameters = instance.parameters();
            for (const auto &[tensor_name, golden] : golden::tensors("weights_after_ten_steps.safetensors")) {
                INFO(tensor_name);
                const halenet_tensor_info &tensor = tensor_of(tensor_name);
                const golden::Distance found =
                    golden::distance(golden, std::span(parameters).subspan(tensor.offset, tensor.count));
                CHECK(found.rms <= tolerance::golden_weight_rms * found.scale);
                CHECK(found.largest <= tolerance::golden_weight * record["adam"]["learning_rate"].get<double>());
            }
        }
    }
}
