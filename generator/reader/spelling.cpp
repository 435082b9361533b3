#include "generator/reader/spelling.h"

#include "clang/Basic/IdentifierTable.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace halenet::reader {
namespace {

using clang::tok::TokenKind;

struct Token {
    TokenKind kind;
    clang::SourceLocation begin;
    llvm::StringRef text;

    [[nodiscard]] clang::SourceLocation end() const {
        return begin.getLocWithOffset(static_cast<clang::SourceLocation::IntTy>(text.size()));
    }
    [[nodiscard]] bool is(TokenKind other) const { return kind == other; }
};

using Tokens = llvm::ArrayRef<Token>;

clang::CharSourceRange range_of(Tokens tokens) {
    return clang::CharSourceRange::getCharRange(tokens.front().begin, tokens.back().end());
}

/// From the first letter of the first token to the last one of the last.
llvm::StringRef text_of(Tokens tokens) {
    return {tokens.front().text.begin(),
            static_cast<std::size_t>(tokens.back().text.end() - tokens.front().text.begin())};
}

/// The tokens between two places of one file, without comments and preprocessor lines. >> is two tokens.
std::vector<Token> tokens_between(const clang::ASTContext &context, clang::SourceLocation begin,
                                  clang::SourceLocation end) {
    const clang::SourceManager &sources = context.getSourceManager();
    const llvm::StringRef file = sources.getBufferData(sources.getFileID(begin));
    clang::Lexer lexer(sources.getLocForStartOfFile(sources.getFileID(begin)), context.getLangOpts(), file.begin(),
                       file.begin() + sources.getFileOffset(begin), file.end());
    std::vector<Token> tokens;
    bool is_directive = false;
    for (clang::Token token{};;) {
        lexer.LexFromRawLexer(token);
        if (token.is(clang::tok::eof) || token.getLocation() >= end)
            return tokens;
        is_directive = token.isAtStartOfLine() ? token.is(clang::tok::hash) : is_directive;
        if (is_directive)
            continue;
        const llvm::StringRef text = file.substr(sources.getFileOffset(token.getLocation()), token.getLength());
        if (token.is(clang::tok::greatergreater)) {
            tokens.push_back({clang::tok::greater, token.getLocation(), text.take_front(1)});
            tokens.push_back({clang::tok::greater, token.getLocation().getLocWithOffset(1), text.drop_front(1)});
        } else {
            tokens.push_back({token.getKind(), token.getLocation(), text});
        }
    }
}

/// +1 or -1 where a bracket opens or closes, angle brackets apart.
int depth_of(const Token &token) {
    if (token.is(clang::tok::l_brace) || token.is(clang::tok::l_paren) || token.is(clang::tok::l_square))
        return 1;
    return token.is(clang::tok::r_brace) || token.is(clang::tok::r_paren) || token.is(clang::tok::r_square) ? -1 : 0;
}

/// Runs of tokens up to each semicolon or closing brace outside of brackets.
std::vector<Tokens> declarations_in(Tokens tokens) {
    std::vector<Tokens> declarations;
    int depth = 0;
    std::size_t begin = 0;
    for (std::size_t index = 0; index < tokens.size(); ++index) {
        depth += depth_of(tokens[index]);
        const bool is_access = index == begin + 1 && tokens[index].is(clang::tok::colon);
        const bool is_body = tokens[index].is(clang::tok::r_brace) &&
                             (index + 1 == tokens.size() || !tokens[index + 1].is(clang::tok::semi));
        if (depth > 0 || (!tokens[index].is(clang::tok::semi) && !is_access && !is_body))
            continue;
        if (!is_access)
            declarations.push_back(tokens.slice(begin, index + 1 - begin));
        begin = index + 1;
    }
    if (begin < tokens.size())
        declarations.push_back(tokens.drop_front(begin));
    return declarations;
}

/// The arguments between the brackets, `tokens` beginning with <; what follows the closing one is left in `tokens`.
/// Nothing where a bracket is not closed or a comma is missing.
std::optional<std::vector<Tokens>> take_arguments(Tokens &tokens) {
    std::vector<Tokens> arguments;
    int depth = 0, angles = 0;
    std::size_t begin = 1;
    for (std::size_t index = 0; index < tokens.size(); ++index) {
        depth += depth_of(tokens[index]);
        if (depth != 0)
            continue;
        angles += tokens[index].is(clang::tok::less) ? 1 : tokens[index].is(clang::tok::greater) ? -1 : 0;
        const bool is_last = angles == 0;
        if (tokens[index].is(clang::tok::greater) && angles == 1 && index + 1 < tokens.size() &&
            tokens[index + 1].is(clang::tok::raw_identifier))
            return std::nullopt; // Filters<6> Kernel<5>
        if (!is_last && !(angles == 1 && tokens[index].is(clang::tok::comma)))
            continue;
        if (index > begin)
            arguments.push_back(tokens.slice(begin, index - begin));
        begin = index + 1;
        if (is_last) {
            tokens = tokens.drop_front(index + 1);
            return arguments;
        }
    }
    return std::nullopt;
}

/// A literal number, perhaps with a sign; else nothing.
std::variant<std::monostate, std::int64_t, double, std::string> value_of(Tokens tokens) {
    const bool is_negative = tokens.size() == 2 && tokens.front().is(clang::tok::minus);
    if ((tokens.size() != 1 && !is_negative) || !tokens.back().is(clang::tok::numeric_constant))
        return {};
    std::string text = tokens.back().text.str();
    text.erase(std::remove(text.begin(), text.end(), '\''), text.end());
    std::int64_t integer = 0;
    double real = 0.0;
    if (!llvm::StringRef(text).getAsInteger(0, integer))
        return is_negative ? -integer : integer;
    if (!llvm::StringRef(text).getAsDouble(real))
        return is_negative ? -real : real;
    return {};
}

Tokens without_namespace(Tokens tokens) {
    while (tokens.size() > 2 && tokens[0].text == "halenet" && tokens[1].is(clang::tok::coloncolon))
        tokens = tokens.drop_front(2);
    return tokens;
}

Word word_of(Tokens all) {
    const Tokens tokens = without_namespace(all);
    Word word{.name = "", .value = {}, .text = text_of(all).str()};
    const bool is_scoped = tokens.size() == 3 && tokens[1].is(clang::tok::coloncolon);
    const std::string scope = is_scoped ? tokens[0].text.lower() : "";
    const llvm::StringRef choice = tokens.back().text;
    const bool is_padding = choice == "valid" || choice == "same";
    const bool is_activation = choice == "identity" || choice == "relu" || choice == "tanh" || choice == "softmax";
    if ((scope == "padding" && is_padding) || ((scope == "activation" || tokens.size() == 1) && is_activation)) {
        word.name = is_padding ? "padding" : "activation";
        word.value = choice.str();
    } else if (word.value = value_of(tokens); word.value.index() != 0) {
        word.name = bare;
    } else if (tokens.size() > 3 && tokens[1].is(clang::tok::less) && tokens.back().is(clang::tok::greater)) {
        word.name = number_named(std::string_view(tokens[0].text));
        word.value = value_of(tokens.slice(2, tokens.size() - 3));
    } else if (tokens.size() > 3 && tokens[1].is(clang::tok::l_paren)) { // Kernel(5)
        word.value = value_of(tokens.slice(2, tokens.size() - 3));
    } else if (tokens.size() > 2 && tokens[1].is(clang::tok::equal)) { // kernel = 5
        word.value = value_of(tokens.drop_front(2));
    }
    return word;
}

Spelling spelling_of(Tokens tokens, const clang::IdentifierTable &keywords, const clang::LangOptions &options) {
    Spelling spelling;
    spelling.whole = range_of(tokens);
    const auto is_name = [](const Token &token) { return token.is(clang::tok::raw_identifier); };
    if (tokens.front().text == "const")
        tokens = tokens.drop_front();
    while (tokens.size() > 2 && tokens[1].is(clang::tok::coloncolon)) // namespaces
        tokens = tokens.drop_front(2);
    if (tokens.empty() || !is_name(tokens.front()))
        return spelling;
    const Tokens kind = tokens.take_front();
    tokens = tokens.drop_front();
    if (!tokens.empty() && tokens.front().is(clang::tok::less)) {
        const clang::SourceLocation begin = tokens.front().begin;
        const std::optional<std::vector<Tokens>> arguments = take_arguments(tokens);
        if (!arguments)
            return spelling;
        spelling.bracket =
            clang::CharSourceRange::getCharRange(begin, tokens.empty() ? begin : (tokens.begin() - 1)->end());
        for (const Tokens argument : *arguments) {
            spelling.words.push_back(word_of(argument));
            spelling.places.push_back(range_of(argument));
        }
    }
    spelling.kind = kind.front().text.str();
    spelling.kind_place = range_of(kind);
    if (tokens.size() < 2 || !is_name(tokens.front()))
        return spelling;
    const Token &after = tokens[1];
    if (after.is(clang::tok::semi) || after.is(clang::tok::equal) || after.is(clang::tok::l_brace)) {
        spelling.name = tokens.front().text.str();
        spelling.name_place = range_of(tokens.take_front());
        const auto keyword = keywords.find(spelling.name);
        spelling.has_keyword_name = keyword != keywords.end() && keyword->second->isKeyword(options);
    }
    return spelling;
}

} // namespace

std::vector<Spelling> spellings_in(const clang::ASTContext &context, const clang::CXXRecordDecl &record) {
    const clang::SourceRange braces = record.getBraceRange();
    if (braces.isInvalid() || braces.getBegin().isMacroID() || braces.getEnd().isMacroID())
        return {};
    const std::vector<Token> tokens = tokens_between(context, braces.getBegin().getLocWithOffset(1), braces.getEnd());
    std::vector<Spelling> spellings;
    for (const Tokens declaration : declarations_in(tokens))
        spellings.push_back(spelling_of(declaration, context.Idents, context.getLangOpts()));
    return spellings;
}

} // namespace halenet::reader
