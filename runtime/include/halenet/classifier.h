#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include <halenet/network.h>
#include <halenet/picture.h>

namespace halenet {

/// What a network makes of one picture.
struct Classification {
    std::vector<std::uint8_t> image;  ///< as the network saw it: height * width bytes, bright on dark
    std::vector<float> probabilities; ///< of each class; their sum is 1
    std::vector<std::size_t> ranking; ///< the classes, the most probable first; of equal ones the smaller first

    [[nodiscard]] std::size_t answer() const { return ranking.front(); }
    [[nodiscard]] float probability() const { return probabilities[answer()]; }
};

/// A trained network that takes pictures as they are. Three lines recognise a digit:
///
///     halenet::Classifier classifier(lenet5_api, "lenet5.safetensors");
///     auto seven = classifier.classify(halenet::read_picture("seven.jpg"));
///     fmt::print("{} ({:.0f} %)\n", seven.answer(), 100 * seven.probability());
///
/// One thread at a time may call it; classifiers are independent.
class Classifier {
  public:
    /// `api` is a library's table (`lenet5_api` in lenet5.h), `weights` a file that halenet train wrote for its model.
    /// Throws Error, among others where the model takes images of more than one channel.
    Classifier(const halenet_api &api, const std::filesystem::path &weights);

    [[nodiscard]] const halenet_model_info &model() const { return network_.model(); }

    /// Brings the picture to the model's form and classifies it. Throws Error where it holds no digit.
    [[nodiscard]] Classification classify(const Picture &picture);

  private:
    const halenet_api *api_;
    Network network_;
};

} // namespace halenet
