#include "generator/reader/read_words.h"

#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/StringExtras.h"

#include <string>
#include <utility>

namespace halenet::reader {
namespace {

const clang::EnumDecl *enumeration_of(const clang::TemplateArgument &argument) {
    const bool is_choice =
        argument.getKind() == clang::TemplateArgument::Integral && argument.getIntegralType()->isEnumeralType();
    return is_choice ? argument.getIntegralType()->castAs<clang::EnumType>()->getDecl() : nullptr;
}

/// The name of the enumerator with this value, so that the values of two enumerations need not agree; else the value.
std::string choice_of(const clang::EnumDecl &enumeration, const llvm::APSInt &value) {
    for (const clang::EnumConstantDecl *enumerator : enumeration.enumerators())
        if (llvm::APSInt::isSameValue(enumerator->getInitVal(), value))
            return enumerator->getNameAsString();
    return llvm::toString(value, 10);
}

std::optional<Word> number(std::string name, const clang::TemplateArgument &argument) {
    Word word{.name = std::move(name), .value = {}, .text = ""};
    if (argument.getKind() == clang::TemplateArgument::Integral && argument.getAsIntegral().isRepresentableByInt64())
        word.value = argument.getAsIntegral().getExtValue();
    else if (argument.getKind() == clang::TemplateArgument::StructuralValue &&
             argument.getAsStructuralValue().isFloat() &&
             &argument.getAsStructuralValue().getFloat().getSemantics() == &llvm::APFloat::IEEEdouble())
        word.value = argument.getAsStructuralValue().getFloat().convertToDouble();
    else
        return std::nullopt;
    return word;
}

/// Kernel<5> is a value of the type Number<Word::kernel, 5>.
std::optional<Word> word_with_number(const clang::TemplateArgument &argument) {
    const auto *object = argument.getKind() == clang::TemplateArgument::Declaration
                             ? llvm::dyn_cast<clang::TemplateParamObjectDecl>(argument.getAsDecl())
                             : nullptr;
    const auto *type =
        object ? llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(object->getType()->getAsCXXRecordDecl())
               : nullptr;
    if (!type || type->getName() != "Number" || type->getTemplateArgs().size() != 2)
        return std::nullopt;
    const clang::TemplateArgument &word = type->getTemplateArgs()[0];
    const clang::EnumDecl *enumeration = enumeration_of(word);
    return enumeration ? number(choice_of(*enumeration, word.getAsIntegral()), type->getTemplateArgs()[1])
                       : std::nullopt;
}

std::optional<Word> word_of(const clang::TemplateArgument &argument) {
    const clang::EnumDecl *enumeration = enumeration_of(argument);
    if (enumeration && (enumeration->getName() == "Padding" || enumeration->getName() == "Activation"))
        return Word{.name = enumeration->getName().lower(),
                    .value = choice_of(*enumeration, argument.getAsIntegral()),
                    .text = ""};
    const std::optional<Word> word = word_with_number(argument);
    return word ? word : number(std::string(bare), argument);
}

} // namespace

std::optional<std::vector<Word>> read_words(llvm::ArrayRef<clang::TemplateArgument> arguments) {
    if (arguments.size() == 1 && arguments.front().getKind() == clang::TemplateArgument::Pack)
        arguments = arguments.front().getPackAsArray();
    std::vector<Word> words;
    for (const clang::TemplateArgument &argument : arguments) {
        std::optional<Word> word = word_of(argument);
        if (!word)
            return std::nullopt;
        word->text = spelled(*word);
        words.push_back(*std::move(word));
    }
    return words;
}

} // namespace halenet::reader
