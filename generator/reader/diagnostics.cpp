#include "generator/reader/diagnostics.h"

#include "clang/Basic/DiagnosticSema.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/TextDiagnostic.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

namespace halenet::reader {
namespace {

using clang::DiagnosticsEngine;
using clang::StoredDiagnostic;

bool is_error(const StoredDiagnostic &diagnostic) {
    return diagnostic.getLevel() >= DiagnosticsEngine::Error;
}

bool is_assertion_of_the_vocabulary(const StoredDiagnostic &diagnostic) {
    const unsigned id = diagnostic.getID();
    return (id == clang::diag::err_static_assert_failed || id == clang::diag::err_static_assert_requirement_failed) &&
           diagnostic.getLocation().isValid() &&
           diagnostic.getLocation().getManager().getFilename(place_of(diagnostic)).ends_with("layers.h");
}

std::string counted(std::ptrdiff_t count, llvm::StringRef noun) {
    return count == 0 ? "" : fmt::format("{} {}{}", count, noun.str(), count == 1 ? "" : "s");
}

} // namespace

void Diagnostics::BeginSourceFile(const clang::LangOptions &language, const clang::Preprocessor * /*preprocessor*/) {
    language_ = language;
}

void Diagnostics::HandleDiagnostic(Level level, const clang::Diagnostic &diagnostic) {
    add(StoredDiagnostic(level, diagnostic), false);
}

void Diagnostics::report(Level level, const clang::ASTContext &context, clang::CharSourceRange place,
                         llvm::StringRef sentence, llvm::ArrayRef<clang::FixItHint> fixes) {
    add(StoredDiagnostic(level, 0, sentence, clang::FullSourceLoc(place.getBegin(), context.getSourceManager()), place,
                         fixes),
        true);
}

void Diagnostics::add(StoredDiagnostic diagnostic, bool is_own) {
    if (diagnostic.getLevel() == DiagnosticsEngine::Note && !entries_.empty())
        entries_.back().group.push_back(std::move(diagnostic));
    else
        entries_.push_back({{std::move(diagnostic)}, is_own});
}

bool Diagnostics::is_in(const Entry &entry, clang::CharSourceRange range, const IsMeant &is_meant) {
    const StoredDiagnostic &first = entry.group.front();
    if (entry.is_own || first.getLocation().isInvalid() || !is_meant(first.getID()))
        return false;
    const clang::FullSourceLoc place = first.getLocation().getFileLoc();
    return place >= range.getBegin() && place <= range.getEnd();
}

bool Diagnostics::has_error_in(clang::CharSourceRange range, const IsMeant &is_meant) const {
    return std::any_of(entries_.begin(), entries_.end(), [&](const Entry &entry) {
        return is_error(entry.group.front()) && is_in(entry, range, is_meant);
    });
}

void Diagnostics::drop_in(clang::CharSourceRange range, const IsMeant &is_meant) {
    std::erase_if(entries_, [&](const Entry &entry) { return is_in(entry, range, is_meant); });
}

void Diagnostics::rephrase_in(clang::CharSourceRange range, unsigned number,
                              const std::function<void(Group &)> &rephrase) {
    for (Entry &entry : entries_)
        if (is_in(entry, range, [number](unsigned id) { return id == number; }))
            rephrase(entry.group);
}

bool Diagnostics::has_errors() const {
    return had_errors_ || std::any_of(entries_.begin(), entries_.end(),
                                      [](const Entry &entry) { return is_error(entry.group.front()); });
}

void Diagnostics::drop_doubled_assertions() {
    const auto is_doubled = [](const Entry &entry) { return is_assertion_of_the_vocabulary(entry.group.front()); };
    const bool has_other = std::any_of(entries_.begin(), entries_.end(), [&](const Entry &entry) {
        return is_error(entry.group.front()) && !is_doubled(entry);
    });
    if (has_other) // else nobody has said it better
        std::erase_if(entries_, is_doubled);
}

void Diagnostics::print() {
    drop_doubled_assertions();
    had_errors_ = has_errors();
    const auto is_before = [](const Entry &left, const Entry &right) {
        const clang::FullSourceLoc a = left.group.front().getLocation(), b = right.group.front().getLocation();
        return a.isInvalid() || b.isInvalid() ? a.isInvalid() && b.isValid() : a.isBeforeInTranslationUnitThan(b);
    };
    // Entries of one place stay in the order in which they came.
    std::vector<std::size_t> order(entries_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return is_before(entries_[a], entries_[b]) || (a < b && !is_before(entries_[b], entries_[a]));
    });
    clang::TextDiagnostic text(output_, language_, &options_);
    for (const std::size_t index : order)
        for (const StoredDiagnostic &diagnostic : entries_[index].group)
            text.emitDiagnostic(diagnostic.getLocation(), diagnostic.getLevel(), diagnostic.getMessage(),
                                diagnostic.getRanges(), diagnostic.getFixIts());

    const auto errors = std::count_if(entries_.begin(), entries_.end(),
                                      [](const Entry &entry) { return is_error(entry.group.front()); });
    const auto warnings = static_cast<std::ptrdiff_t>(entries_.size()) - errors;
    if (!entries_.empty())
        output_ << counted(warnings, "warning") << (warnings > 0 && errors > 0 ? " and " : "")
                << counted(errors, "error") << " generated.\n";
    entries_.clear();
}

} // namespace halenet::reader
