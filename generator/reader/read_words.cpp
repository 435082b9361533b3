#include "generator/reader/read_words.h"

#include "generator/description/fields.h"

#include "clang/AST/DeclTemplate.h"

#include <cstdint>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace halenet::reader {
namespace {

using description::Operation;

/// A word as it is given: its name, as "kernel", and its value, of which an enumerator's is its name.
struct Word {
    std::string name;
    std::variant<std::int64_t, double, std::string> value;
};

constexpr const char *bare = "bare"; ///< the name of a number without a word

/// The name of an enumerator with this value; empty where there is none.
std::string enumerator_of(const clang::TemplateArgument &argument) {
    if (argument.getKind() == clang::TemplateArgument::Integral && argument.getIntegralType()->isEnumeralType())
        for (const auto *each : argument.getIntegralType()->castAs<clang::EnumType>()->getDecl()->enumerators())
            if (llvm::APSInt::isSameValue(each->getInitVal(), argument.getAsIntegral()))
                return each->getNameAsString();
    return "";
}

std::optional<Word> number_of(std::string name, const clang::TemplateArgument &argument) {
    if (argument.getKind() == clang::TemplateArgument::Integral && argument.getAsIntegral().isRepresentableByInt64())
        return Word{std::move(name), argument.getAsIntegral().getExtValue()};
    if (argument.getKind() == clang::TemplateArgument::StructuralValue && argument.getAsStructuralValue().isFloat())
        return Word{std::move(name), argument.getAsStructuralValue().getFloat().convertToDouble()};
    return std::nullopt;
}

/// The word and the number of Kernel<5>, which is a value of the type Number<Word::kernel, 5>.
std::optional<Word> word_with_number(const clang::TemplateArgument &argument) {
    const auto *object = argument.getKind() == clang::TemplateArgument::Declaration
                             ? llvm::dyn_cast<clang::TemplateParamObjectDecl>(argument.getAsDecl())
                             : nullptr;
    const auto *number =
        object ? llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(object->getType()->getAsCXXRecordDecl())
               : nullptr;
    if (!number || number->getName() != "Number" || number->getTemplateArgs().size() != 2)
        return std::nullopt;
    return number_of(enumerator_of(number->getTemplateArgs()[0]), number->getTemplateArgs()[1]);
}

std::optional<Word> word_of(const clang::TemplateArgument &argument) {
    if (const std::string value = enumerator_of(argument); !value.empty()) {
        const std::string type = argument.getIntegralType()->castAs<clang::EnumType>()->getDecl()->getNameAsString();
        return Word{llvm::StringRef(type).lower(), value};
    }
    const std::optional<Word> word = word_with_number(argument);
    return word ? word : number_of(bare, argument);
}

bool read(const Word &word, int &number) {
    const std::int64_t *value = std::get_if<std::int64_t>(&word.value);
    number = value ? static_cast<int>(*value) : 0;
    return value && number == *value;
}

bool read(const Word &word, double &number) {
    if (const std::int64_t *value = std::get_if<std::int64_t>(&word.value))
        number = static_cast<double>(*value);
    else if (const double *real = std::get_if<double>(&word.value))
        number = *real;
    else
        return false;
    return true;
}

template <typename Choice>
    requires std::is_enum_v<Choice>
bool read(const Word &word, Choice &choice) {
    const std::string *name = std::get_if<std::string>(&word.value);
    const std::optional<Choice> named = name ? description::word_named<Choice>(*name) : std::nullopt;
    choice = named.value_or(choice);
    return named.has_value();
}

/// What the vocabulary lets a model leave out.
bool may_be_left_out(std::string_view number) {
    return number == "mean" || number == "deviation" || number == "stride" || number == "padding" ||
           number == "activation";
}

/// A pool's windows do not overlap where nothing else is said.
void give_default_stride(auto &operation) {
    if constexpr (requires { operation.size; })
        operation.stride = operation.size;
}

} // namespace

std::optional<SpelledOperation> read_words(llvm::StringRef kind, llvm::ArrayRef<clang::TemplateArgument> arguments) {
    std::optional<Operation> operation = description::operation_of_kind(kind);
    if (!operation)
        return std::nullopt;
    if (arguments.size() == 1 && arguments.front().getKind() == clang::TemplateArgument::Pack)
        arguments = arguments.front().getPackAsArray();

    SpelledOperation spelled{.operation = *operation, .arguments = {}};
    unsigned next = 0;
    bool is_read = true;
    const auto read_next = [&](std::string_view name, auto &number) {
        const std::optional<Word> word = next < arguments.size() ? word_of(arguments[next]) : std::nullopt;
        const bool is_bare = name == "size" || name == "rate";
        if (word && word->name == (is_bare ? bare : name)) {
            is_read = is_read && read(*word, number);
            spelled.arguments.emplace(name, next++);
        } else if (!may_be_left_out(name)) {
            is_read = false;
        }
    };
    std::visit([&](auto &numbers) { visit_numbers(numbers, read_next); }, spelled.operation);
    if (!spelled.arguments.contains("stride"))
        std::visit([](auto &numbers) { give_default_stride(numbers); }, spelled.operation);
    return is_read && next == arguments.size() ? std::optional(spelled) : std::nullopt;
}

} // namespace halenet::reader
