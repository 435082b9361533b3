#include "generator/tune/contest.h"

#include "generator/tune/digest.h"
#include "generator/tune/duel.h"
#include "generator/tune/passes.h"
#include "generator/tune/tick_length.h"
#include "runtime/library/loaded_library.h"
#include "runtime/measure/summary.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <span>
#include <utility>

#include <halenet/error.h>

namespace halenet::tune {

namespace {

namespace fs = std::filesystem;

/// The first one that calls a kernel.
Pass pass_of(Worker &worker, const std::string &kernel) {
    for (Pass &pass : kernel_passes(worker.model())) {
        worker.load();
        worker.count_ticks();
        pass.run(worker, 0);
        if (std::ranges::count(worker.called_kernels(), kernel) > 0) {
            return std::move(pass);
        }
    }
    throw Error(fmt::format("no training step and no prediction calls a kernel {}", kernel));
}

/// What a library makes of other bits than the reference, as a sentence; nothing where all are the same.
std::optional<std::string> find_difference(const halenet_api &library, Workbench &bench,
                                           const std::vector<Digest> &expected) {
    try {
        Worker worker(library, bench);
        const std::vector<Digest> found = digests_of(worker);
        const auto [one, other] = std::ranges::mismatch(expected, found);
        return one == expected.end() ? std::nullopt
                                     : std::optional(fmt::format("{} gives other bits than the reference", one->what));
    } catch (const Error &error) {
        return error.what();
    }
}

} // namespace

Contest compete(const Setting &setting, const fs::path &reference, const fs::path &plan, const std::string &kernel,
                const Patience &patience) {
    const LoadedLibrary reference_library(reference, setting.library_name);
    std::optional<LoadedLibrary> plan_library;
    try {
        plan_library.emplace(plan, setting.library_name);
    } catch (const Error &error) {
        return {.outcome = Outcome::no_build, .why = error.what()};
    }
    Workbench bench(*setting.specimen, std::array{&reference_library.api(), &plan_library->api()}, setting.threads);
    Worker worker(reference_library.api(), bench);
    if (const auto difference = find_difference(plan_library->api(), bench, digests_of(worker))) {
        return {.outcome = Outcome::wrong_bits, .why = *difference};
    }
    const Duel duel(reference, plan, setting.library_name, bench);
    Contest contest{.pairs = kernel == settings_name
                                 ? duel.measure(settings_passes(worker.model(), setting.threads), patience)
                                 : duel.measure(pass_of(worker, kernel), kernel, patience)};
    contest.outcome = contest.pairs.dropped ? Outcome::dropped : Outcome::measured;
    return contest;
}

std::vector<KernelTime> time_kernels(const Setting &setting, const fs::path &library) {
    constexpr std::size_t unseen = 4, runs = 25;
    const LoadedLibrary loaded(library, setting.library_name);
    Workbench bench(*setting.specimen, std::array{&loaded.api()}, setting.threads);
    Worker worker(loaded.api(), bench);
    const TickLength tick;
    std::vector<KernelTime> times;
    for (const Pass &pass : kernel_passes(worker.model())) {
        std::vector<double> whole; // in ticks, as those of the kernels
        std::map<std::string, std::vector<double>> parts;
        for (std::size_t number = 0; number < unseen + runs; ++number) {
            worker.load();
            worker.count_ticks();
            const std::uint64_t start = halenet_ticks();
            pass.run(worker, number);
            const std::uint64_t end = halenet_ticks();
            if (number < unseen) {
                continue;
            }
            whole.push_back(static_cast<double>(end - start));
            for (const std::string &kernel : worker.called_kernels()) {
                parts[kernel].push_back(static_cast<double>(worker.ticks_of(kernel)));
            }
        }
        for (auto &[kernel, ticks] : parts) {
            const double median = summary_of(std::move(ticks)).median;
            if (std::ranges::count(times, kernel, &KernelTime::kernel) == 0) {
                times.push_back({.kernel = kernel,
                                 .pass = pass.name,
                                 .seconds = median * tick.seconds() / pass.images,
                                 .share = median / summary_of(whole).median});
            }
        }
    }
    return times;
}

std::vector<Comparison> compete_whole(const Setting &setting, const fs::path &before, const fs::path &after,
                                      const Patience &patience) {
    const LoadedLibrary library_before(before, setting.library_name), library_after(after, setting.library_name);
    Workbench bench(*setting.specimen, std::array{&library_before.api(), &library_after.api()}, setting.threads);
    const Duel duel(before, after, setting.library_name, bench);
    std::vector<Comparison> comparisons;
    for (const Pass &pass : whole_passes(*library_before.api().model, setting.threads)) {
        const Pairs pairs = duel.measure(std::span(&pass, 1), patience);
        const double images = static_cast<double>(pass.images) / pass.repeats; // of what the pass is named after
        comparisons.push_back({.what = pass.name,
                               .before_seconds = summary_of(pairs.reference).median * images,
                               .after_seconds = summary_of(pairs.plan).median * images,
                               .gain = gain_of(pairs),
                               .pairs = static_cast<int>(pairs.plan.size())});
    }
    return comparisons;
}

} // namespace halenet::tune
