/// Fields that C++ refuses, read from their text.
#pragma once

#include "generator/reader/diagnostics.h"
#include "generator/reader/report_layer.h"
#include "generator/reader/spelling.h"

#include "clang/AST/ASTContext.h"

#include <optional>
#include <string_view>

namespace halenet::reader {

/// Whether the vocabulary has a layer of this name.
[[nodiscard]] bool is_kind(std::string_view name);

/// Whether this is the number of a Clang diagnostic about what a template argument's value is.
[[nodiscard]] bool is_about_a_value(unsigned id);

/// The layer that a declaration was meant to be in which Clang has found an error; nothing where it has found none or
/// the declaration is no layer. What is not said by the layer's words is reported here, and Clang's sentences are made
/// plainer. `has_gap` becomes true where the declaration may be a layer that is not understood.
[[nodiscard]] std::optional<LayerSource> read_refusal(clang::ASTContext &context, const Spelling &spelling,
                                                      Diagnostics &diagnostics, bool &has_gap);

} // namespace halenet::reader
