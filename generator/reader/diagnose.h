/// Errors and notes through Clang's own diagnostics, so that they look and behave as a compiler's.
#pragma once

#include "clang/AST/ASTContext.h"
#include "clang/Basic/Diagnostic.h"
#include "llvm/ADT/StringRef.h"

namespace halenet::reader {

/// The caret stands at the range's begin. `sentence` is shown as it is.
inline void report(clang::ASTContext &context, clang::DiagnosticsEngine::Level level, clang::SourceRange place,
                   llvm::StringRef sentence) {
    clang::DiagnosticsEngine &diagnostics = context.getDiagnostics();
    diagnostics.Report(place.getBegin(), diagnostics.getCustomDiagID(level, "%0"))
        << sentence << clang::CharSourceRange::getTokenRange(place);
}

inline void report_error(clang::ASTContext &context, clang::SourceRange place, llvm::StringRef sentence) {
    report(context, clang::DiagnosticsEngine::Error, place, sentence);
}

inline void report_note(clang::ASTContext &context, clang::SourceRange place, llvm::StringRef sentence) {
    report(context, clang::DiagnosticsEngine::Note, place, sentence);
}

} // namespace halenet::reader
