#include "runtime/cli/augmentation.h"

#include <string_view>

#include <fmt/format.h>

#include "runtime/cli/checks.h"

namespace halenet::cli {

CLI::Validator augmentation_check() {
    return {[](std::string &text) {
                const std::size_t comma = text.find(',');
                std::string pixels = text.substr(0, comma);
                std::string degrees = comma == std::string::npos ? "0" : text.substr(comma + 1);
                const bool fits = real_number({.least = 0, .most = 16})(pixels).empty() &&
                                  real_number({.least = 0, .most = 45})(degrees).empty();
                return fits ? std::string()
                            : fmt::format("found \"{}\", expected PIXELS or PIXELS,DEGREES, numbers from 0 to 16 and "
                                          "from 0 to 45, as 2 or 1.5,10",
                                          text);
            },
            ""};
}

Augmentation augmentation_of(const std::string &text) {
    const std::size_t comma = text.find(',');
    return {.pixels = std::stod(text.substr(0, comma)),
            .degrees = comma == std::string::npos ? 0 : std::stod(text.substr(comma + 1))};
}

std::string text_of(const Augmentation &augmentation) {
    return augmentation.degrees == 0 ? fmt::format("{}", augmentation.pixels)
                                     : fmt::format("{},{}", augmentation.pixels, augmentation.degrees);
}

} // namespace halenet::cli
