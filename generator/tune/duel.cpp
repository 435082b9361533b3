#include "generator/tune/duel.h"

#include "generator/tune/library_copy.h"
#include "generator/tune/tick_length.h"
#include "runtime/files/files.h"
#include "runtime/train/stopwatch.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <sys/resource.h>
#include <utility>

namespace halenet::tune {

namespace {

/// Whether the system has stopped this process meanwhile to let another one run.
class Interruptions {
  public:
    [[nodiscard]] bool any() const { return count() != before_; }

  private:
    static long count() {
        rusage usage{};
        ::getrusage(RUSAGE_SELF, &usage);
        return usage.ru_nivcsw;
    }

    long before_ = count();
};

struct Player {
    LibraryCopy library;
    Worker worker;

    Player(const std::string &content, const std::string &name, Workbench &bench)
        : library(content, name), worker(library.api(), bench) {}
};

} // namespace

Duel::Duel(const std::filesystem::path &reference, const std::filesystem::path &plan, std::string library_name,
           Workbench &bench)
    : reference_(read_file(reference)), plan_(read_file(plan)), library_name_(std::move(library_name)), bench_(&bench) {
}

Pairs Duel::measure(const Clock &clock, const Patience &patience) const {
    const auto timer_of = [&](const std::string &content) -> Timer {
        const auto player = std::make_shared<Player>(content, library_name_, *bench_);
        return [player, &clock](std::size_t number) { return clock(player->worker, number); };
    };
    const auto prepare = [&](bool reference_first) {
        Opponents opponents;
        if (reference_first) {
            opponents.reference = timer_of(reference_);
        }
        opponents.plan = timer_of(plan_);
        if (!reference_first) {
            opponents.reference = timer_of(reference_);
        }
        return opponents;
    };
    return measure_pairs(prepare, patience);
}

Pairs Duel::measure(std::span<const Pass> passes, const Patience &patience) const {
    const Clock clock = [&](Worker &worker, std::size_t number) -> Timing {
        worker.load();
        const Interruptions interruptions;
        double sum = 0;
        for (const Pass &pass : passes) {
            const Stopwatch stopwatch;
            pass.run(worker, number);
            sum += std::log(stopwatch.seconds() / pass.images);
        }
        return {.time = std::exp(sum / static_cast<double>(passes.size())), .disturbed = interruptions.any()};
    };
    return measure(clock, patience);
}

Pairs Duel::measure(const Pass &pass, const std::string &kernel, const Patience &patience) const {
    // At least a tick: some processors' clocks stand still for longer than a short kernel takes.
    const Clock clock = [&](Worker &worker, std::size_t number) -> Timing {
        worker.load();
        worker.count_ticks();
        const Interruptions interruptions;
        pass.run(worker, number);
        return {.time = static_cast<double>(std::max<std::uint64_t>(worker.ticks_of(kernel), 1)),
                .disturbed = interruptions.any()};
    };
    const TickLength tick;
    Pairs pairs = measure(clock, patience);
    const double seconds = tick.seconds() / pass.images;
    for (std::vector<double> *times : {&pairs.reference, &pairs.plan}) {
        std::ranges::for_each(*times, [&](double &time) { time *= seconds; });
    }
    return pairs;
}

} // namespace halenet::tune
