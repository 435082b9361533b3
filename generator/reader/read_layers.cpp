#include "generator/reader/read_layers.h"

#include "generator/description/cost.h"
#include "generator/description/fields.h"
#include "generator/reader/choose_model.h"
#include "generator/reader/read_words.h"
#include "generator/reader/refusals.h"
#include "generator/reader/report_layer.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RawCommentList.h"
#include "clang/Basic/SourceManager.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace halenet::reader {
namespace {

using description::Layer;
using description::ModelDescription;
using description::Problem;
using Level = clang::DiagnosticsEngine::Level;

/// A word for the sentences where a type is no class at all; empty where it is one, or a plain value.
std::string_view wrapping_of(clang::QualType type) {
    if (type->isArrayType())
        return "an array, ";
    if (type->isReferenceType())
        return "a reference, ";
    return type->isPointerType() ? "a pointer, " : "";
}

/// What an array, a reference or a pointer is one of.
clang::QualType unwrapped(clang::QualType type) {
    if (const clang::ArrayType *array = type->getAsArrayTypeUnsafe())
        return unwrapped(array->getElementType());
    const clang::QualType target = type->getPointeeType();
    return target.isNull() ? type : unwrapped(target);
}

/// The kind and the words of a type of the vocabulary; nothing where the type is another one.
std::optional<std::pair<std::string, std::vector<Word>>> layer_of(clang::QualType type) {
    const clang::CXXRecordDecl *record = type->isRecordType() ? type->getAsCXXRecordDecl() : nullptr;
    if (!record || !record->getIdentifier() || !is_kind(record->getName()))
        return std::nullopt;
    const auto *scope = llvm::dyn_cast<clang::NamespaceDecl>(record->getDeclContext());
    if (!scope || scope->getQualifiedNameAsString() != "halenet")
        return std::nullopt;
    const auto *specialization = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record);
    std::optional<std::vector<Word>> words = read_words(specialization ? specialization->getTemplateArgs().asArray()
                                                                       : llvm::ArrayRef<clang::TemplateArgument>());
    return words ? std::optional(std::pair(record->getName().str(), *std::move(words))) : std::nullopt;
}

class LayerReader {
  public:
    LayerReader(clang::ASTContext &context, const clang::CXXRecordDecl &record, Diagnostics &diagnostics)
        : context_(context), record_(record), diagnostics_(diagnostics) {}

    ModelDescription run(std::optional<int> memory_limit_mib) {
        model_.name = record_.getNameAsString();
        model_.comment = comment_of(record_);
        read_members(record_);
        // Without layers that could be read, and beside a declaration that nobody understands, rules would guess.
        if (!has_gap_ && !(model_.layers.empty() && diagnostics_.has_errors()))
            check_rules(memory_limit_mib);
        return std::move(model_);
    }

  private:
    void error(clang::SourceLocation place, const std::string &sentence) {
        diagnostics_.report(Level::Error, context_, clang::CharSourceRange::getTokenRange(place), sentence);
    }

    void check_rules(std::optional<int> memory_limit_mib) {
        for (const Problem &problem : complete(model_, unread_))
            report(problem);
        if (memory_limit_mib && !diagnostics_.has_errors())
            if (const std::optional<Problem> problem = problem_of_memory(model_, *memory_limit_mib))
                report(*problem);
    }

    void report(const Problem &problem) {
        const Level level = problem.severity == description::Severity::error ? Level::Error : Level::Warning;
        if (problem.layer < sources_.size()) {
            const LayerSource &source = sources_[problem.layer];
            diagnostics_.report(level, context_, place_of(source, problem.number), problem.sentence,
                                fixes_of(source, problem));
        } else {
            diagnostics_.report(level, context_, clang::CharSourceRange::getTokenRange(record_.getLocation()),
                                problem.sentence);
        }
        if (problem.cause < sources_.size())
            diagnostics_.report(Level::Note, context_, sources_[problem.cause].name_place, problem.cause_sentence);
    }

    /// Members of base classes come first, as they do in memory.
    void read_members(const clang::CXXRecordDecl &record) {
        for (const clang::CXXBaseSpecifier &base : record.bases())
            if (const clang::CXXRecordDecl *parent = base.getType()->getAsCXXRecordDecl();
                parent && !is_model_base(*parent))
                read_members(*parent->getDefinition());

        std::vector<Spelling> spellings = spellings_in(context_, record);
        std::vector<LayerSource> sources;
        for (const clang::Decl *member : record.decls()) {
            if (const auto *field = llvm::dyn_cast<clang::FieldDecl>(member))
                read_field(*field, spellings, sources);
            else if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(member))
                check_static(*variable);
        }
        for (const Spelling &spelling : spellings) // those that no field has taken
            if (std::optional<LayerSource> source = read_refusal(context_, spelling, diagnostics_, has_gap_))
                sources.push_back(*std::move(source));
        std::sort(sources.begin(), sources.end(), [](const LayerSource &left, const LayerSource &right) {
            return left.name_place.getBegin() < right.name_place.getBegin();
        });
        for (LayerSource &source : sources)
            add(std::move(source));
    }

    /// A layer with a mistake counts as a layer, so that the rules of the others can still be checked.
    void read_field(const clang::FieldDecl &field, std::vector<Spelling> &spellings,
                    std::vector<LayerSource> &sources) {
        const clang::SourceLocation place = context_.getSourceManager().getFileLoc(field.getLocation());
        const auto spelling = std::find_if(spellings.begin(), spellings.end(), [&](const Spelling &each) {
            return place >= each.whole.getBegin() && place < each.whole.getEnd();
        });
        const clang::QualType type = field.getType();
        auto layer = layer_of(unwrapped(type));
        if (!layer && field.isInvalidDecl())
            return; // its text may still be read
        const std::string name = field.getNameAsString();
        if (name.empty())
            error(field.getLocation(), "found a member without a name, expected a layer with one");
        else if (!layer || !type->isRecordType())
            error(field.getLocation(),
                  fmt::format("{}: found {}'{}', expected a layer: {}", name, wrapping_of(type),
                              type.getAsString(context_.getPrintingPolicy()), fmt::join(description::kinds, ", ")));
        else if (field.getAccess() != clang::AS_public)
            error(field.getLocation(), fmt::format("{}: found a {} member, expected a public one", name,
                                                   clang::getAccessSpelling(field.getAccess()).str()));
        if (layer && !name.empty())
            sources.push_back({.kind = layer->first,
                               .name = name,
                               .comment = comment_of(field),
                               .words = std::move(layer->second),
                               .name_place = clang::CharSourceRange::getTokenRange(place),
                               .spelling = std::nullopt});
        if (spelling == spellings.end())
            return;
        // Without its semicolon a declaration swallows the one after it.
        has_gap_ = has_gap_ || (spelling->name.empty() &&
                                diagnostics_.has_error_in(spelling->whole, [](unsigned) { return true; }));
        if (layer && spelling->kind == layer->first && spelling->words.size() == sources.back().words.size())
            sources.back().spelling = *spelling;
        spellings.erase(spelling);
    }

    void add(LayerSource source) {
        const Matched matched = match_words(source.kind, source.name, source.words);
        for (const Finding &finding : matched.findings)
            diagnostics_.report(Level::Error, context_, place_of(source, finding), finding.sentence,
                                fixes_of(source, finding));
        if (!matched.findings.empty() && source.spelling)
            diagnostics_.drop_in(source.spelling->whole, [](unsigned) { return true; });
        if (!matched.is_read || is_doubtful(source))
            unread_.insert(model_.layers.size());
        model_.layers.push_back(
            {.name = source.name, .comment = source.comment, .operation = matched.operation, .output = {}});
        source.given = matched.words;
        sources_.push_back(std::move(source));
    }

    /// Whether Clang has an error in one of the numbers, and a value that it made up, as for one beyond its type.
    [[nodiscard]] bool is_doubtful(const LayerSource &source) const {
        return source.spelling && std::any_of(source.spelling->places.begin(), source.spelling->places.end(),
                                              [&](clang::CharSourceRange place) {
                                                  return diagnostics_.has_error_in(place, is_about_a_value);
                                              });
    }

    /// A constant beside the layers is welcome; a layer among the constants is a mistake.
    void check_static(const clang::VarDecl &variable) {
        if (layer_of(variable.getType()))
            error(variable.getLocation(), fmt::format("{}: found a static member, expected a layer without static",
                                                      variable.getNameAsString()));
    }

    /// The text of a `///` comment without its decoration and the blank around it.
    [[nodiscard]] std::string comment_of(const clang::Decl &declaration) const {
        const clang::RawComment *comment = context_.getRawCommentForDeclNoCache(&declaration);
        if (!comment)
            return "";
        const std::string text = comment->getFormattedText(context_.getSourceManager(), context_.getDiagnostics());
        std::string tidy;
        for (llvm::StringRef rest = llvm::StringRef(text).trim(); !rest.empty();) {
            const auto [line, following] = rest.split('\n');
            tidy += line.rtrim().str() + (following.empty() ? "" : "\n");
            rest = following;
        }
        return tidy;
    }

    clang::ASTContext &context_;
    const clang::CXXRecordDecl &record_;
    Diagnostics &diagnostics_;
    ModelDescription model_;
    std::vector<LayerSource> sources_; ///< of the model's layers, one each
    std::set<std::size_t> unread_;     ///< layers whose numbers are not all known
    bool has_gap_ = false;             ///< whether a declaration could be a layer that nobody understands
};

} // namespace

ModelDescription read_layers(clang::ASTContext &context, const clang::CXXRecordDecl &record, Diagnostics &diagnostics,
                             std::optional<int> memory_limit_mib) {
    return LayerReader(context, record, diagnostics).run(memory_limit_mib);
}

} // namespace halenet::reader
