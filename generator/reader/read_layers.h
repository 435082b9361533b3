/// From a struct's fields to layers.
#pragma once

#include "generator/description/description.h"
#include "generator/reader/diagnostics.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"

#include <optional>

namespace halenet::reader {

/// The description of the model that `record` spells, complete. Each of its problems is reported, at the word at fault
/// where the field's text has it, else at the field; with an error among them the description is not well-formed. Where
/// C++ refuses a field its text is read, so that the rules of the model language are checked all the same; the reader's
/// sentence then stands in the place of Clang's. `memory_limit_mib` is the most that training may take.
[[nodiscard]] description::ModelDescription read_layers(clang::ASTContext &context, const clang::CXXRecordDecl &record,
                                                        Diagnostics &diagnostics, std::optional<int> memory_limit_mib);

} // namespace halenet::reader
