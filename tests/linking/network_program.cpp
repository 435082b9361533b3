/// The class of the C++ header, in a program of its own: ends with 0 if all holds.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <lenet5.hpp>
#include <lenet5_1998.hpp>

namespace {

void require(bool holds, const char *what) {
    if (!holds) {
        std::printf("failed: %s\n", what);
        std::exit(1);
    }
}

/// The sentence of the error that `action` throws.
template <class Action>
void require_sentence(std::string_view part, const Action &action) {
    try {
        action();
    } catch (const std::runtime_error &error) {
        std::printf("%s\n", error.what());
        require(std::string_view(error.what()).find(part) != std::string_view::npos, "the sentence");
        return;
    }
    require(false, "an error");
}

using Bytes = std::vector<std::uint8_t>;
constexpr std::size_t bytes = lenet5::Network::image_bytes;

/// Image k has a bright row 2 k + 4, so that it is told by its label k.
Bytes rows(std::size_t count) {
    Bytes images(count * bytes);
    for (std::size_t k = 0; k < count; ++k)
        std::fill_n(&images[k * bytes + (2 * (k % 10) + 4) * LENET5_WIDTH], LENET5_WIDTH, std::uint8_t{255});
    return images;
}

Bytes labels(std::size_t count) {
    Bytes labels(count);
    for (std::size_t k = 0; k < count; ++k)
        labels[k] = static_cast<std::uint8_t>(k % 10);
    return labels;
}

} // namespace

int main(int, char **argv) {
    const std::string weights = argv[1];
    const Bytes images = rows(40), classes = labels(40);

    lenet5::Network network({.batch = 40, .training = true});
    require_sentence("weights", [&] { static_cast<void>(network.predict(images)); });
    network.initialize(1);
    const double before = network.train_step({images, classes}, lenet5::adam()).loss;
    for (int step = 0; step < 60; ++step)
        network.train_step({images, classes}, lenet5::adam());
    require(network.evaluate({images, classes}).loss < before / 2, "training lowers the loss");
    require(network.classify(images)[3].label == 3, "what was learnt is recognised");

    lenet5::Network other;
    other.load(network.save());
    require(other.predict(images) == network.predict(images), "loaded weights give the same probabilities");
    require(network.sharing(3).predict(images) == network.predict(images), "shared weights do too");
    const std::vector<float> logits = other.logits(images), probabilities = other.predict(images);
    require(std::abs(std::exp(logits[0] - logits[1]) - probabilities[0] / probabilities[1]) <
                1e-3F * probabilities[0] / probabilities[1],
            "probabilities are the softmax of the logits");
    require(other.classify({images.data(), bytes}, 3).size() == 3, "the top three");
    require(other.classify({images.data(), bytes}, 1, 1.0F).front().label == -1, "rejection");

    lenet5::Network moved = std::move(other);
    require(moved.predict(images) == probabilities, "a moved network is the same");
    const Bytes ones(40, 1);
    const halenet_adapted adapted = moved.adapt({images, ones}, {images, ones}, 20, 1e-2F);
    require(adapted.kept && adapted.after.correct > adapted.before.correct, "adaptation learns");

    moved.load_file(weights);
    require_sentence("lenet5_1998", [&] { moved.load_file(weights + "/../../../../lenet5_1998"); });
    require_sentence("no-such-file: cannot be read", [&] { moved.load_file("no-such-file"); });
    require_sentence("multiple of an image's 784", [&] { static_cast<void>(moved.predict({images.data(), 5})); });
    require_sentence("39 labels for 40 images",
                     [&] { static_cast<void>(moved.evaluate({images, std::span(classes).first(39)})); });
    require_sentence("61706", [&] { moved.load(std::vector<float>(7)); });
    require_sentence("state", [&] { moved.train_step({images, classes}, lenet5::adam()); });
    require_sentence("batch is 0", [] { lenet5::Network({.batch = 0}); });
    require_sentence("vax", [] { lenet5::Network({.isa = "vax"}); });
    ::setenv("HALENET_ISA", "pdp", 1);
    require_sentence("pdp", [] { lenet5::Network(); });
    ::unsetenv("HALENET_ISA");

    lenet5_1998::Network original;
    original.load_embedded();
    require(original.predict(images).size() == 400, "embedded weights classify");
}
