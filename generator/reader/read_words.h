/// From the arguments of a layer's template to its numbers.
#pragma once

#include "generator/description/description.h"

#include "clang/AST/TemplateBase.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <map>
#include <optional>
#include <string>

namespace halenet::reader {

struct SpelledOperation {
    description::Operation operation;
    /// Which argument gives the number of this name; a number that is left out is not in it.
    std::map<std::string, unsigned, std::less<>> arguments;
};

/// The layer of this kind with these words; nothing where no kind is called so or the words are not its own.
[[nodiscard]] std::optional<SpelledOperation> read_words(llvm::StringRef kind,
                                                         llvm::ArrayRef<clang::TemplateArgument> arguments);

} // namespace halenet::reader
