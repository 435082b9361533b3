#include "generator/reader/read_layers.h"

#include "generator/description/fields.h"
#include "generator/reader/choose_model.h"
#include "generator/reader/diagnose.h"
#include "generator/reader/read_words.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RawCommentList.h"
#include "clang/AST/TypeLoc.h"

#include <fmt/format.h>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace halenet::reader {
namespace {

using description::Layer;
using description::ModelDescription;
using description::Problem;

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

using Arguments = llvm::ArrayRef<clang::TemplateArgument>;

/// The layer that a type of the vocabulary stands for; nothing where the type is another one.
std::optional<SpelledOperation> operation_of(clang::QualType type) {
    const clang::CXXRecordDecl *record = type->isRecordType() ? type->getAsCXXRecordDecl() : nullptr;
    if (!record || !record->getIdentifier())
        return std::nullopt;
    const auto *scope = llvm::dyn_cast<clang::NamespaceDecl>(record->getDeclContext());
    if (!scope || scope->getQualifiedNameAsString() != "halenet")
        return std::nullopt;
    const auto *specialization = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record);
    return read_words(record->getName(), specialization ? specialization->getTemplateArgs().asArray() : Arguments());
}

/// A layer with the field that declares it.
struct Field {
    const clang::FieldDecl *declaration;
    std::map<std::string, unsigned, std::less<>> arguments; ///< as SpelledOperation's
};

/// Where the text of a field has the number called `name`; the field's name where it has it not, as behind an alias.
clang::SourceRange place_of(const Field &field, std::string_view name) {
    const auto spelled = field.declaration->getTypeSourceInfo()
                             ->getTypeLoc()
                             .getUnqualifiedLoc()
                             .getAsAdjusted<clang::TemplateSpecializationTypeLoc>();
    const auto argument = field.arguments.find(name);
    if (argument != field.arguments.end() && spelled && !spelled.getTypePtr()->isTypeAlias() &&
        argument->second < spelled.getNumArgs())
        return spelled.getArgLoc(argument->second).getSourceRange();
    return field.declaration->getLocation();
}

class LayerReader {
  public:
    LayerReader(clang::ASTContext &context, const clang::CXXRecordDecl &record) : context_(context), record_(record) {}

    std::optional<ModelDescription> run() {
        model_.name = record_.getNameAsString();
        model_.comment = comment_of(record_);
        read_members(record_);
        if (is_well_formed_ || !model_.layers.empty())
            for (const Problem &problem : complete(model_))
                report(problem);
        return is_well_formed_ ? std::optional(std::move(model_)) : std::nullopt;
    }

  private:
    void error(clang::SourceRange place, const std::string &sentence) {
        is_well_formed_ = false;
        report_error(context_, place, sentence);
    }

    void report(const Problem &problem) {
        if (problem.layer < fields_.size())
            error(place_of(fields_[problem.layer], problem.number), problem.sentence);
        else
            error(record_.getLocation(), problem.sentence);
        if (problem.cause < fields_.size())
            report_note(context_, fields_[problem.cause].declaration->getLocation(), problem.cause_sentence);
    }

    /// Members of base classes come first, as they do in memory.
    void read_members(const clang::CXXRecordDecl &record) {
        for (const clang::CXXBaseSpecifier &base : record.bases())
            if (const clang::CXXRecordDecl *parent = base.getType()->getAsCXXRecordDecl(); !is_model_base(*parent))
                read_members(*parent->getDefinition());
        for (const clang::Decl *member : record.decls()) {
            if (const auto *field = llvm::dyn_cast<clang::FieldDecl>(member))
                read_field(*field);
            else if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(member))
                check_static(*variable);
        }
    }

    /// A layer with a mistake counts as a layer, so that the rules of the others can still be checked.
    void read_field(const clang::FieldDecl &field) {
        const std::string name = field.getNameAsString();
        if (name.empty())
            return error(field.getLocation(), "found a member without a name, expected a layer with one");
        const clang::QualType type = field.getType();
        const std::optional<SpelledOperation> spelled = operation_of(unwrapped(type));
        if (!spelled || !type->isRecordType())
            error(field.getLocation(),
                  fmt::format("{}: found {}'{}', expected a layer: {}", name, wrapping_of(type),
                              type.getAsString(context_.getPrintingPolicy()), fmt::join(description::kinds, ", ")));
        else if (field.getAccess() != clang::AS_public)
            error(field.getLocation(), fmt::format("{}: found a {} member, expected a public one", name,
                                                   clang::getAccessSpelling(field.getAccess()).str()));
        if (!spelled)
            return;
        fields_.push_back({&field, spelled->arguments});
        model_.layers.push_back(
            {.name = name, .comment = comment_of(field), .operation = spelled->operation, .output = {}});
    }

    /// A constant beside the layers is welcome; a layer among the constants is a mistake.
    void check_static(const clang::VarDecl &variable) {
        if (operation_of(variable.getType()))
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
    ModelDescription model_;
    std::vector<Field> fields_; ///< of the model's layers, one each
    bool is_well_formed_ = true;
};

} // namespace

std::optional<ModelDescription> read_layers(clang::ASTContext &context, const clang::CXXRecordDecl &record) {
    return LayerReader(context, record).run();
}

} // namespace halenet::reader
