#include "generator/reader/read_layers.h"

#include "generator/description/fields.h"
#include "generator/reader/choose_model.h"
#include "generator/reader/diagnose.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RawCommentList.h"
#include "clang/AST/TypeLoc.h"

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace halenet::reader {
namespace {

using description::Layer;
using description::ModelDescription;
using description::Operation;
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

// Template arguments. A `read` is false where the argument is not what the vocabulary has there, which happens only
// with a layers.h that is not the reader's own.

/// The value in a word: 5 of Kernel<5>; a value itself stays as it is.
const clang::TemplateArgument &value_of(const clang::TemplateArgument &argument) {
    if (argument.getKind() != clang::TemplateArgument::Type)
        return argument;
    const auto *word =
        llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(argument.getAsType()->getAsCXXRecordDecl());
    return word && word->getTemplateArgs().size() == 1 ? word->getTemplateArgs()[0] : argument;
}

bool read(const clang::TemplateArgument &argument, int &number) {
    const clang::TemplateArgument &value = value_of(argument);
    if (value.getKind() != clang::TemplateArgument::Integral || !value.getAsIntegral().isRepresentableByInt64())
        return false;
    const std::int64_t integer = value.getAsIntegral().getExtValue();
    number = static_cast<int>(integer);
    return number == integer;
}

bool read(const clang::TemplateArgument &argument, double &number) {
    const clang::TemplateArgument &value = value_of(argument);
    if (value.getKind() != clang::TemplateArgument::StructuralValue || !value.getAsStructuralValue().isFloat())
        return false;
    number = value.getAsStructuralValue().getFloat().convertToDouble();
    return true;
}

/// Reads an enumerator by its name, so that the values of two enumerations need not agree.
template <typename Word>
    requires std::is_enum_v<Word>
bool read(const clang::TemplateArgument &argument, Word &word) {
    if (argument.getKind() != clang::TemplateArgument::Integral || !argument.getIntegralType()->isEnumeralType())
        return false;
    const clang::EnumDecl *enumeration = argument.getIntegralType()->castAs<clang::EnumType>()->getDecl();
    for (const clang::EnumConstantDecl *enumerator : enumeration->enumerators()) {
        const std::optional<Word> named = description::word_named<Word>(enumerator->getName());
        if (named && llvm::APSInt::isSameValue(enumerator->getInitVal(), argument.getAsIntegral())) {
            word = *named;
            return true;
        }
    }
    return false;
}

/// The layer that a type of the vocabulary stands for; nothing where the type is another one.
std::optional<Operation> operation_of(clang::QualType type) {
    const clang::CXXRecordDecl *record = type->isRecordType() ? type->getAsCXXRecordDecl() : nullptr;
    if (!record || !record->getIdentifier())
        return std::nullopt;
    const auto *scope = llvm::dyn_cast<clang::NamespaceDecl>(record->getDeclContext());
    if (!scope || scope->getQualifiedNameAsString() != "halenet")
        return std::nullopt;
    std::optional<Operation> operation = description::operation_of_kind(record->getName());
    if (!operation)
        return std::nullopt;

    const auto *specialization = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record);
    const llvm::ArrayRef<clang::TemplateArgument> arguments =
        specialization ? specialization->getTemplateArgs().asArray() : llvm::ArrayRef<clang::TemplateArgument>();
    std::size_t count = 0;
    bool is_read = true;
    const auto read_next = [&](const char * /*name*/, auto &number) {
        is_read = is_read && count < arguments.size() && read(arguments[count], number);
        ++count;
    };
    std::visit([&](auto &numbers) { visit_numbers(numbers, read_next); }, *operation);
    return is_read && count == arguments.size() ? operation : std::nullopt;
}

/// Where the text of a field has the number called `name`; the field's name where it has it not, as behind an alias.
clang::SourceRange place_of(const clang::FieldDecl &field, const Operation &operation, std::string_view name) {
    const auto spelled = field.getTypeSourceInfo()
                             ->getTypeLoc()
                             .getUnqualifiedLoc()
                             .getAsAdjusted<clang::TemplateSpecializationTypeLoc>();
    std::optional<clang::SourceRange> place;
    unsigned index = 0;
    const auto compare = [&](std::string_view number_name, const auto & /*number*/) {
        if (number_name == name && spelled && !spelled.getTypePtr()->isTypeAlias() && index < spelled.getNumArgs())
            place = spelled.getArgLoc(index).getSourceRange();
        ++index;
    };
    std::visit([&](const auto &numbers) { visit_numbers(numbers, compare); }, operation);
    return place.value_or(field.getLocation());
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
            error(place_of(*fields_[problem.layer], model_.layers[problem.layer].operation, problem.number),
                  problem.sentence);
        else
            error(record_.getLocation(), problem.sentence);
        if (problem.cause < fields_.size())
            report_note(context_, fields_[problem.cause]->getLocation(), problem.cause_sentence);
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
        const std::optional<Operation> operation = operation_of(unwrapped(type));
        if (!operation || !type->isRecordType())
            error(field.getLocation(),
                  fmt::format("{}: found {}'{}', expected a layer: {}", name, wrapping_of(type),
                              type.getAsString(context_.getPrintingPolicy()), fmt::join(description::kinds, ", ")));
        else if (field.getAccess() != clang::AS_public)
            error(field.getLocation(), fmt::format("{}: found a {} member, expected a public one", name,
                                                   clang::getAccessSpelling(field.getAccess()).str()));
        if (!operation)
            return;
        fields_.push_back(&field);
        model_.layers.push_back({.name = name, .comment = comment_of(field), .operation = *operation, .output = {}});
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
    std::vector<const clang::FieldDecl *> fields_; ///< of the model's layers, one each
    bool is_well_formed_ = true;
};

} // namespace

std::optional<ModelDescription> read_layers(clang::ASTContext &context, const clang::CXXRecordDecl &record) {
    return LayerReader(context, record).run();
}

} // namespace halenet::reader
