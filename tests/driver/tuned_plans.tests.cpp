/// Which tuned plans a target has, and which of them a kernel gets.
#include "tests/driver/tuned_plans.h"
#include "runtime/files/files.h"
#include "tests/runtime/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <fmt/format.h>

#include <stdexcept>

using namespace halenet::driver;
using namespace halenet::driver::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace {

namespace fs = std::filesystem;

/// Of a kernel that can run with vectors of 4 or 8 and 1 to 3 columns, but not with 8 and 3.
Kernel kernel_of(const std::string &name) {
    return {.name = name,
            .generator = "conv2d_forward",
            .parameters = {{"name", name}},
            .space = {.names = {"vector", "columns"},
                      .values = {{4, 8}, {1, 2, 3}},
                      .shipped = {8, 1},
                      .refusal =
                          [](const halenet::schedules::Values &values) {
                              return values[0] == 8 && values[1] == 3 ? "it needs too many registers" : "";
                          }},
            .plan = {8, 1}};
}

/// What is noted when a chooser of the plans chooses for the kernel.
std::vector<std::string> notes_of(const TunedPlans &plans, Kernel &kernel) {
    std::vector<std::string> notes;
    chooser_of(plans, [&](const std::string &note) { notes.push_back(note); })(kernel);
    return notes;
}

} // namespace

TEST_CASE("newer plans replace those of the same kernels and leave the others", "[tuned]") {
    TunedPlans plans = plans_of({plan_of("c1", {{"vector", 8}}), plan_of("c3", {{"vector", 4}})});
    TunedPlan renamed = plan_of("c3", {{"vector", 16}});
    renamed.kernel = "conv3"; // the name is for people alone
    merge(plans, {renamed, plan_of("c5", {{"vector", 2}})});
    REQUIRE(plans.plans.size() == 3);
    CHECK(plans.plans[0].plan.at("vector") == 8);
    CHECK(plans.plans[1].kernel == "conv3");
    CHECK(plans.plans[1].plan.at("vector") == 16);
    CHECK(plans.plans[2].plan.at("vector") == 2);
}

TEST_CASE("a kernel gets the plan of its generator and parameters, whatever its name", "[tuned]") {
    Kernel kernel = kernel_of("c1");
    kernel.name = "first";
    const TunedPlans plans =
        plans_of({plan_of("c1", {{"columns", 2}, {"vector", 4}}), plan_of("c3", {{"columns", 3}, {"vector", 4}})});
    CHECK(notes_of(plans, kernel).empty());
    CHECK(kernel.plan == halenet::schedules::Values{4, 2});
    CHECK(kernel.plan_from == "tuned on AMD EPYC 9R14, 2026-11-27");
}

TEST_CASE("a kernel without a tuned plan keeps the computed one", "[tuned]") {
    Kernel kernel = kernel_of("c5"), other_generator = kernel_of("c1");
    other_generator.generator = "pool2d";
    const TunedPlans plans = plans_of({plan_of("c1", {{"columns", 2}, {"vector", 4}})});
    for (Kernel *untuned : {&kernel, &other_generator}) {
        CHECK(notes_of(plans, *untuned).empty());
        CHECK(untuned->plan == halenet::schedules::Values{8, 1});
        CHECK(untuned->plan_from == "computed from target and shape");
    }
}

TEST_CASE("a plan that was taken over says so", "[tuned]") {
    Kernel kernel = kernel_of("c1");
    TunedPlans plans = plans_of({plan_of("c1", {{"columns", 2}, {"vector", 4}})});
    plans.plans.front().evidence = {
        .machine = "taken over from zen4, not measured", .date = "2026-11-27", .halide = halide_version()};
    CHECK(notes_of(plans, kernel).empty());
    CHECK(kernel.plan_from == "taken over from zen4, not measured");
}

TEST_CASE("a plan that is none of the kernel's any more is named and not applied", "[tuned]") {
    const auto refuses = [](const std::map<std::string, int> &plan, const std::string &why) {
        CAPTURE(why);
        Kernel kernel = kernel_of("c1");
        const std::vector<std::string> notes = notes_of(plans_of({plan_of("c1", plan)}), kernel);
        REQUIRE(notes.size() == 1);
        CHECK_THAT(notes.front(), StartsWith("tuned/x86-64-v3.json: the plan of c1 is not used, because ") &&
                                      ContainsSubstring(why + "; halenet tune makes a new one"));
        CHECK(kernel.plan == halenet::schedules::Values{8, 1});
        CHECK(kernel.plan_from == "computed from target and shape");
    };
    refuses({{"colums", 2}, {"vector", 4}}, "knob \"colums\" is not known, expected vector, columns");
    refuses({{"vector", 4}}, "columns is missing");
    refuses({{"columns", 9}, {"vector", 4}}, "columns is 9, expected one of 1, 2, 3");
    refuses({{"columns", 3}, {"vector", 8}}, "it needs too many registers");
}

TEST_CASE("plans of another Halide are named once and none of them is applied", "[tuned]") {
    TunedPlans plans =
        plans_of({plan_of("c1", {{"columns", 2}, {"vector", 4}}), plan_of("c3", {{"columns", 2}, {"vector", 4}}),
                  plan_of("c5", {{"columns", 2}, {"vector", 4}})});
    plans.plans[0].evidence.halide = plans.plans[1].evidence.halide = "20.0.0";
    std::vector<std::string> notes;
    const PlanChooser choose = chooser_of(plans, [&](const std::string &note) { notes.push_back(note); });
    Kernel c1 = kernel_of("c1"), c3 = kernel_of("c3"), c5 = kernel_of("c5");
    choose(c1);
    choose(c3);
    choose(c5);
    CHECK(c1.plan == c1.space.shipped);
    CHECK(c3.plan == c3.space.shipped);
    CHECK(c5.plan == halenet::schedules::Values{4, 2});
    REQUIRE(notes.size() == 1);
    CHECK(notes.front() ==
          fmt::format("tuned/x86-64-v3.json: 2 plans are not used, because they were tuned with Halide "
                      "20.0.0 and this is Halide {}; halenet tune makes new ones",
                      halide_version()));
}

TEST_CASE("the plans of a target are those of its file, or none", "[tuned]") {
    const TemporaryFolder folder;
    CHECK(read_tuned_plans(folder.path(), "x86-64-v3").plans.empty());
    CHECK(read_tuned_plans(folder / "missing", "x86-64-v3").plans.empty());
    const TunedPlans plans = plans_of({plan_of("c1", {{"vector", 8}})});
    const fs::path file = tuned_file(folder.path(), "x86-64-v3");
    halenet::write_file_atomically(file, to_json(plans));
    const TunedPlans read = read_tuned_plans(folder.path(), "x86-64-v3");
    CHECK(to_json(read) == to_json(plans));
    CHECK(read.file == file);

    const auto refusal = [&](const std::string &target) -> std::string {
        try {
            (void)read_tuned_plans(folder.path(), target);
        } catch (const std::runtime_error &error) {
            return error.what();
        }
        return "";
    };
    folder.write("zen4.json", to_json(plans));
    CHECK(refusal("zen4") ==
          (folder / "zen4.json").string() + R"(: /target: found "x86-64-v3", expected "zen4", as the file is named)");
    folder.write("wasm.json", "{");
    CHECK_THAT(refusal("wasm"), StartsWith((folder / "wasm.json").string() + ": found something that is no JSON"));
    fs::create_directory(folder / "arm-64.json");
    CHECK_THAT(refusal("arm-64"), StartsWith((folder / "arm-64.json").string() + ": is a folder"));
}

TEST_CASE("the tuned targets nearest to one come first", "[tuned]") {
    const TemporaryFolder folder;
    CHECK(tuned_targets(folder / "missing").empty());
    for (const std::string name : {"x86-64-v2", "x86-64-v3", "zen4", "arm-64", "riscv-64-rvv-256"}) {
        TunedPlans plans{.target = name, .halide_target = parse_targets(name).front().halide.to_string(), .plans = {}};
        folder.write(name + ".json", to_json(plans));
    }
    folder.write("README.md", "not a target");
    using Names = std::vector<std::string>;
    CHECK(tuned_targets(folder.path()) == Names{"arm-64", "riscv-64-rvv-256", "x86-64-v2", "x86-64-v3", "zen4"});
    const auto nearest_to = [&](const std::string &target) {
        return nearest_tuned(folder.path(), parse_targets(target).front());
    };
    CHECK(nearest_to("x86-64-v3") == Names{"zen4", "x86-64-v2", "riscv-64-rvv-256", "arm-64"});
    CHECK(nearest_to("x86-64-v1") == Names{"x86-64-v2", "x86-64-v3", "zen4", "arm-64", "riscv-64-rvv-256"});
    CHECK(nearest_to("x86-64-v4").front() == "zen4");
    CHECK(nearest_to("macos-arm-64").front() == "arm-64");
    try {
        (void)tuned_targets(folder / "README.md");
        FAIL("a file is no folder");
    } catch (const std::runtime_error &error) {
        CHECK_THAT(error.what(), StartsWith((folder / "README.md").string() + ": cannot be read (Not a directory)"));
    }
}
