/// The tuner on a synthetic laboratory: what it finds, what it trusts, and that nothing that ends it costs more than
/// the trial under way.
#include "generator/tune/tuner.h"

#include "runtime/files/scratch_folder.h"
#include "tests/tune/synthetic_laboratory.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <csignal>
#include <random>
#include <set>
#include <sys/wait.h>
#include <unistd.h>

using namespace halenet;
using namespace halenet::tune;

namespace {

const std::string optimum = "vector 8, rows 6";
const std::string corner = "vector 1, rows 1";

RecordKey key() {
    return {.target = "x86-64-linux",
            .cpu = "a processor",
            .halide = "21.0.0",
            .kernels = {{"heavy", "a"}, {"light", "b"}}};
}

class Bench {
  public:
    SyntheticLaboratory laboratory{};
    Nobody watcher{};
    TunerOptions options{.budget_seconds = 60};
    std::function<bool()> stopped = [] { return false; };
    std::vector<Subject> subjects = synthetic_subjects();

    [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "record.jsonl"; }
    TuningResult tune() {
        Record record(file(), key(), [](const std::string & /*note*/) {});
        return tune::tune(subjects, options, record, laboratory, watcher, stopped);
    }
    [[nodiscard]] std::vector<Trial> recorded() const {
        return Record(file(), key(), [](const std::string &note) { FAIL_CHECK(note); }).trials();
    }

  private:
    ScratchFolder folder_;
};

/// What a result decides.
std::vector<std::string> plans_of(const TuningResult &result) {
    std::vector<std::string> plans;
    for (const KernelResult &kernel : result.kernels) {
        plans.push_back(kernel.name + ": " + kernel.best_plan + (kernel.replaced ? ", replaced" : ""));
    }
    return plans;
}

} // namespace

TEST_CASE("the optimum is found, ranked and compared as a whole", "[tuner]") {
    Bench bench;
    const TuningResult result = bench.tune();
    for (const KernelResult &kernel : result.kernels) {
        CAPTURE(kernel.name);
        CHECK(kernel.best_plan == optimum);
        CHECK(kernel.start_plan == corner);
        CHECK(kernel.replaced);
        CHECK(kernel.gain.low > 0);
    }
    REQUIRE(bench.laboratory.compared.size() == 1);
    CHECK(bench.laboratory.compared.front() == Plans{{"heavy", optimum}, {"light", optimum}});
    CHECK_FALSE(result.withdrawn);
    CHECK(result.seconds <= bench.options.budget_seconds);
}

TEST_CASE("the budget goes where the time is", "[tuner]") {
    Bench bench;
    bench.options.budget_seconds = 8;
    const TuningResult result = bench.tune();
    CHECK(result.kernels[0].candidates > result.kernels[1].candidates);
    CHECK(result.kernels[1].candidates > 0);
}

TEST_CASE("plans that fail are counted, told and never taken", "[tuner]") {
    const Outcome outcome = GENERATE(Outcome::crashed, Outcome::hung, Outcome::wrong_bits, Outcome::slow_build,
                                     Outcome::no_build, Outcome::too_large);
    Bench bench;
    bench.laboratory.intervene = [&](Trial &trial) {
        if (trial.question.plan == optimum) {
            trial = {.question = trial.question, .outcome = outcome, .why = "on purpose", .cost_seconds = 0.25};
        }
    };
    const TuningResult result = bench.tune();
    for (const KernelResult &kernel : result.kernels) {
        CHECK(kernel.best_plan != optimum);
        CHECK(kernel.replaced);
        CHECK(kernel.failures == 1);
        CHECK(std::ranges::count_if(kernel.trials, [&](const Trial &trial) { return trial.outcome == outcome; }) == 1);
    }
}

TEST_CASE("a plan replaces another only if the interval of its second measurement excludes zero", "[tuner]") {
    Bench bench;
    bench.laboratory.intervene = [](Trial &trial) {
        if (trial.question.stage == Stage::ranking) { // it was luck
            trial.gain = {0.01, -0.001, 0.021};
        }
    };
    const TuningResult result = bench.tune();
    for (const KernelResult &kernel : result.kernels) {
        CHECK_FALSE(kernel.replaced);
        CHECK(kernel.best_plan == corner);
    }
    CHECK(bench.laboratory.compared.empty());
}

TEST_CASE("plans that make the whole slower are withdrawn", "[tuner]") {
    Bench bench;
    bench.laboratory.whole_gain = {-0.02, -0.03, -0.01};
    const TuningResult result = bench.tune();
    CHECK(result.withdrawn);
    CHECK(std::ranges::none_of(result.kernels, &KernelResult::replaced));
}

TEST_CASE("a stop keeps the record and decides nothing", "[tuner]") {
    Bench bench;
    int trials = 0;
    bench.laboratory.intervene = [&](Trial & /*trial*/) { ++trials; };
    bench.stopped = [&] { return trials >= 10; };
    const TuningResult result = bench.tune();
    CHECK(result.stopped);
    CHECK(std::ranges::none_of(result.kernels, &KernelResult::replaced));
    CHECK(bench.recorded().size() == static_cast<std::size_t>(trials));
}

TEST_CASE("the same command goes on where it was, with a larger budget too", "[tuner]") {
    Bench whole, twice;
    const TuningResult expected = whole.tune();
    twice.options.budget_seconds = 10;
    static_cast<void>(twice.tune());
    twice.options.budget_seconds = whole.options.budget_seconds;
    const TuningResult result = twice.tune();
    CHECK(plans_of(result) == plans_of(expected));
    CHECK(twice.watcher.from_record() > 0);
}

TEST_CASE("contenders are measured beside and never taken", "[tuner]") {
    Bench bench;
    bench.options.contenders = {contender};
    const TuningResult result = bench.tune();
    for (const KernelResult &kernel : result.kernels) {
        CHECK(kernel.best_plan == optimum); // though the contender is faster
        CHECK(std::ranges::count(kernel.trials, Stage::contender,
                                 [](const Trial &trial) { return trial.question.stage; }) == 1);
    }
}

TEST_CASE("kill -9 at 50 random moments costs nothing but the trial under way", "[tuner]") {
    Bench uninterrupted;
    const TuningResult expected = uninterrupted.tune();

    Bench bench;
    std::mt19937 random(7); // NOLINT(cert-msc51-cpp): the same moments each time, as far as a scheduler allows
    int killed = 0;
    for (int attempt = 0; attempt < 50; ++attempt) {
        const pid_t child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            bench.laboratory.intervene = [](Trial & /*trial*/) { usleep(200); };
            static_cast<void>(bench.tune());
            _exit(0);
        }
        usleep(std::uniform_int_distribution<useconds_t>(0, 4000)(random));
        kill(child, SIGKILL);
        int status = 0;
        REQUIRE(waitpid(child, &status, 0) == child);
        killed += WIFSIGNALED(status) ? 1 : 0;
    }
    CHECK(killed > 0);
    const TuningResult result = bench.tune();
    CHECK(plans_of(result) == plans_of(expected));

    std::set<Question> questions;
    for (const Trial &trial : bench.recorded()) {
        CAPTURE(trial.question.kernel, trial.question.plan, trial.question.reference);
        CHECK(questions.insert(trial.question).second);
    }
    CHECK(questions.size() == uninterrupted.recorded().size());
}
