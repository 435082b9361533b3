#include <cstdio>

#include <halenet/mnist.h>
#include <halenet/trainer.h>
#include <halenet/weights.h>
#include <xtensor/xsort.hpp>

#include <net.h> // generated from model.h

int main() try {
    halenet::Network network(net_api);
    const halenet::Digits digits = halenet::find_digits(halenet::standard_search(), network.form());
    std::printf("%s\n", digits.source.c_str());

    const auto report = [](const halenet::EpochReport &epoch, halenet::TrainingControl &) {
        std::printf("epoch %d: %.2f %% of the training images\n", epoch.epoch, 100 * epoch.train.accuracy());
    };
    halenet::Trainer(network, digits.train, {.epochs = 3, .validation = 0}).run({.on_epoch = report});
    halenet::save_weights("@name@.safetensors", network.model(), network.parameters());

    std::printf("%.2f %% of the test images\n", 100 * network.evaluate(digits.test).accuracy());
    const xt::xtensor<std::size_t, 1> answers = xt::argmax(network.predict(digits.test.images), 1);
    std::printf("the first one is a %zu\n", answers(0));
} catch (const std::exception &error) {
    std::fprintf(stderr, "@name@: %s\n", error.what());
    return 1;
}
