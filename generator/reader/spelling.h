/// The letters of a model header: which declarations a struct's body has and where their words stand. It needs no
/// syntax tree, so it also tells what a declaration was meant to be that C++ refuses.
#pragma once

#include "generator/reader/words.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceLocation.h"

#include <string>
#include <vector>

namespace halenet::reader {

/// One declaration of a body: `Kind<words...> name;`. Ranges are of characters.
struct Spelling {
    std::string kind; ///< without its namespace; empty where the declaration is something else
    std::string name; ///< may be a keyword of C++; empty where no single name ends the declaration
    bool has_keyword_name = false;
    std::vector<Word> words; ///< with their texts; is_refused is not known here
    clang::CharSourceRange kind_place, name_place, whole;
    clang::CharSourceRange bracket;             ///< from < to >; empty where there are none
    std::vector<clang::CharSourceRange> places; ///< of the words
};

/// The declarations in the body of a struct, in order; none where a macro wrote it.
[[nodiscard]] std::vector<Spelling> spellings_in(const clang::ASTContext &context, const clang::CXXRecordDecl &record);

} // namespace halenet::reader
