/// A finished training of each model to write reports about, without training.
#pragma once

#include <cstdint>
#include <string>

#include <halenet/dataset.h>
#include <halenet/network.h>

#include "runtime/report/json.h"

namespace report_tests {

/// Images of noise with labels that go round.
inline halenet::Dataset noise(const halenet::ImageForm &form, std::size_t count) {
    halenet::Dataset data;
    data.images.resize({count, form.height, form.width, form.channels});
    data.labels.resize({count});
    std::uint32_t state = 1;
    for (std::uint8_t &pixel : data.images) {
        state = state * 1664525U + 1013904223U;
        pixel = static_cast<std::uint8_t>(state >> 24);
    }
    for (std::size_t k = 0; k < count; ++k)
        data.labels(k) = static_cast<std::uint8_t>(k % form.classes);
    return data;
}

inline halenet::Digits noise_digits(const halenet::Network &network, const std::string &source) {
    return {.train = noise(network.form(), 1), .test = noise(network.form(), 57), .source = source};
}

/// What `halenet train --json` would write of `epochs` epochs.
inline halenet::Json training_of(const halenet_model_info &model, int epochs) {
    using halenet::Json;
    Json json{{"model", {{"name", model.name}, {"hash", model.hash}}},
              {"threads", 2},
              {"machine", "A CPU"},
              {"seed", 7},
              {"recipe", "default"},
              {"options", {{"epochs", epochs}, {"lr_schedule", "one-cycle"}}},
              {"command", "halenet train --seed 7"},
              {"learning_rate", {{0, 0.001}, {9, 0.004}, {99, 0.0}}},
              {"epochs", Json::array()},
              {"train", {{"loss", 0.125}, {"accuracy", 0.96875}}},
              {"test", nullptr},
              {"seconds", {{"train", 1.5}}}};
    for (int epoch = 1; epoch <= epochs; ++epoch)
        json["epochs"].push_back({{"epoch", epoch},
                                  {"seconds", 0.5},
                                  {"train_loss", 1.0 / epoch},
                                  {"train_accuracy", 1 - 0.5 / epoch},
                                  {"validation_loss", epoch % 2 == 0 ? Json(nullptr) : Json(1.25 / epoch)},
                                  {"validation_accuracy", epoch % 2 == 0 ? Json(nullptr) : Json(1 - 0.6 / epoch)}});
    return json;
}

} // namespace report_tests
