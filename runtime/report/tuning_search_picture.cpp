#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "runtime/report/curves.h"
#include "runtime/report/palette.h"
#include "runtime/report/tuning_pictures.h"

namespace halenet {
namespace {

using Kernel = TuningRecord::Kernel;
using Trial = TuningRecord::Trial;

constexpr std::size_t most_kernels = 8;
constexpr std::size_t most_columns = 4;
constexpr int panel_width = 240;
constexpr int panel_height = 210;
constexpr int key_height = 40;

/// 1, 2 or 5 times a power of ten, so that some four of them fill the extent.
double step_of(double extent) {
    const double power = std::pow(10, std::floor(std::log10(extent / 4)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power * 5 > extent)
            return factor * power;
    return 10 * power;
}

/// The gains that a panel shows, in percent; what lies below is drawn at its lower edge.
struct GainRange {
    double low, high;
};

GainRange gain_range(const Kernel &kernel) {
    double best = 0;
    std::vector<double> losses{0};
    for (const Trial &trial : kernel.search)
        if (trial.gain_over_start) {
            best = std::max(best, 100 * *trial.gain_over_start);
            losses.push_back(100 * *trial.gain_over_start);
        }
    // The better three quarters of the candidates, but no more of them than leaves the gains to be seen.
    std::ranges::sort(losses);
    const double quarter = std::min(0.0, losses[losses.size() / 4]);
    best = std::max(best, 1.0);
    return {std::max(quarter, -4 * best) - 0.15 * best, 1.15 * best};
}

/// Lines of a trial's number and gain, by how it is drawn.
struct Points {
    std::string measured{}, below{}, failed{}, best{};
};

Points points_of(const Kernel &kernel, const GainRange &range) {
    Points points{.best = "0\t0\n"};
    const double edge = range.low + 0.04 * (range.high - range.low);
    double best = 0;
    for (std::size_t k = 0; k < kernel.search.size(); ++k) {
        const std::optional<double> &gain = kernel.search[k].gain_over_start;
        if (!gain) {
            points.failed += fmt::format("{}\t{}\n", k + 1, edge);
            continue;
        }
        best = std::max(best, *gain);
        points.best += fmt::format("{}\t{}\n", k + 1, 100 * best);
        (100 * *gain < edge ? points.below : points.measured) +=
            fmt::format("{}\t{}\n", k + 1, std::max(edge, 100 * *gain));
    }
    points.best += fmt::format("{}\t{}\n", kernel.search.size(), 100 * best);
    return points;
}

/// How each kind of points is drawn, and what the key says of it.
struct Mark {
    const char *name;
    std::string Points::*lines;
    std::string style;
    const char *title;
};

std::vector<Mark> marks() {
    const auto points = [](int type, double size, const ThemeColour &colour) {
        return fmt::format("with points pointtype {} pointsize {} linewidth 1 linecolor rgb {}", type, size,
                           quoted(colour));
    };
    return {{"measured", &Points::measured, points(7, 0.4, theme::muted), "candidate"},
            {"below", &Points::below, points(11, 0.5, theme::muted), "slower still"},
            {"failed", &Points::failed, points(2, 0.5, theme::orange), "failed"},
            {"best", &Points::best, fmt::format("with steps linewidth 2.5 linecolor rgb {}", quoted(theme::blue)),
             "best so far"}};
}

const std::string &again_style() {
    static const std::string style =
        fmt::format("pointtype 7 pointsize 0.6 linewidth 1 linecolor rgb {}", quoted(theme::ink));
    return style;
}

/// The gain of the plan that won, measured again, and its interval, beyond the last candidate; nothing where none won.
std::string again_line(const Kernel &kernel) {
    const auto winner = std::ranges::find(kernel.ranking, kernel.best_plan, &Trial::plan);
    if (winner == kernel.ranking.end() || !winner->gain)
        return "";
    const TuningRecord::Gain &gain = *winner->gain;
    return fmt::format("{}\t{}\t{}\t{}\n", 1.06 * static_cast<double>(kernel.search.size()), 100 * gain.estimate,
                       100 * gain.low.value_or(gain.estimate), 100 * gain.high.value_or(gain.estimate));
}

std::string panel_commands(const Kernel &kernel, std::size_t place, Picture &picture) {
    const GainRange range = gain_range(kernel);
    const Points points = points_of(kernel, range);
    std::string plots;
    const auto plot = [&](const char *name, const std::string &lines, const std::string &how) {
        if (lines.empty())
            return;
        const std::string file = fmt::format("{}_{}_{}.tsv", picture.name, place, name);
        plots += fmt::format("{}'{}' using {}", plots.empty() ? "plot " : ", ", file, how);
        picture.data[file] = lines;
    };
    for (const Mark &mark : marks())
        plot(mark.name, points.*mark.lines, "1:2 " + mark.style);
    plot("again", again_line(kernel), "1:2:3:4 with yerrorbars " + again_style());
    const auto candidates = static_cast<double>(std::max<std::size_t>(1, kernel.search.size()));
    return fmt::format("set title {} offset 0,-0.6 textcolor rgb {}\nset xrange [0:{}]\nset yrange [{}:{}]\n"
                       "set xtics {}\nset ytics {}\n{}\n",
                       quoted(kernel.name), quoted(theme::ink), 1.1 * candidates, range.low, range.high,
                       std::max(1.0, step_of(candidates)), step_of(range.high - range.low), plots);
}

std::string key_commands(double height) {
    std::string plots;
    for (const Mark &mark : marks())
        plots += fmt::format("{}NaN {} title '{}'", plots.empty() ? "plot [0:1] [0:1] " : ", ", mark.style, mark.title);
    plots += fmt::format(", NaN with points {} title 'measured again'", again_style());
    return fmt::format("set size 1,{0}; set origin 0,{1}\nset margins 0,0,0,0\nunset border; unset tics; unset grid\n"
                       "set key inside center center horizontal textcolor rgb {2} samplen 1.5 width 1\n{3}\n",
                       height, 1 - height, quoted(theme::ink), plots);
}

} // namespace

std::optional<Picture> search_picture(const TuningRecord &tuning) {
    std::vector<const Kernel *> kernels;
    for (const Kernel &kernel : tuning.kernels)
        if (!kernel.search.empty() && kernels.size() < most_kernels)
            kernels.push_back(&kernel);
    if (kernels.empty())
        return std::nullopt;
    const std::size_t columns = std::min(most_columns, kernels.size());
    const std::size_t rows = (kernels.size() + columns - 1) / columns;
    Picture picture{
        .name = "search",
        .title = "Candidates",
        .caption = fmt::format(
            "Gain in speed over the {} plan (%) by candidate, of the kernels that take the most time. The best of many "
            "measurements is partly luck, so the best few are measured again, in pairs, and that counts.",
            tuning.start),
        .width = static_cast<int>(most_columns) * panel_width,
        .height = static_cast<int>(rows) * panel_height + key_height,
        .least_width = 700};
    const double key = static_cast<double>(key_height) / picture.height;
    const double width = 1.0 / static_cast<double>(columns);
    const double height = (1 - key) / static_cast<double>(rows);
    picture.commands = "set multiplot\n" + key_commands(key) + axes_commands() +
                       "unset key\nset errorbars 0.4\nset margins 5,1,2,2\nset xtics nomirror font ',11'\nset ytics "
                       "nomirror font ',11'\n";
    for (std::size_t k = 0; k < kernels.size(); ++k) {
        const std::size_t column = k % columns, row = k / columns;
        picture.commands +=
            fmt::format("set size {},{}; set origin {},{}\n", width, height, width * static_cast<double>(column),
                        1 - key - height * static_cast<double>(row + 1)) +
            panel_commands(*kernels[k], k, picture);
    }
    picture.commands += "unset multiplot\n";
    return picture;
}

} // namespace halenet
