#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "runtime/report/curves.h"
#include "runtime/report/palette.h"
#include "runtime/report/pictures.h"

namespace halenet {
namespace {

constexpr std::size_t most_counted = 30; // classes; a count needs some 28 pixels

/// The cells that are not 0 as lines of label, prediction, count, colour and the count's own colour.
std::string cells(const Confusion &confusion) {
    const std::vector<Mistake> mistakes = frequent_mistakes(confusion);
    std::int64_t most_correct = 1;
    for (std::size_t label = 0; label < confusion.classes(); ++label)
        most_correct = std::max(most_correct, confusion.count(label, label));
    const std::int64_t most_mistaken = mistakes.empty() ? 1 : mistakes.front().images;

    std::string lines;
    for (std::size_t label = 0; label < confusion.classes(); ++label)
        for (std::size_t prediction = 0; prediction < confusion.classes(); ++prediction) {
            const std::int64_t count = confusion.count(label, prediction);
            if (count == 0)
                continue;
            const bool right = label == prediction;
            const auto most = static_cast<float>(right ? most_correct : most_mistaken);
            const float depth = std::log1p(static_cast<float>(count)) / std::log1p(most);
            const Colour colour = diverging((right ? -1.0F : 1.0F) * (0.15F + 0.85F * depth));
            lines += fmt::format("{}\t{}\t{}\t{}\t{}\n", label, prediction, count, in_data(colour),
                                 depth > 0.6F ? "0xffffff" : "0x101316");
        }
    return lines;
}

} // namespace

Picture confusion_picture(const Confusion &confusion) {
    const std::size_t classes = confusion.classes();
    const bool counted = classes <= most_counted;
    const int side = static_cast<int>(classes <= 12 ? 48 * classes : std::clamp<std::size_t>(28 * classes, 576, 840));
    Picture picture{.name = "confusion",
                    .title = "Confusion matrix",
                    .caption =
                        "Rows are the true classes, columns what their images were taken for. Blue is right, orange "
                        "wrong; each deepens with the logarithm of its count, and empty cells are 0.",
                    .width = side + 90,
                    .height = side + 90,
                    .least_width = std::min(side, 480),
                    .data = {{"confusion_cells.tsv", cells(confusion)}}};
    picture.commands =
        axes_commands() +
        fmt::format(
            "unset key; unset grid\n"
            "set border 15 back linecolor rgb {}\n"
            "set lmargin at screen {}; set rmargin at screen {}; set tmargin at screen {}; set bmargin at screen {}\n"
            "set xrange [-0.5:{}-0.5]; set yrange [{}-0.5:-0.5]\n"
            "set xtics 0,{} scale 0; set ytics 0,{} scale 0\n"
            "set xlabel 'predicted class'; set ylabel 'true class'\n"
            "plot 'confusion_cells.tsv' using 2:1:(0.5):(0.5):4 with boxxyerror fill solid noborder "
            "linecolor rgb variable",
            quoted(theme::line), 70.0 / picture.width, (70.0 + side) / picture.width, (70.0 + side) / picture.height,
            70.0 / picture.height, classes, classes, classes <= 30 ? 1 : 10, classes <= 30 ? 1 : 10);
    if (counted)
        picture.commands +=
            fmt::format(", '' using 2:1:3:5 with labels font ',{}' textcolor rgb variable", classes <= 12 ? 12 : 9);
    picture.commands += "\n";
    return picture;
}

} // namespace halenet
