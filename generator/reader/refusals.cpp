#include "generator/reader/refusals.h"

#include "generator/description/fields.h"

#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/DiagnosticParse.h"
#include "clang/Basic/DiagnosticSema.h"
#include "clang/Basic/IdentifierTable.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <vector>

namespace halenet::reader {
namespace {

using clang::CharSourceRange;
using Level = clang::DiagnosticsEngine::Level;

bool is_any(unsigned /*id*/) {
    return true;
}

/// What Clang says after it has given a field's type up.
bool is_consequence(unsigned id) {
    return id == clang::diag::err_expected_member_name_or_semi;
}

bool is_keyword(const clang::ASTContext &context, const std::string &name) {
    const auto keyword = context.Idents.find(name);
    return keyword != context.Idents.end() && keyword->second->isKeyword(context.getLangOpts());
}

/// The variable whose name stands at a place.
class VariableFinder : public clang::RecursiveASTVisitor<VariableFinder> {
  public:
    explicit VariableFinder(clang::SourceLocation place) : place_(place) {}

    // The name is the visitor's.
    bool VisitVarDecl(const clang::VarDecl *variable) {
        if (variable->getLocation() == place_)
            found = variable;
        return found == nullptr;
    }

    const clang::VarDecl *found = nullptr;

  private:
    clang::SourceLocation place_;
};

clang::StoredDiagnostic with(const clang::StoredDiagnostic &old, llvm::StringRef sentence,
                             llvm::ArrayRef<clang::FixItHint> fixes) {
    return {old.getLevel(), old.getID(), sentence, old.getLocation(), old.getRanges(), fixes};
}

/// "c1: found global, expected ..."; where the variable is declared with a value, constexpr is the mend.
void rephrase_value(clang::ASTContext &context, const Spelling &spelling, Diagnostics::Group &group) {
    const clang::StoredDiagnostic &error = group.front();
    const CharSourceRange place =
        error.getRanges().empty() ? CharSourceRange::getTokenRange(place_of(error)) : error.getRanges().front();
    const llvm::StringRef text = clang::Lexer::getSourceText(place, context.getSourceManager(), context.getLangOpts());
    const std::string sentence =
        fmt::format("{}: found {}, expected a number that is known when compiling", spelling.name, text.str());
    group.front() = with(error, sentence, {});

    clang::StoredDiagnostic &last = group.back();
    if (last.getID() != clang::diag::note_declared_at)
        return;
    VariableFinder finder(place_of(last));
    finder.TraverseAST(context);
    if (finder.found && finder.found->hasInit() && !finder.found->getType().isConstQualified())
        last = with(last, "declared here; constexpr makes it known",
                    clang::FixItHint::CreateInsertion(finder.found->getBeginLoc(), "constexpr "));
}

void report_kind(const clang::ASTContext &context, const Spelling &spelling, Diagnostics &diagnostics) {
    const std::string near =
        nearest(spelling.kind, std::vector<std::string>(description::kinds.begin(), description::kinds.end()));
    std::vector<clang::FixItHint> fixes;
    if (!near.empty())
        fixes.push_back(clang::FixItHint::CreateReplacement(spelling.kind_place, near));
    diagnostics.drop_in(spelling.whole, is_any);
    diagnostics.report(Level::Error, context, spelling.kind_place,
                       fmt::format("{}: found {}, expected a layer: {}", spelling.name, spelling.kind,
                                   near.empty() ? fmt::format("{}", fmt::join(description::kinds, ", ")) : near),
                       fixes);
}

} // namespace

bool is_about_a_value(unsigned id) {
    return id == clang::diag::err_expr_not_cce || id == clang::diag::ext_cce_narrowing ||
           id == clang::diag::err_typecheck_converted_constant_expression ||
           id == clang::diag::err_typecheck_converted_constant_expression_disallowed;
}

bool is_kind(std::string_view name) {
    return std::find(description::kinds.begin(), description::kinds.end(), name) != description::kinds.end();
}

std::optional<LayerSource> read_refusal(clang::ASTContext &context, const Spelling &spelling, Diagnostics &diagnostics,
                                        bool &has_gap) {
    if (!diagnostics.has_error_in(spelling.whole, is_any) || is_keyword(context, spelling.kind))
        return std::nullopt;
    const bool is_layer = is_kind(spelling.kind);
    if (!spelling.name.empty() && !is_layer && diagnostics.has_error_in(spelling.kind_place, is_any)) {
        report_kind(context, spelling, diagnostics);
        return std::nullopt;
    }
    if (spelling.name.empty() || !is_layer) {
        has_gap = true;
        return std::nullopt;
    }
    if (spelling.bracket.isValid() && spelling.words.empty() && spelling.kind == "Flatten") {
        diagnostics.drop_in(spelling.whole, is_any);
        diagnostics.report(Level::Error, context, spelling.bracket,
                           fmt::format("{}: found Flatten<>, expected Flatten alone", spelling.name),
                           clang::FixItHint::CreateRemoval(spelling.bracket));
    }
    if (spelling.has_keyword_name) {
        diagnostics.drop_in(spelling.whole, is_any);
        diagnostics.report(
            Level::Error, context, spelling.name_place,
            fmt::format("{}: found a keyword of C++ as a layer's name, expected another one", spelling.name));
    }

    LayerSource source{.kind = spelling.kind,
                       .name = spelling.name,
                       .comment = "",
                       .words = spelling.words,
                       .name_place = spelling.name_place,
                       .spelling = spelling};
    for (std::size_t index = 0; index < source.words.size(); ++index)
        source.words[index].is_refused =
            source.words[index].name.empty() &&
            diagnostics.has_error_in(spelling.places[index], [](unsigned id) { return !is_about_a_value(id); });
    if (diagnostics.has_error_in(spelling.whole, [](unsigned id) { return !is_consequence(id); }))
        diagnostics.drop_in(spelling.whole, is_consequence);
    diagnostics.drop_in(spelling.name_place, [](unsigned id) { return id == clang::diag::err_duplicate_member; });
    diagnostics.rephrase_in(spelling.whole, clang::diag::err_expr_not_cce,
                            [&](Diagnostics::Group &group) { rephrase_value(context, spelling, group); });
    return source;
}

} // namespace halenet::reader
