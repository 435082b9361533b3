#include "runtime/report/tuning_pictures.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "runtime/report/curves.h"
#include "runtime/report/numbers.h"
#include "runtime/report/palette.h"

namespace halenet {
namespace {

using Gain = TuningRecord::Gain;
using Kernel = TuningRecord::Kernel;
using Trial = TuningRecord::Trial;

constexpr int picture_width = 960;
constexpr int least_picture_width = 620;
constexpr int bar_height = 11;

/// A set of bars, one for each kernel.
struct Series {
    std::string title;
    const ThemeColour &colour;
    double opacity;
    std::vector<std::optional<double>> parts; ///< of the peak
    std::vector<std::string> remarks;         ///< at a bar's end
};

std::string percent_text(double part) {
    return fmt::format("{:.0f} %", 100 * part);
}

std::vector<Series> series_of(const TuningRecord &tuning, const std::vector<const Kernel *> &kernels) {
    std::vector<Series> all{{tuning.start == "portable" ? "portable plan" : "shipped plan", theme::blue, 0.4, {}, {}},
                            {"tuned plan", theme::blue, 1, {}, {}}};
    for (const Kernel *kernel : kernels) {
        all[0].parts.push_back(tuning.of_peak(*kernel, kernel->start_microseconds));
        all[0].remarks.emplace_back();
        all[1].parts.push_back(tuning.of_peak(*kernel, kernel->tuned_microseconds()));
        all[1].remarks.push_back(all[1].parts.back() ? percent_text(*all[1].parts.back()) : "");
    }
    const std::vector<std::string> names = contenders_of(tuning);
    for (std::size_t k = 0; k < names.size(); ++k) {
        Series series{names[k], theme::orange, k % 2 == 0 ? 0.4 : 1, {}, {}};
        for (const Kernel *kernel : kernels) {
            const Trial *trial = contender_of(*kernel, names[k]);
            series.parts.push_back(trial == nullptr ? std::nullopt : tuning.of_peak(*kernel, trial->microseconds));
            series.remarks.push_back(trial == nullptr || trial->microseconds ? "" : trial->outcome);
        }
        all.push_back(std::move(series));
    }
    return all;
}

/// Lines of x, lower and upper edge, and the remark, of the bars of series `place` of `count`. Kernels are 1 apart.
std::string bars_of(const Series &series, std::size_t place, std::size_t count) {
    const double height = 0.8 / static_cast<double>(count);
    std::string lines;
    for (std::size_t k = 0; k < series.parts.size(); ++k) {
        const double top = static_cast<double>(k) - 0.4 + height * static_cast<double>(place);
        lines +=
            fmt::format("{}\t{}\t{}\t{}\n", 100 * series.parts[k].value_or(0), top, top + height, series.remarks[k]);
    }
    return lines;
}

/// The names at the places 0, 1, ... of the y axis, from the top.
std::string rows_commands(const std::vector<std::string> &names) {
    constexpr std::size_t character = 11; // pixels of the font at most, on average
    std::string tics;
    std::size_t longest = 0;
    for (std::size_t k = 0; k < names.size(); ++k) {
        tics += fmt::format("{}{} {}", k == 0 ? "" : ", ", quoted(names[k]), k);
        longest = std::max(longest, names[k].size());
    }
    return fmt::format("set lmargin at screen {}\nset ytics ({}) scale 0\nset yrange [{}-0.5:-0.5]\n"
                       "set grid noytics xtics\nset border 0\n",
                       static_cast<double>(std::min<std::size_t>(20 + character * longest, 2 * picture_width / 5)) /
                           picture_width,
                       tics, names.size());
}

enum class GainKind { whole, replaced, kept }; ///< a step or a prediction; a kernel

/// A line of the picture of gains.
struct GainRow {
    std::string name;
    Gain gain;
    GainKind kind;
};

std::vector<GainRow> gain_rows(const TuningRecord &tuning) {
    std::vector<GainRow> rows;
    for (const TuningRecord::Comparison &comparison : tuning.comparisons)
        rows.push_back({comparison.what, comparison.gain, GainKind::whole});
    for (const Kernel &kernel : tuning.kernels)
        if (kernel.best_plan != kernel.start_plan)
            rows.push_back({kernel.name, kernel.gain, kernel.replaced ? GainKind::replaced : GainKind::kept});
    return rows;
}

} // namespace

std::optional<Picture> peak_picture(const TuningRecord &tuning) {
    std::vector<const Kernel *> kernels;
    std::vector<std::string> names;
    for (const Kernel &kernel : tuning.kernels)
        if (tuning.of_peak(kernel, kernel.start_microseconds)) {
            kernels.push_back(&kernel);
            names.push_back(kernel.name);
        }
    if (kernels.empty())
        return std::nullopt;
    const std::vector<Series> all = series_of(tuning, kernels);
    const int bars = static_cast<int>(kernels.size() * all.size());
    Picture picture{.name = "peak",
                    .title = "Speed of each kernel",
                    .caption = fmt::format(
                        "As a share of what one core of this machine can do in float32 multiply-adds, {:.0f} GFLOP/s, "
                        "by each multiply-add of the layer: a kernel that skips some, because a window is closed or a "
                        "value zero, can have more than 100 %.",
                        tuning.peak_gflops),
                    .width = picture_width,
                    .height = 90 + static_cast<int>(1.25 * bar_height * bars),
                    .least_width = least_picture_width};
    picture.commands =
        axes_commands() + rows_commands(names) +
        fmt::format("set xlabel 'of the peak (%)'\nset xrange [0:*]\nset offsets graph 0, graph 0.06, 0, 0\n"
                    "set arrow from 100, graph 0 to 100, graph 1 nohead linewidth 1.5 linecolor rgb {}\n",
                    quoted(theme::muted));
    std::string plots;
    std::string labels;
    for (std::size_t k = 0; k < all.size(); ++k) {
        const std::string file = fmt::format("peak_bars_{}.tsv", k);
        plots +=
            fmt::format("{}'{}' using 1:2:(0):1:2:3 with boxxyerror fillstyle transparent solid {} noborder "
                        "fillcolor rgb {} title {}",
                        k == 0 ? "plot " : ", ", file, all[k].opacity, quoted(all[k].colour), quoted(all[k].title));
        labels += fmt::format(", '{}' using 1:(($2+$3)/2):4 with labels left offset 0.4,0 font ',10' textcolor rgb {} "
                              "notitle",
                              file, quoted(k == 1 ? theme::ink : theme::muted));
        picture.data[file] = bars_of(all[k], k, all.size());
    }
    picture.commands += plots + labels + "\n";
    return picture;
}

std::optional<Picture> gains_picture(const TuningRecord &tuning) {
    const std::vector<GainRow> rows = gain_rows(tuning);
    if (rows.empty())
        return std::nullopt;
    std::vector<std::string> names;
    std::array<std::string, 3> lines; // by kind: place, gain, low, high, text
    for (const GainRow &row : rows) {
        const Gain &gain = row.gain;
        const double estimate = 100 * gain.estimate;
        lines.at(static_cast<std::size_t>(row.kind)) +=
            fmt::format("{}\t{}\t{}\t{}\t{:+.1f} %\n", names.size(), estimate, 100 * gain.low.value_or(gain.estimate),
                        100 * gain.high.value_or(gain.estimate), estimate);
        names.push_back(row.name);
    }
    Picture picture{
        .name = "gains",
        .title = "What was gained",
        .caption = fmt::format(
            "In speed over the {} plans, measured in pairs; the bars are 95 % intervals. Blue: the kernel's plan was "
            "replaced, which is done only where the interval lies above 0. Grey: it was kept.",
            tuning.start),
        .width = picture_width,
        .height = 90 + 26 * static_cast<int>(rows.size()),
        .least_width = least_picture_width};
    picture.commands =
        axes_commands() + rows_commands(names) +
        fmt::format(
            "unset key\nset xlabel 'gain (%)'\nset xrange [*<0:*] noextend\nset offsets graph 0.02, graph 0.1, 0, 0\n"
            "set arrow from 0, graph 0 to 0, graph 1 nohead linewidth 1.5 linecolor rgb {}\n",
            quoted(theme::muted));
    constexpr std::array colours{theme::ink, theme::blue, theme::muted}; // by kind
    std::string plots;
    for (std::size_t k = 0; k < lines.size(); ++k) {
        if (lines.at(k).empty())
            continue;
        const std::string file = fmt::format("gains_{}.tsv", k);
        plots += fmt::format("{0}'{1}' using 2:1:3:4 with xerrorbars linewidth 2 pointtype {3} pointsize 0.9 linecolor "
                             "rgb {2}, '' using 4:1:5 with labels left offset 0.8,0 font ',11' textcolor rgb {2}",
                             plots.empty() ? "plot " : ", ", file, quoted(colours.at(k)), k == 0 ? 5 : 7);
        picture.data[file] = lines.at(k);
    }
    picture.commands += plots + "\n";
    return picture;
}

} // namespace halenet
