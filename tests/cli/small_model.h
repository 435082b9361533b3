#pragma once

#include <string>

#include <fmt/format.h>

namespace cli_tests {

/// A model header for MNIST's images whose library is generated in a moment. `units` may be any text.
inline std::string small_model(const std::string &units = "10", const std::string &include = "layers.h") {
    return fmt::format(R"(#include "layers.h"
#include "{}"

struct Small : halenet::Model {{
    halenet::Input<halenet::Height<28>, halenet::Width<28>, halenet::Channels<1>> image;
    halenet::Flatten flat;
    halenet::Dense<halenet::Units<{}>, halenet::relu> hidden;
    halenet::Dense<halenet::Units<10>, halenet::softmax> output;
}};
)",
                       include, units);
}

/// Where `units` stands in it.
inline constexpr const char *place_of_units = ":7:20: error: ";

} // namespace cli_tests
