#include "runtime/report/curves.h"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/report/palette.h"
#include "runtime/report/picture.h"
#include "runtime/report/pictures.h"

namespace halenet {
namespace {

using Epochs = std::span<const TrainingRecord::Epoch>;

constexpr int curve_width = 480;
constexpr int curve_height = 330;
constexpr int least_curve_width = 320;
constexpr std::size_t most_marked = 40; // epochs; more of them stand so close that marks hide the line

bool any_validation(Epochs epochs) {
    return std::ranges::any_of(epochs, [](const TrainingRecord::Epoch &epoch) { return epoch.validation.has_value(); });
}

/// Columns `train` and `validation` of the epochs' table, times `factor`.
std::string epoch_plot(Epochs epochs, const std::string &name, int train, int validation, int factor,
                       const std::string &settings) {
    const char *style = epochs.size() <= most_marked ? "linespoints" : "lines";
    const std::string file = name + "_epochs.tsv";
    const std::int64_t last = epochs.empty() ? 1 : epochs.back().epoch;
    std::string commands =
        fmt::format("set xlabel 'epoch'\nset xrange [{}:{}]\n", last == 1 ? 0 : 1, last == 1 ? 2 : last);
    if (last <= 20)
        commands += "set xtics 1\n";
    commands += settings;
    commands += fmt::format(
        "plot '{}' skip 1 using 1:(${}*{}) with {} linewidth 2.5 pointtype 7 pointsize 0.6 linecolor rgb {} "
        "title 'training'",
        file, train, factor, style, quoted(theme::blue));
    if (any_validation(epochs))
        commands += fmt::format(", '{}' skip 1 using 1:(${}*{}) with {} linewidth 2.5 dashtype (10,5) pointtype 5 "
                                "pointsize 0.6 linecolor rgb "
                                "{} title 'validation'",
                                file, validation, factor, style, quoted(theme::orange));
    return commands + "\n";
}

bool all_losses_positive(Epochs epochs) {
    return std::ranges::all_of(epochs, [](const TrainingRecord::Epoch &epoch) {
        return epoch.train.loss > 0 && (!epoch.validation || epoch.validation->loss > 0);
    });
}

Picture epoch_picture(Epochs epochs, const std::string &name) {
    return {.name = name,
            .width = curve_width,
            .height = curve_height,
            .least_width = least_curve_width,
            .data = {{name + "_epochs.tsv", epochs_table(epochs)}}};
}

} // namespace

std::string axes_commands() {
    return fmt::format("set border 3 back linecolor rgb {0} linewidth 1\n"
                       "set tics nomirror out scale 0.6 textcolor rgb {1}\n"
                       "set format '%g'\n" // without the leading blank of the default
                       "set grid linecolor rgb {0} linewidth 1 linetype 1\n"
                       "set xlabel textcolor rgb {1}\n"
                       "set ylabel textcolor rgb {1}\n"
                       "set key outside top center horizontal textcolor rgb {1} samplen 3\n",
                       quoted(theme::line), quoted(theme::ink));
}

std::string accuracy_commands(Epochs epochs, const std::string &name, const std::string &settings) {
    return axes_commands() + "set ylabel 'accuracy (%)'\nset yrange [*:100<*]\n" +
           epoch_plot(epochs, name, 4, 6, 100, settings);
}

std::string loss_commands(Epochs epochs, const std::string &name, const std::string &settings) {
    return axes_commands() + "set ylabel 'loss (nats)'\n" + (all_losses_positive(epochs) ? "set logscale y\n" : "") +
           epoch_plot(epochs, name, 3, 5, 1, settings);
}

std::string epochs_table(Epochs epochs) {
    std::string table = "epoch\tseconds\ttrain_loss\ttrain_accuracy\tvalidation_loss\tvalidation_accuracy\n";
    for (const TrainingRecord::Epoch &epoch : epochs)
        table += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\n", epoch.epoch, epoch.seconds, epoch.train.loss,
                             epoch.train.accuracy, epoch.validation ? fmt::format("{}", epoch.validation->loss) : "nan",
                             epoch.validation ? fmt::format("{}", epoch.validation->accuracy) : "nan");
    return table;
}

std::string learning_rate_table(std::span<const TrainingRecord::Rate> rates) {
    std::string table = "step\tlearning_rate\n";
    for (const TrainingRecord::Rate &rate : rates)
        table += fmt::format("{}\t{}\n", rate.step, rate.rate);
    return table;
}

Picture accuracy_picture(Epochs epochs) {
    Picture picture = epoch_picture(epochs, "accuracy");
    picture.title = "Accuracy";
    picture.caption =
        "By epoch. Training accuracy is measured on the epoch's own batches while the weights still change, "
        "validation accuracy after the epoch.";
    picture.commands = accuracy_commands(epochs, picture.name);
    return picture;
}

Picture loss_picture(Epochs epochs) {
    Picture picture = epoch_picture(epochs, "loss");
    picture.title = "Loss";
    picture.caption = "Mean categorical cross-entropy by epoch, measured as the accuracy is.";
    picture.commands = loss_commands(epochs, picture.name);
    return picture;
}

Picture learning_rate_picture(std::span<const TrainingRecord::Rate> rates) {
    Picture picture{.name = "learning_rate",
                    .title = "Learning rate",
                    .caption = "Of each step of the optimizer.",
                    .width = curve_width,
                    .height = curve_height,
                    .least_width = least_curve_width,
                    .data = {{"learning_rate_steps.tsv", learning_rate_table(rates)}}};
    picture.commands =
        axes_commands() +
        fmt::format("unset key\nset xlabel 'step'\nset ylabel 'learning rate'\n"
                    "set xrange [0:{}]\nset yrange [0:{}]\n"
                    "plot 'learning_rate_steps.tsv' skip 1 using 1:2 with lines linewidth 2.5 linecolor rgb {}\n",
                    std::max<std::int64_t>(1, rates.back().step),
                    1.05 * std::ranges::max(rates, {}, &TrainingRecord::Rate::rate).rate, quoted(theme::blue));
    return picture;
}

} // namespace halenet
