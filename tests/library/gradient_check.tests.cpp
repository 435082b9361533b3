/// The check of `halenet verify --gradients`, on libraries that are right and on one that is not.
#include "runtime/verify/gradient_check.h"
#include "tests/library/models.h"

#include <tiny.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>

using namespace halenet;
using namespace halenet::testing;

namespace {

void ignore(std::size_t /*done*/, std::size_t /*total*/) {}

/// The tiny model's gradients, with one of c1's bias a thousandth of the largest one too large.
halenet_status save_wrong_gradients(const halenet_instance *instance, float *gradients, std::size_t count) {
    const halenet_status status = tiny_save_gradients(instance, gradients, count);
    const halenet_tensor_info &bias = tiny_api.model->tensors[1];
    float *first = gradients + bias.offset;
    float *largest = std::max_element(first, first + bias.count, [](float a, float b) { return a * a < b * b; });
    *largest *= 1.001f;
    return status;
}

} // namespace

TEST_CASE("the gradients of every library of the tests pass the check", "[verify]") {
    const Model &model = GENERATE(from_range(all_models()));
    const auto reports = verify::check_gradients(*model.api, model.description(), {.samples = 5}, ignore);
    REQUIRE(reports.size() == model.api->model->tensor_count);
    for (const verify::TensorReport &report : reports) {
        CAPTURE(model.api->model->name, report.name, report.worst, report.skipped);
        CHECK(report.passed());
    }
}

TEST_CASE("a wrong gradient is found, and only its tensor is blamed", "[verify]") {
    halenet_api wrong = tiny_api;
    wrong.save_gradients = save_wrong_gradients;
    const auto &models = all_models();
    const auto tiny = std::find_if(models.begin(), models.end(), [](const Model &m) { return m.api == &tiny_api; });
    REQUIRE(tiny != models.end());
    std::size_t progress = 0;
    const auto reports = verify::check_gradients(wrong, tiny->description(), {.samples = 1000},
                                                 [&](std::size_t done, std::size_t) { progress = done; });
    CHECK(progress == reports.size());
    for (std::size_t t = 0; t < reports.size(); ++t) {
        CAPTURE(reports[t].name, reports[t].worst);
        CHECK(reports[t].passed() == (t != 1));
    }
}
