/// Plans that a person names, and plans that are taken over from another target.
#include "generator/tune/named_plans.h"

#include "generator/driver/emit.h"
#include "generator/driver/library_builder.h"
#include "tests/runtime/temporary_folder.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace halenet;
using namespace halenet::driver;
using namespace halenet::tune;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::EndsWith;
using Catch::Matchers::MessageMatches;
using Catch::Matchers::StartsWith;

namespace {

GenerateOptions options_for(const std::string &target, const std::filesystem::path &folder) {
    GenerateOptions options;
    options.model = HALENET_SOURCE_FOLDER "/generated/lenet5/model.json";
    options.targets = target;
    options.plans = folder;
    return options;
}

/// As if each kernel with knobs had been tuned for the target, and its portable plan were the best.
TunedPlans tuned_for(const std::string &target, const std::filesystem::path &folder) {
    std::vector<std::string> notes;
    const Isa isa = planned(options_for(target, folder), notes).isas.front();
    TunedPlans plans{.target = target, .halide_target = isa.target.halide.to_string(), .plans = {}};
    for (const Kernel &kernel : isa.program.kernels) {
        const schedules::Values portable = kernel.space.portable();
        if (portable.empty()) {
            continue;
        }
        TunedPlan plan{.kernel = kernel.name,
                       .generator = kernel.generator,
                       .parameters = kernel.parameters,
                       .plan = {},
                       .evidence = {.machine = "some processor",
                                    .date = "2026-11-27",
                                    .halide = halide_version(),
                                    .start = plan_text(kernel),
                                    .pairs = 40}};
        for (std::size_t k = 0; k < portable.size(); ++k) {
            plan.plan[kernel.space.names[k]] = portable[k];
        }
        plans.plans.push_back(plan);
    }
    REQUIRE(plans.plans.size() > 5);
    return plans;
}

void fail_for(const std::string &note) {
    FAIL(note);
}

} // namespace

TEST_CASE("plans are named by a target that has some, or by a file", "[named_plans]") {
    const TemporaryFolder folder;
    const std::string json = to_json(tuned_for("x86-64-v2", folder.path()));
    folder.write("x86-64-v2.json", json);
    folder.write("of_before.json", json);
    folder.write("damaged.json", "{");
    CHECK(plans_named("x86-64-v2", folder.path()).file == folder / "x86-64-v2.json");
    CHECK(plans_named((folder / "of_before.json").string(), "nowhere").target == "x86-64-v2");
    CHECK_THROWS_MATCHES(plans_named("x86-64-v3", folder.path()), std::runtime_error,
                         MessageMatches(StartsWith("no plan was tuned for x86-64-v3 yet, ") &&
                                        ContainsSubstring("x86-64-v2") && EndsWith(" or a file was expected")));
    CHECK_THROWS_MATCHES(plans_named("x86-64-v3", folder / "none"), std::runtime_error,
                         MessageMatches(ContainsSubstring("a file (there is none in ")));
    CHECK_THROWS_MATCHES(plans_named("x86-64-w2", folder.path()), std::runtime_error,
                         MessageMatches(StartsWith("target \"x86-64-w2\" is not known; x86-64-v2")));
    CHECK_THROWS_MATCHES(plans_named((folder / "damaged.json").string(), folder.path()), std::runtime_error,
                         MessageMatches(StartsWith((folder / "damaged.json").string() + ": ")));
    CHECK_THROWS_MATCHES(plans_named("nowhere.json", folder.path()), std::runtime_error,
                         MessageMatches(StartsWith("nowhere.json: ")));
}

TEST_CASE("a model runs by the named plans that it has kernels for, and by computed ones else", "[named_plans]") {
    const TemporaryFolder folder;
    const GenerateOptions options = options_for("x86-64-v3", folder.path());
    TunedPlans plans = tuned_for("x86-64-v3", folder.path());
    const Plans computed = plans_for_model(options, {.target = "", .halide_target = "", .plans = {}}, fail_for);
    const Plans portable = plans_for_model(options, plans, fail_for);
    CHECK(computed.contains("settings"));
    REQUIRE(portable.size() == computed.size());
    CHECK(portable.at("settings") == computed.at("settings"));
    const std::string kernel = plans.plans.front().kernel;
    CHECK(portable.at(kernel) != computed.at(kernel));

    // What lies in the folder of tuned plans plays no part.
    folder.write("x86-64-v3.json", to_json(plans));
    CHECK(plans_for_model(options, {.target = "", .halide_target = "", .plans = {}}, fail_for) == computed);

    plans.plans.front().plan["vectors of no kernel"] = 1;
    std::vector<std::string> notes;
    CHECK(plans_for_model(options, plans, [&](const std::string &note) { notes.push_back(note); }).at(kernel) ==
          computed.at(kernel));
    REQUIRE(notes.size() == 1);
    CHECK_THAT(notes.front(), ContainsSubstring(kernel));
}

TEST_CASE("plans are taken over with the evidence that nobody has measured them", "[named_plans]") {
    const TemporaryFolder folder;
    const TunedPlans from = tuned_for("x86-64-v2", folder.path());
    const auto note = [](const std::string & /*that a plan does not fit*/) {};
    const GenerateOptions options = options_for("arm-64", folder.path());
    const TakenOver result = take_over(options, from, note);
    CHECK(result.file == folder / "arm-64.json");
    CHECK(result.taken > 5);
    CHECK(result.kept == 0);

    TunedPlans own = read_tuned_plans(folder.path(), "arm-64");
    CHECK(std::ssize(own.plans) == result.taken);
    for (const TunedPlan &plan : own.plans) {
        const auto original = std::ranges::find_if(from.plans, [&](const TunedPlan &other) {
            return other.generator == plan.generator && other.parameters == plan.parameters;
        });
        REQUIRE(original != from.plans.end());
        CHECK(plan.plan == original->plan);
        CHECK(plan.evidence.machine == "taken over from x86-64-v2, not measured");
        CHECK(plan.evidence.pairs == 0);
    }
    std::vector<std::string> notes;
    const Program used = planned(options, notes).isas.front().program;
    CHECK(notes.empty());
    CHECK(std::ranges::count(used.kernels, "taken over from x86-64-v2, not measured", &Kernel::plan_from) ==
          result.taken);

    SECTION("a plan that was tuned for the target itself is kept, one that was taken over is replaced") {
        own.plans.front().evidence.pairs = 40;
        own.plans.front().evidence.machine = "its own";
        folder.write("arm-64.json", to_json(own));
        const TakenOver again = take_over(options, from, note);
        CHECK(again.kept == 1);
        CHECK(again.taken == result.taken - 1);
        const TunedPlans then = read_tuned_plans(folder.path(), "arm-64");
        CHECK(std::ssize(then.plans) == result.taken);
        CHECK(std::ranges::count(then.plans, "its own", [](const TunedPlan &plan) { return plan.evidence.machine; }) ==
              1);
    }
}
