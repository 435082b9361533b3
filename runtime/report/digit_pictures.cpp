#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "runtime/report/curves.h"
#include "runtime/report/digit_tiles.h"
#include "runtime/report/pictures.h"

namespace halenet {
namespace {

constexpr std::size_t most_tiles = 40;

std::vector<std::size_t> first_images(const Dataset &data, std::size_t most) {
    std::vector<std::size_t> images(std::min(most, data.size()));
    std::iota(images.begin(), images.end(), std::size_t{0});
    return images;
}

Picture grid_picture(const std::string &name, std::span<const std::size_t> images, const Dataset &data,
                     const TestResults &results) {
    Picture picture{.name = name, .least_width = 720};
    digit_sheet({.images = images}, data, results).finish(picture);
    return picture;
}

} // namespace

Picture digits_picture(const Dataset &data, const TestResults &results) {
    const std::vector<std::size_t> images = first_images(data, most_tiles);
    Picture picture = grid_picture("digits", images, data, results);
    picture.title = "The first test images";
    picture.caption =
        fmt::format("The first {} test images, each with the predicted class and its probability. Wrong ones "
                    "have a \u00d7, an orange frame and their true class below.",
                    images.size());
    return picture;
}

std::optional<Picture> mistakes_picture(const Dataset &data, const TestResults &results) {
    const std::vector<std::size_t> images = confident_mistakes(results, {data.labels.data(), data.size()}, most_tiles);
    if (images.empty())
        return std::nullopt;
    Picture picture = grid_picture("mistakes", images, data, results);
    picture.title = "Most confident mistakes";
    picture.caption =
        fmt::format("{} of the {} test images that were mistaken, the greatest probability of a wrong class "
                    "first.",
                    images.size(), results.metrics.images - results.metrics.correct);
    return picture;
}

Picture overview_picture(std::span<const TrainingRecord::Epoch> epochs, const Dataset &data,
                         const TestResults &results) {
    constexpr std::size_t shown = 20;
    // The last of them are mistakes, as far as there are any: among so few there would be none by chance.
    std::vector<std::size_t> images = first_images(data, shown);
    const std::vector<std::size_t> mistakes =
        confident_mistakes(results, {data.labels.data(), data.size()}, std::min(images.size(), std::size_t{4}));
    std::ranges::copy(mistakes, images.end() - static_cast<std::ptrdiff_t>(mistakes.size()));

    const DigitGrid grid{.images = images, .columns = 5};
    const Extent extent = extent_of(grid);
    const TileSheet sheet = digit_sheet(grid, data, results);
    Picture picture{.name = "overview", .title = "Overview", .least_width = 720};
    const int curves_width = 480;
    picture.width = curves_width + static_cast<int>(extent.width);
    picture.height = static_cast<int>(extent.height);
    picture.caption = "Accuracy and loss by epoch, and test images, the last ones mistaken.";
    const double part = static_cast<double>(curves_width) / picture.width;
    picture.commands =
        fmt::format("set multiplot\nset lmargin 10; set rmargin 2\n"
                    "set size {0},0.5; set origin 0,0.5\n{1}"
                    "set size {0},0.5; set origin 0,0\n{2}unset logscale; set format y\n"
                    "set size {3},1; set origin {0},0\nset margins 0,0,0,0\nunset xlabel; unset ylabel\n"
                    "{4}unset multiplot\n",
                    part, accuracy_commands(epochs, picture.name, "unset xlabel\n"),
                    loss_commands(epochs, picture.name, "unset key\n"), 1 - part, sheet.plot_commands(picture.name));
    picture.data = sheet.data(picture.name);
    picture.data.emplace("overview_epochs.tsv", epochs_table(epochs));
    return picture;
}

} // namespace halenet
