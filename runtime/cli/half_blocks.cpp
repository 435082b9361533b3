#include "runtime/cli/half_blocks.h"

#include <array>
#include <cstdlib>
#include <string_view>

#include <fmt/core.h>

#include "runtime/terminal/terminal.h"

namespace halenet::cli {
namespace {

// The 24 greys of a terminal's 256 colours, 232 (nearly black) to 255 (nearly white).
int grey(std::uint8_t value) {
    return 232 + value * 23 / 255;
}

std::string greys(std::uint8_t upper, std::uint8_t lower) {
    return fmt::format("\x1b[38;5;{};48;5;{}m▀", grey(upper), grey(lower));
}

std::string_view block(std::uint8_t upper, std::uint8_t lower) {
    constexpr std::uint8_t bright = 96; // below the middle, or thin strokes would break up
    constexpr std::array<std::string_view, 4> blocks{" ", "▄", "▀", "█"};
    return blocks[(upper >= bright ? 2U : 0U) + (lower >= bright ? 1U : 0U)];
}

char punctuation(std::uint8_t upper, std::uint8_t lower) {
    constexpr std::string_view ramp = " .:-=+*oO@";
    constexpr std::size_t most = std::size_t{2} * 255;
    return ramp[(std::size_t{upper} + lower) * (ramp.size() - 1) / most];
}

// The first of these that is set and not empty decides, as for the C library's locales.
bool locale_is_utf8() {
    for (const char *name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const char *value = std::getenv(name);
        if (value != nullptr && *value != '\0') {
            const std::string_view locale(value);
            for (const char *spelling : {"UTF-8", "utf-8", "UTF8", "utf8"})
                if (locale.find(spelling) != std::string_view::npos)
                    return true;
            return false;
        }
    }
    return false;
}

} // namespace

Drawing drawing_for(std::FILE *stream) {
    if (!locale_is_utf8())
        return Drawing::ascii;
    const char *no_colour = std::getenv("NO_COLOR");
    const bool colours = is_terminal(stream) && (no_colour == nullptr || *no_colour == '\0');
    return colours ? Drawing::greys : Drawing::blocks;
}

std::vector<std::string> half_blocks(std::span<const std::uint8_t> image, std::size_t width, Drawing drawing) {
    const std::size_t height = image.size() / width;
    std::vector<std::string> lines;
    for (std::size_t y = 0; y < height; y += 2) {
        std::string line;
        for (std::size_t x = 0; x < width; ++x) {
            const std::uint8_t upper = image[y * width + x];
            const std::uint8_t lower = y + 1 < height ? image[(y + 1) * width + x] : std::uint8_t{0};
            switch (drawing) {
            case Drawing::greys:
                line += greys(upper, lower);
                break;
            case Drawing::blocks:
                line += block(upper, lower);
                break;
            case Drawing::ascii:
                line += punctuation(upper, lower);
                break;
            }
        }
        if (drawing == Drawing::greys)
            line += "\x1b[0m";
        lines.push_back(std::move(line));
    }
    return lines;
}

} // namespace halenet::cli
