#include <cstdint>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "runtime/cli/augmentation.h"
#include "runtime/cli/checks.h"
#include "runtime/cli/json_report.h"
#include "runtime/cli/progress_bar.h"
#include "runtime/cli/recipes.h"
#include "runtime/cli/train_options.h"
#include "runtime/report/numbers.h"

using namespace halenet::cli;
using halenet::grouped;
using halenet::Json;

TEST_CASE("numbers are grouped by thousands") {
    CHECK(grouped(0) == "0");
    CHECK(grouped(999) == "999");
    CHECK(grouped(1000) == "1,000");
    CHECK(grouped(61'706) == "61,706");
    CHECK(grouped(1'234'567) == "1,234,567");
    CHECK(grouped(-123) == "-123");
    CHECK(grouped(-1234) == "-1,234");
}

TEST_CASE("a progress line fits its width and drops the least important first") {
    const Progress progress{
        .step = {.epoch = 3,
                 .epochs = 8,
                 .epoch_images = 27'500,
                 .train_images = 55'000,
                 .metrics = {2750, 26'400, 27'500}},
        .images_per_second = 54'321,
        .seconds_left = 6.2,
    };
    CHECK(progress_line(progress, 200) ==
          "Epoch 3/8  50% [==============>.............]  54,321 images/s  ETA 0:07  loss 0.1000  acc 0.9600");
    CHECK(progress_line(progress, 79) ==
          "Epoch 3/8  50% [=====>....]  54,321 images/s  ETA 0:07  loss 0.1000  acc 0.9600");
    CHECK(progress_line(progress, 70) == "Epoch 3/8  50%  54,321 images/s  ETA 0:07  loss 0.1000  acc 0.9600");
    CHECK(progress_line(progress, 60) == "Epoch 3/8  50%  ETA 0:07  loss 0.1000  acc 0.9600");
    CHECK(progress_line(progress, 40) == "Epoch 3/8  50%  loss 0.1000  acc 0.9600");
    CHECK(progress_line(progress, 30) == "Epoch 3/8  50%  acc 0.9600");
    CHECK(progress_line(progress, 20) == "Epoch 3/8  50%");
    for (int width = 14; width < 200; ++width)
        CHECK(static_cast<int>(progress_line(progress, width).size()) <= width);
}

TEST_CASE("a progress line's bar is full only at the end") {
    Progress progress{
        .step = {.epoch = 1, .epochs = 1, .epoch_images = 999, .train_images = 1000, .metrics = {1, 1, 999}},
        .images_per_second = 1,
        .seconds_left = 1};
    CHECK(progress_line(progress, 200).find("=>]") != std::string::npos);
    progress.step.epoch_images = 1000;
    CHECK(progress_line(progress, 200).find("==]") != std::string::npos);
    progress.step.epoch_images = 1;
    CHECK(progress_line(progress, 200).find("[>.") != std::string::npos);
}

TEST_CASE("whole numbers are decimal, in range, and nothing else") {
    const CLI::Validator check = whole_number(1, 100, "epochs");
    for (std::string good : {"1", "42", "100", "010"})
        CHECK(check(good).empty());
    std::string padded = "010";
    REQUIRE(check(padded).empty());
    CHECK(padded == "10");
    for (std::string bad :
         {"", " ", "0", "101", "-1", "+1", "1.0", "1e1", "0x1", "1 ", " 1", "ten", "99999999999999999999"})
        CHECK(check(bad) == "found \"" + bad + "\", expected a whole number of epochs from 1 to 100");
}

TEST_CASE("numbers are finite and in range") {
    const CLI::Validator rate = real_number({.least = 0, .with_least = false, .most = 10});
    for (std::string good : {"1e-3", "0.004", "10", "1"})
        CHECK(rate(good).empty());
    for (std::string bad :
         {"0", "-0", "-1", "10.001", "nan", "NaN", "inf", "-inf", "1e400", "", "0,1", "fast", "1e-3x"})
        CHECK(rate(bad) == "found \"" + bad + "\", expected a number above 0 to 10");
    const CLI::Validator smoothing = real_number({.least = 0, .most = 1, .with_most = false});
    for (std::string good : {"0", "0.1", "0.999"})
        CHECK(smoothing(good).empty());
    for (std::string bad : {"1", "-0.1", "nan"})
        CHECK(smoothing(bad) == "found \"" + bad + "\", expected a number from 0 to below 1");
}

TEST_CASE("what is given replaces the recipe's option, and only that") {
    TrainArguments arguments;
    arguments.recipe = "tutorial";
    const halenet::TrainerOptions recipe = trainer_options(arguments);
    CHECK(recipe.epochs == 10);
    CHECK(recipe.batch == 128);
    CHECK(recipe.learning_rate == 1e-3);
    CHECK(recipe.schedule == halenet::Schedule::constant);
    CHECK(recipe.label_smoothing == 0);
    CHECK(recipe.optimizer == halenet::Optimizer::adam);
    CHECK(recipe.augment.pixels == 0);

    arguments.epochs = 3;
    arguments.schedule = "one-cycle";
    arguments.validation = 0;
    arguments.seed = 7;
    const halenet::TrainerOptions changed = trainer_options(arguments);
    CHECK(changed.epochs == 3);
    CHECK(changed.schedule == halenet::Schedule::one_cycle);
    CHECK(changed.validation == 0);
    CHECK(changed.seed == 7);
    CHECK(changed.batch == 128);
    CHECK(changed.learning_rate == 1e-3);
}

TEST_CASE("an augmentation is one number or two") {
    CHECK(augmentation_of("2").pixels == 2);
    CHECK(augmentation_of("2").degrees == 0);
    CHECK(augmentation_of("1.5,10").pixels == 1.5);
    CHECK(augmentation_of("1.5,10").degrees == 10);
    for (std::string text : {"0", "2", "1.5,10", "0,45", "16,0.5"}) {
        CHECK(augmentation_check()(text).empty());
        CHECK(text_of(augmentation_of(text)) == text);
    }
    for (std::string bad : {"", ",", "2,", ",2", "-1", "16.5", "1,46", "1;2", "1,2,3", "inf", "1, 2", "x"})
        CHECK(augmentation_check()(bad).starts_with("found \"" + bad + "\", expected PIXELS or PIXELS,DEGREES"));
}

TEST_CASE("the command that repeats a training gives the same options, whatever its recipe was") {
    TrainArguments arguments;
    arguments.model = "lenet5";
    arguments.recipe = "tutorial";
    arguments.epochs = 3;
    arguments.augment = "1.5,10";
    arguments.optimizer = "sgd";
    arguments.momentum = 0.5;
    arguments.weight_decay = 0.001;
    arguments.early_stopping = 4;
    arguments.seed = 7;
    arguments.data = "it's here";
    CHECK(command_of(arguments, trainer_options(arguments)) ==
          "halenet train --model lenet5 --data 'it'\\''s here' --epochs 3 --batch 128 --learning-rate 0.001 "
          "--lr-schedule constant --optimizer sgd --weight-decay 0.001 --label-smoothing 0 --augment 1.5,10 "
          "--early-stopping 4 --validation 5000 --first-images 0 --momentum 0.5 --seed 7");
}

TEST_CASE("weights go to a file named after the model") {
    TrainArguments arguments;
    for (const char *model : {"my_net", "my_net.h", "folder/my_net.h"}) {
        arguments.model = model;
        CHECK(weights_file(arguments) == "my_net.safetensors");
    }
    arguments.out = "mine";
    CHECK(weights_file(arguments) == "mine");
}

TEST_CASE("a curve of rates is told by its corners") {
    CHECK(curve_of({}) == Json::array());
    CHECK(curve_of({1}) == Json{{0, 1.0}});
    CHECK(curve_of({1, 2}) == Json{{0, 1.0}, {1, 2.0}});
    CHECK(curve_of({1, 1, 1, 1}) == Json{{0, 1.0}, {3, 1.0}});
    CHECK(curve_of({1, 2, 3, 2, 1, 0}) == Json{{0, 1.0}, {2, 3.0}, {5, 0.0}});
    CHECK(curve_of({4, 4, 4, 1, 1, 1}) == Json{{0, 4.0}, {2, 4.0}, {3, 1.0}, {5, 1.0}});
    CHECK(curve_of({4, 1, 1}) == Json{{0, 4.0}, {1, 1.0}, {2, 1.0}});
    CHECK(curve_of({4, 4, 1}) == Json{{0, 4.0}, {1, 4.0}, {2, 1.0}});

    std::vector<double> rates;
    for (std::int64_t step = 0; step < 10'000; ++step)
        rates.push_back(halenet::learning_rate_at(halenet::Schedule::one_cycle, 4e-3, step, 10'000));
    CHECK(curve_of(rates) == Json{{0, rates[0]}, {2000, 4e-3}, {9999, rates[9999]}});
}

TEST_CASE("every recipe can be named, and every schedule") {
    for (const Recipe &recipe : recipes())
        CHECK(&recipe_named(recipe.name) == &recipe);
    for (const halenet::Schedule schedule : {halenet::Schedule::constant, halenet::Schedule::one_cycle})
        CHECK(schedule_named(schedule_name(schedule)) == schedule);
    for (const halenet::Optimizer optimizer : {halenet::Optimizer::adam, halenet::Optimizer::sgd})
        CHECK(optimizer_named(optimizer_name(optimizer)) == optimizer);
}
