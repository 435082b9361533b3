#include "generator/tune/tuner.h"

#include "generator/tune/search.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace halenet::tune {

namespace {

using schedules::Values;

/// The ranking takes about so many seconds a kernel; it gets at least and at most so much of the budget.
constexpr double ranking_seconds = 4, least_ranking_part = 0.12, most_ranking_part = 0.4;
/// Candidates without a better plan after which a kernel is worth half of its time: others may have more to give.
constexpr double patience = 40;
/// Plans whose estimates lie so close to the best one's may turn out to be the best.
constexpr double close_to_best = 0.02;

/// A kernel on its way.
struct Course {
    const Subject &subject;
    KernelResult &result; ///< of it
    Search search;
    Values incumbent;          ///< the plan that others are compared with
    double incumbent_gain = 0; ///< over the start, estimated
    double spent = 0;          ///< seconds
    int fruitless = 0;         ///< candidates since the last better one
    bool exhausted = false;

    Course(const Subject &kernel, KernelResult &its_result, std::uint64_t seed)
        : subject(kernel), result(its_result), search(kernel.space, kernel.start, kernel.others, seed),
          incumbent(kernel.start) {
        result.name = kernel.name;
        result.share = kernel.share;
        result.start_plan = result.best_plan = to_text(kernel.space, kernel.start);
    }

    [[nodiscard]] std::string text(const Values &plan) const { return to_text(subject.space, plan); }

    /// What its search is worth: the time that the kernel still takes, less the longer nothing was found.
    [[nodiscard]] double worth() const {
        return exhausted ? 0 : subject.share * std::exp(-incumbent_gain) / (1 + fruitless / patience);
    }
};

class Tuning {
  public:
    Tuning(const std::vector<Subject> &subjects, const TunerOptions &options, Record &record, Laboratory &laboratory,
           Watcher &watcher, const std::function<bool()> &stopped)
        : options_(options), record_(record), laboratory_(laboratory), watcher_(watcher), stopped_(stopped) {
        results_.resize(subjects.size());
        courses_.reserve(subjects.size());
        for (const Subject &subject : subjects) {
            const std::size_t number = courses_.size();
            courses_.emplace_back(subject, results_[number], options.seed + number);
        }
    }

    TuningResult run() {
        search();
        if (!stopped_()) {
            rank();
        }
        if (!stopped_()) {
            contend();
        }
        TuningResult result{.kernels = results_, .seconds = used_, .stopped = stopped_()};
        if (!result.stopped) {
            compare(result);
        }
        return result;
    }

  private:
    /// Each kernel's part of the budget is what it is worth of all: the one that is furthest behind goes on.
    Course *next_course() {
        double all = 0;
        for (const Course &course : courses_) {
            all += course.worth();
        }
        Course *next = nullptr;
        double greatest = 0;
        for (Course &course : courses_) {
            const double behind = course.worth() / all * (used_ + 1) - course.spent;
            if (!course.exhausted && (next == nullptr || behind > greatest)) {
                next = &course;
                greatest = behind;
            }
        }
        return next;
    }

    void search() {
        watcher_.on_stage("searching");
        const double all = options_.budget_seconds;
        const double budget = all - std::clamp(ranking_seconds * static_cast<double>(courses_.size()),
                                               least_ranking_part * all, most_ranking_part * all);
        for (Course *course = next_course(); course != nullptr && used_ < budget && !stopped_();
             course = next_course()) {
            const std::vector<Values> plans = course->search.next();
            course->exhausted = plans.empty();
            search_line(*course, plans);
            watcher_.on_progress(results_, options_.budget_seconds - used_);
        }
    }

    void search_line(Course &course, const std::vector<Values> &plans) {
        std::map<Question, Values> asked;
        std::vector<Question> questions;
        for (const Values &plan : plans) {
            if (plan == course.subject.start) {
                course.search.tell(plan, 0.0);
                continue;
            }
            questions.push_back({Stage::search, course.subject.name, course.text(plan), course.text(course.incumbent)});
            asked.emplace(questions.back(), plan);
        }
        Values better = course.incumbent;
        double better_gain = course.incumbent_gain;
        for (const auto &[question, trial] : ask(course, questions)) {
            const Values &plan = asked.at(question);
            if (!is_measurement(trial)) {
                course.search.tell(plan, std::nullopt);
                continue;
            }
            const double gain = course.incumbent_gain + trial.gain.estimate;
            course.search.tell(plan, gain);
            if (trial.gain.low > 0 && gain > better_gain) {
                better = plan;
                better_gain = gain;
            }
        }
        course.fruitless = better == course.incumbent ? course.fruitless + static_cast<int>(asked.size()) : 0;
        course.incumbent = better;
        course.incumbent_gain = better_gain;
    }

    /// The answers, from the record where it has them; none for what the laboratory left when the user stopped it.
    std::map<Question, Trial> ask(Course &course, const std::vector<Question> &questions) {
        std::map<Question, Trial> answers;
        std::vector<Question> open;
        for (const Question &question : questions) {
            if (const Trial *known = record_.find(question)) {
                answers.emplace(question, *known);
                take(course, *known, true);
            } else {
                open.push_back(question);
            }
        }
        if (!open.empty()) {
            laboratory_.answer(open, [&](const Trial &trial) {
                record_.add(trial);
                answers.emplace(trial.question, trial);
                take(course, trial, false);
            });
        }
        return answers;
    }

    void take(Course &course, const Trial &trial, bool from_record) {
        KernelResult &result = course.result;
        course.spent += trial.cost_seconds;
        if (trial.question.stage != Stage::contender) {
            used_ += trial.cost_seconds;
        }
        if (trial.question.stage == Stage::search) {
            ++result.candidates;
            result.failures += is_measurement(trial) ? 0 : 1;
            const double gain = course.incumbent_gain + trial.gain.estimate;
            if (is_measurement(trial) && result.start_seconds == 0) {
                result.start_seconds = trial.seconds * std::exp(gain);
            }
            if (is_measurement(trial) && trial.gain.low > 0 && gain > result.gain.estimate) {
                const double before = course.incumbent_gain;
                result.gain = {gain, before + trial.gain.low, before + trial.gain.high};
                result.best_plan = trial.question.plan;
            }
        }
        result.trials.push_back(trial);
        watcher_.on_trial(result, trial, from_record);
    }

    /// The best few of each kernel against the plan of the start: what the search took for better may have been luck.
    void rank() {
        watcher_.on_stage("measuring the best plans again");
        for (Course &course : courses_) {
            if (course.result.candidates == 0) {
                continue; // the budget did not reach it
            }
            std::vector<Question> questions;
            std::vector<Values> best = course.search.best(options_.ranked + 1);
            const double greatest = course.search.gain_of(best.front());
            std::erase_if(best, [&](const Values &plan) {
                const double gain = course.search.gain_of(plan);
                return plan == course.subject.start || gain <= 0 || gain < greatest - close_to_best;
            });
            best.resize(std::min(best.size(), options_.ranked));
            for (const Values &plan : best) {
                questions.push_back({Stage::ranking, course.subject.name, course.text(plan), course.result.start_plan});
            }
            decide(course, ask(course, questions));
            watcher_.on_progress(results_, options_.budget_seconds - used_);
            if (stopped_()) {
                return;
            }
        }
    }

    static void decide(Course &course, const std::map<Question, Trial> &answers) {
        KernelResult &result = course.result;
        result.best_plan = result.start_plan;
        result.gain = {};
        for (const auto &[question, trial] : answers) {
            if (is_measurement(trial) && trial.gain.low > 0 && trial.gain.estimate > result.gain.estimate) {
                result.best_plan = question.plan;
                result.gain = trial.gain;
                result.replaced = true;
                result.start_seconds = trial.seconds * std::exp(trial.gain.estimate);
            }
        }
    }

    void contend() {
        if (!options_.contenders.empty()) {
            watcher_.on_stage("measuring Halide's autoschedulers beside");
        }
        for (Course &course : courses_) {
            if (!course.subject.is_kernel) {
                continue;
            }
            std::vector<Question> questions;
            for (const std::string &contender : options_.contenders) {
                questions.push_back({Stage::contender, course.subject.name, contender, course.result.start_plan});
            }
            ask(course, questions);
            watcher_.on_progress(results_, options_.budget_seconds - used_);
            if (stopped_()) {
                return;
            }
        }
    }

    /// What counts in the end is the whole.
    void compare(TuningResult &result) {
        const Plans after = new_plans(result);
        if (after.empty()) {
            return;
        }
        watcher_.on_stage("comparing the whole, before and after");
        result.comparisons = laboratory_.compare({}, after);
        result.withdrawn = !result.comparisons.empty() && result.comparisons.front().gain.high < 0;
        if (result.withdrawn) {
            for (KernelResult &kernel : result.kernels) {
                kernel.replaced = false;
            }
        }
    }

    const TunerOptions &options_;
    Record &record_;
    Laboratory &laboratory_;
    Watcher &watcher_;
    const std::function<bool()> &stopped_;
    std::vector<KernelResult> results_; ///< of each subject
    std::vector<Course> courses_;       ///< that write them
    double used_ = 0;                   ///< seconds of the budget
};

} // namespace

Plans new_plans(const TuningResult &result) {
    Plans plans;
    for (const KernelResult &kernel : result.kernels) {
        if (kernel.replaced) {
            plans[kernel.name] = kernel.best_plan;
        }
    }
    return plans;
}

TuningResult tune(const std::vector<Subject> &subjects, const TunerOptions &options, Record &record,
                  Laboratory &laboratory, Watcher &watcher, const std::function<bool()> &stopped) {
    return Tuning(subjects, options, record, laboratory, watcher, stopped).run();
}

} // namespace halenet::tune
