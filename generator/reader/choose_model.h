/// Which struct of a model header is the model.
#pragma once

#include "generator/reader/diagnostics.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/StringRef.h"

namespace halenet::reader {

/// The struct that derives from halenet::Model and is called `name`; with no name the only one, where those of the
/// header itself come before those that it includes. Null where there is none or more than one; then it has been
/// reported.
[[nodiscard]] const clang::CXXRecordDecl *choose_model(clang::ASTContext &context, llvm::StringRef name,
                                                       Diagnostics &diagnostics);

/// halenet::Model itself.
[[nodiscard]] bool is_model_base(const clang::CXXRecordDecl &record);

} // namespace halenet::reader
