#pragma once

#include <string>

namespace halenet {

/// The processor's name as the system tells it, or else its architecture.
[[nodiscard]] std::string machine_name();

} // namespace halenet
