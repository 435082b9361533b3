#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <lenet5.h>

#include <halenet/synthetic.h>
#include <halenet/trainer.h>

#include "tests/runtime_train/fake_library.h"

using halenet::Dataset;
using halenet::DataSource;
using halenet::Network;
using halenet::Trainer;
using halenet::TrainerOptions;

namespace {

constexpr std::uint8_t poison = 255;

/// A data set that is on its way into memory: an image is poison until it was waited for, and comes with the others of
/// its part.
class ArrivingImages {
  public:
    ArrivingImages(const Dataset &whole, std::size_t part) : whole_(whole), part_(part), here_(whole) {
        std::ranges::fill(here_.images, poison);
    }

    [[nodiscard]] DataSource source() {
        return {here_, [this](std::size_t count) {
                    REQUIRE(count <= whole_.size());
                    asked_.push_back(count);
                    const std::size_t parts = (count + part_ - 1) / part_;
                    const std::size_t bytes =
                        std::min(parts * part_, whole_.size()) * (whole_.images.size() / whole_.size());
                    std::copy_n(whole_.images.data(), bytes, here_.images.data());
                }};
    }

    [[nodiscard]] const std::vector<std::size_t> &asked() const { return asked_; }

  private:
    const Dataset &whole_;
    std::size_t part_;
    Dataset here_;
    std::vector<std::size_t> asked_;
};

fake_library::Record record_of(const DataSource &source, const TrainerOptions &options) {
    auto &record = fake_library::fresh_record();
    Network network(fake_library::api(), {.batch = 16, .threads = 1});
    Trainer(network, source, options).run();
    return record;
}

// An image's first pixel is its number.
std::vector<std::uint8_t> order_of(const Dataset &data, const TrainerOptions &options) {
    std::vector<std::uint8_t> order;
    for (const fake_library::Step &step : record_of(data, options).steps)
        order.insert(order.end(), step.pixels.begin(), step.pixels.end());
    return order;
}

bool holds_each_once(std::vector<std::uint8_t> images, std::uint8_t first, std::uint8_t count) {
    std::ranges::sort(images);
    for (std::size_t k = 0; k < images.size(); ++k)
        if (images[k] != first + k)
            return false;
    return images.size() == count;
}

} // namespace

TEST_CASE("the first epoch takes the first images before the others, each part shuffled, and later epochs mix them") {
    const Dataset data = fake_library::dataset(110);
    const TrainerOptions options{.epochs = 2, .batch = 16, .seed = 4, .validation = 10, .first_images = 40};
    const std::vector<std::uint8_t> order = order_of(data, options);
    REQUIRE(order.size() == 200);
    const std::vector<std::uint8_t> first(order.begin(), order.begin() + 40);
    const std::vector<std::uint8_t> others(order.begin() + 40, order.begin() + 100);
    CHECK(holds_each_once(first, 0, 40));
    CHECK(holds_each_once(others, 40, 60));
    CHECK_FALSE(std::ranges::is_sorted(first));
    CHECK_FALSE(std::ranges::is_sorted(others));
    CHECK(holds_each_once({order.begin() + 100, order.end()}, 0, 100));
    CHECK_FALSE(holds_each_once({order.begin() + 100, order.begin() + 140}, 0, 40));

    CHECK(order_of(data, options) == order);
    TrainerOptions other_seed = options;
    other_seed.seed = 5;
    CHECK(order_of(data, other_seed) != order);
}

TEST_CASE("no first images are the usual order, and more of them than there are images are all") {
    const Dataset data = fake_library::dataset(100);
    const auto order = [&](std::size_t first_images) {
        return order_of(data, {.epochs = 2, .batch = 16, .validation = 10, .first_images = first_images});
    };
    const std::vector<std::uint8_t> usual = order(0);
    CHECK(holds_each_once({usual.begin(), usual.begin() + 90}, 0, 90));
    for (const std::size_t all : std::array<std::size_t, 4>{90, 91, 100, 4'000})
        CHECK(order(all) == order(90));
    CHECK(std::equal(usual.begin() + 90, usual.end(), order(30).begin() + 90)); // the second epoch
}

TEST_CASE("no image is looked at before it was waited for, and none is waited for too early") {
    const Dataset data = fake_library::dataset(200);
    const TrainerOptions options{.epochs = 2, .batch = 16, .validation = 20, .first_images = 64};
    const fake_library::Record expected = record_of(data, options);
    ArrivingImages images(data, 1);
    const fake_library::Record record = record_of(images.source(), options);
    REQUIRE(record.steps.size() == expected.steps.size());
    for (std::size_t step = 0; step < record.steps.size(); ++step)
        CHECK(record.steps[step].pixels == expected.steps[step].pixels);
    CHECK(record.evaluated == expected.evaluated);
    REQUIRE(images.asked().size() > 4);
    for (std::size_t step = 0; step < 64 / 16; ++step)
        CHECK(images.asked()[step] <= 64);
    CHECK(images.asked()[64 / 16] > 64);
}

TEST_CASE("images are waited for also where they are only predicted or evaluated") {
    const Dataset data = fake_library::dataset(50);
    Network network(fake_library::api(), {.batch = 16, .threads = 1});
    ArrivingImages predicted(data, 1), evaluated(data, 1);
    CHECK(network.predict(predicted.source()) == network.predict(data));
    CHECK(predicted.asked() == std::vector<std::size_t>{16, 32, 48, 50});
    CHECK(network.evaluate(evaluated.source(), 10, 20).loss_sum == network.evaluate(data, 10, 20).loss_sum);
    CHECK(evaluated.asked() == std::vector<std::size_t>{26, 30});
}

TEST_CASE("what waiting throws ends the training after the steps before") {
    auto &record = fake_library::fresh_record();
    Network network(fake_library::api(), {.batch = 16, .threads = 1});
    const Dataset data = fake_library::dataset(100);
    const DataSource source{data, [](std::size_t count) {
                                if (count > 48)
                                    throw std::runtime_error("the file is damaged");
                            }};
    Trainer trainer(network, source, {.epochs = 1, .batch = 16, .validation = 0, .first_images = 48});
    CHECK_THROWS_AS(trainer.run(), std::runtime_error);
    CHECK(record.steps.size() == 3);
}

TEST_CASE("LeNet-5 gets the same bits however the images arrive, with any number of threads") {
    static const Dataset data = halenet::synthetic_digits(500, 1);
    const TrainerOptions options{.epochs = 2, .batch = 48, .seed = 3, .validation = 100, .first_images = 150};
    const auto trained = [&](const DataSource &source, int threads) {
        Network network(lenet5_api, {.batch = 48, .threads = threads});
        network.initialize(3);
        Trainer(network, source, options).run();
        return network.parameters();
    };
    static const std::vector<float> expected = trained(data, 1);
    const auto part = GENERATE(as<std::size_t>(), 1, 7, 200, 500);
    const int threads = GENERATE(1, 2, 3);
    ArrivingImages images(data, part);
    CHECK(trained(images.source(), threads) == expected);
}
