/// Runs libraries in child processes: what they compute, and what their kernels take.
#pragma once

#include "generator/tune/contest.h"
#include "generator/tune/specimen.h"

#include <filesystem>
#include <limits>
#include <string>
#include <vector>

namespace halenet::tune {

/// What came of a plan.
struct Measured {
    Outcome outcome = Outcome::measured; ///< or dropped, no_build, wrong_bits, crashed, hung
    std::string why{};                   ///< of an outcome that is no measurement: a sentence without a full stop
    Interval gain{};                     ///< ln(reference's time / plan's time): positive is faster
    int pairs = 0;
    double reference_seconds = 0, seconds = 0; ///< medians, for one image
};

/// All libraries are shared ones, of the specimen's model, that were generated under one name. std::runtime_error is
/// thrown where a library that is not on trial fails, and where one lacks the timing of kernels.
class Measurer {
  public:
    Measurer(Specimen specimen, std::string library_name);
    Measurer(const Measurer &) = delete; // the setting refers to the specimen
    Measurer &operator=(const Measurer &) = delete;
    ~Measurer() = default;

    /// The plan of a kernel in the library `plan` against the one in `reference`; of the kernel "settings" the
    /// program's own knobs. A plan that has not answered after `time_limit` seconds is given up.
    [[nodiscard]] Measured compare(const std::filesystem::path &reference, const std::filesystem::path &plan,
                                   const std::string &kernel, const Patience &patience, double time_limit) const;

    /// What each kernel takes, those of the first pass first.
    [[nodiscard]] std::vector<KernelTime> survey(const std::filesystem::path &library) const;

    /// Both as a whole, in passes of their own.
    [[nodiscard]] std::vector<Comparison> compare_whole(const std::filesystem::path &before,
                                                        const std::filesystem::path &after,
                                                        const Patience &patience = for_whole) const;

  private:
    static constexpr Patience for_whole{
        .least = 20, .most = 200, .width = 0.003, .hopeless = std::numeric_limits<double>::infinity(), .seconds = 10};

    Specimen specimen_;
    Setting setting_;
};

} // namespace halenet::tune
