// Trains a generated network in C++20 with xtensor's arrays going in and coming out. halenet's runtime adds threads,
// learning rate schedules, data and weights files to what the library itself does.
//
//     ./train
//
// CMakeLists.txt builds this, or, with the bundle's folder in $BUNDLE, the folder that halenet was installed to in
// $HALENET and the lib/pkgconfig of both in PKG_CONFIG_PATH,
//
//     c++ -std=c++20 -O2 train.cpp $(pkg-config --cflags --libs lenet5 halenet) -o train
//     c++ -std=c++20 -O2 -I$BUNDLE/include -I$HALENET/include -c train.cpp
//     c++ train.o $BUNDLE/lib/liblenet5.a -L$HALENET/lib -lhalenet_{train,weights,data,files} -lfmt -lz -lmd -o train
#include <cstdio>

#include <halenet/mnist.h>
#include <halenet/trainer.h>
#include <halenet/weights.h>
#include <xtensor/xmath.hpp>
#include <xtensor/xsort.hpp>
#include <xtensor/xview.hpp>

#include <lenet5.h>

int main() try {
    halenet::Network network(lenet5_api);
    const halenet::Digits digits = halenet::find_digits(halenet::standard_search(), network.form());
    std::printf("%s\n", digits.source.c_str());

    // Any arrays of this form will do: [image][y][x][channel], and a label for each image.
    halenet::Dataset data;
    data.images = xt::view(digits.train.images, xt::range(0, 10000));
    data.labels = xt::view(digits.train.labels, xt::range(0, 10000));

    const auto report = [](const halenet::EpochReport &epoch, halenet::TrainingControl &) {
        std::printf("epoch %d: loss %.4f\n", epoch.epoch, epoch.train.loss());
    };
    halenet::Trainer(network, data, {.epochs = 3, .validation = 0}).run({.on_epoch = report});
    halenet::save_weights("lenet5.safetensors", network.model(), network.parameters());

    const xt::xtensor<float, 2> probabilities = network.predict(digits.test.images); // [image][class]
    const xt::xtensor<std::size_t, 1> answers = xt::argmax(probabilities, 1);
    const xt::xtensor<float, 1> certainty = xt::amax(probabilities, {1});
    const std::size_t doubtful = xt::argmin(certainty)();
    std::printf("%.2f %% of the test images are right; least certain is image %zu, a %d taken for a %zu\n",
                100 * xt::mean(xt::cast<double>(xt::equal(answers, digits.test.labels)))(), doubtful,
                static_cast<int>(digits.test.labels(doubtful)), answers(doubtful));
} catch (const std::exception &error) {
    std::fprintf(stderr, "train: %s\n", error.what());
    return 1;
}
