/// Handwritten digits, classified and learned on a target.
#include "tests/reference/tolerance.h"
#include "tests/targets/tested_target.h"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <functional>
#include <numeric>

#include <fmt/format.h>

using namespace halenet;
using namespace halenet::targets;

namespace {

constexpr std::size_t pixels = 784; // of an image

} // namespace

TEST_CASE("real test images get the classes of the reference", "[targets][slow]") {
    const Tested tested = tested_library();
    const std::size_t images = tested.is_native() ? 10'000 : 1'000;
    const std::size_t allowed = 2 * images / 10'000; // none of 1,000
    const std::string classes = prepared("reference-classes");
    const Result found = run_tested(
        "classify.c", tested,
        {{"images", prepared("test-images").substr(0, images * pixels)}, {"weights", prepared("trained-weights")}});
    const auto answers = found.values<halenet_answer>("answers");
    REQUIRE(answers.size() == images);
    const auto differing = static_cast<std::size_t>(
        std::inner_product(answers.begin(), answers.end(), classes.begin(), 0, std::plus<>(),
                           [](const halenet_answer &answer, char label) { return answer.label == label ? 0 : 1; }));
    CHECK(differing <= allowed);
    note("test-set", fmt::format("{} of {}", images - differing, images));
}

TEST_CASE("in a hundred steps the loss falls as it does elsewhere", "[targets][slow]") {
    const Tested tested = tested_library();
    const Result found =
        run_tested("train.c", tested, {{"images", prepared("step-images")}, {"labels", prepared("step-labels")}});
    const auto losses = found.values<double>("losses");
    const auto reference = values_of<double>(prepared("step-losses"));
    REQUIRE(losses.size() == reference.size());
    for (std::size_t step = 0; step < losses.size(); ++step) {
        INFO("step " << step);
        CHECK(std::abs(losses[step] - reference[step]) <= tolerance::same_training);
    }
    CHECK(losses.back() < losses.front() / 2);
}
