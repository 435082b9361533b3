/// From a struct's fields to layers.
#pragma once

#include "generator/description/description.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"

#include <optional>

namespace halenet::reader {

/// The description of the model that `record` spells, complete. Empty where it is not well-formed; then each of its
/// problems has been reported, at the template argument at fault where the field's text has it, else at the field.
[[nodiscard]] std::optional<description::ModelDescription> read_layers(clang::ASTContext &context,
                                                                       const clang::CXXRecordDecl &record);

} // namespace halenet::reader
