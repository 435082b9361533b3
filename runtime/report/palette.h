#pragma once

#include <array>
#include <cstdint>

namespace halenet {

struct Colour {
    std::uint8_t red = 0, green = 0, blue = 0;

    bool operator==(const Colour &) const = default;
};

/// The pictures' colours: blue and vermillion of Okabe and Ito (https://jfly.uni-koeln.de/color/), which people of any
/// colour vision tell apart. In the pictures of a page each of them is the page's own (`name` in its style sheet), so
/// that they follow its light or dark form; on the white of the files they are these.
struct ThemeColour {
    const char *name;
    Colour colour;
};
namespace theme {
inline constexpr ThemeColour ink{"ink", {0x1b, 0x1f, 0x24}};
inline constexpr ThemeColour muted{"muted", {0x59, 0x63, 0x6e}};
inline constexpr ThemeColour line{"line", {0xd5, 0xda, 0xe0}};
inline constexpr ThemeColour blue{"blue", {0x00, 0x72, 0xb2}};
inline constexpr ThemeColour orange{"orange", {0xd5, 0x5e, 0x00}};
inline constexpr std::array all{ink, muted, line, blue, orange};
} // namespace theme

/// From blue at -1 over white at 0 to orange at 1, as far as `value` is within them.
[[nodiscard]] Colour diverging(float value);

/// From black at 0 over blue to white at 1: ever brighter, so that it can be read in grey too.
[[nodiscard]] Colour sequential(float value);

} // namespace halenet
