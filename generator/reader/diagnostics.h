/// What a reading has to say: Clang's own diagnostics and the reader's, gathered while the header is read and printed
/// at its end in the order of the text. So the reader can put its own sentence in the place of Clang's where it knows
/// better what was meant.
#pragma once

#include "clang/AST/ASTContext.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/LangOptions.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"

#include <functional>
#include <vector>

namespace halenet::reader {

/// The place of a diagnostic, without the source manager that it carries along.
inline clang::SourceLocation place_of(const clang::StoredDiagnostic &diagnostic) {
    return static_cast<const clang::SourceLocation &>(diagnostic.getLocation());
}

class Diagnostics : public clang::DiagnosticConsumer {
  public:
    using Level = clang::DiagnosticsEngine::Level;

    explicit Diagnostics(llvm::raw_ostream &output, clang::DiagnosticOptions &options)
        : output_(output), options_(options) {}

    /// The caret stands at the place's begin; a range of tokens converts to one. A note belongs to what was reported
    /// before it.
    void report(Level level, const clang::ASTContext &context, clang::CharSourceRange place, llvm::StringRef sentence,
                llvm::ArrayRef<clang::FixItHint> fixes = {});

    /// Whether Clang has an error in the range, of those for which `is_meant` holds of their number.
    using IsMeant = std::function<bool(unsigned)>;
    [[nodiscard]] bool has_error_in(clang::CharSourceRange range, const IsMeant &is_meant) const;

    /// Drops Clang's errors and warnings in the range, and their notes.
    void drop_in(clang::CharSourceRange range, const IsMeant &is_meant);

    using Group = std::vector<clang::StoredDiagnostic>; ///< an error or a warning, then its notes

    /// Has `rephrase` change Clang's errors with this number in the range, notes included.
    void rephrase_in(clang::CharSourceRange range, unsigned number, const std::function<void(Group &)> &rephrase);

    [[nodiscard]] bool has_errors() const;

    /// Prints what has been gathered, and how many errors and warnings that was. Clang calls it when the file ends,
    /// while the text that it shows is there; it does nothing when nothing is left.
    void print();

  private:
    struct Entry {
        Group group;
        bool is_own = false;
    };

    void BeginSourceFile(const clang::LangOptions &language, const clang::Preprocessor *preprocessor) override;
    void EndSourceFile() override { print(); }
    void HandleDiagnostic(Level level, const clang::Diagnostic &diagnostic) override;

    void add(clang::StoredDiagnostic diagnostic, bool is_own);
    /// layers.h states in static assertions, for editors and compilers, what the reader says better.
    void drop_doubled_assertions();
    [[nodiscard]] static bool is_in(const Entry &entry, clang::CharSourceRange range, const IsMeant &is_meant);

    llvm::raw_ostream &output_;
    clang::DiagnosticOptions &options_;
    clang::LangOptions language_;
    std::vector<Entry> entries_;
    bool had_errors_ = false; ///< among what has been printed
};

} // namespace halenet::reader
