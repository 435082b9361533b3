#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "runtime/report/canvas.h"
#include "runtime/report/picture.h"

namespace halenet {

/// Small images with captions, placed by their left upper corners in pixels: what gnuplot is to draw as one raster,
/// with frames and texts over it.
class TileSheet {
  public:
    TileSheet(std::size_t width, std::size_t height) : canvas_(width, height) {}

    enum class Align { left, centre };

    void draw(const Raster &raster, std::size_t left, std::size_t top, std::size_t width, std::size_t height) {
        canvas_.draw(raster, left, top, width, height);
    }
    void write(const std::string &text, std::size_t x, std::size_t y, Align align, const ThemeColour &colour);
    void frame(std::size_t left, std::size_t top, std::size_t width, std::size_t height, const ThemeColour &colour);

    /// Fills in width, height, commands and data of `picture`, which has its name already.
    void finish(Picture &picture) const;

    /// The commands that plot the sheet into the current axes, which it fills.
    [[nodiscard]] std::string plot_commands(const std::string &name) const;
    [[nodiscard]] std::map<std::string, std::string> data(const std::string &name) const;

  private:
    Canvas canvas_;
    std::string left_texts_, centre_texts_; ///< lines of x, y, colour and text
    std::string frames_;                    ///< lines of x, y, half width, half height and colour
};

/// The size of a raster that fills a box of `side` x `side` as far as its own form allows.
struct Extent {
    std::size_t width, height;
};
[[nodiscard]] Extent fitted(std::size_t width, std::size_t height, std::size_t side);

} // namespace halenet
