#pragma once

#include <string>
#include <string_view>

namespace halenet {

/// `text` for HTML, in an element or a quoted attribute. What is no UTF-8 or no character becomes U+FFFD.
[[nodiscard]] std::string escaped(std::string_view text);

} // namespace halenet
