/// The model description as a file: what stands between the reader and the driver. The fields are those of
/// description.h under the same names; `output`, `parameters` and `hash` are derived and stand there for readers.
#pragma once

#include "generator/description/description.h"

#include <stdexcept>
#include <string>
#include <string_view>

namespace halenet::description {

/// A text that is no model description of this version; what() is one sentence on the place, what was found there and
/// what was expected. It does not name the file, which only the caller knows.
struct Error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The description as JSON: the same bytes for the same model, indented, with a newline at the end. `model` must be
/// well-formed (`complete` found no error). Bytes of a comment that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string to_json(const ModelDescription &model);

/// The description that `to_json` wrote. Trusts nothing: shapes, parameters and the hash are computed anew and must
/// agree with the file's, no field may be missing or unknown, and every rule of the model language is checked. Throws
/// Error.
[[nodiscard]] ModelDescription from_json(std::string_view text);

} // namespace halenet::description
