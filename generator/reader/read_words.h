/// From the arguments of a layer's template to words.
#pragma once

#include "generator/reader/words.h"

#include "clang/AST/TemplateBase.h"
#include "llvm/ADT/ArrayRef.h"

#include <optional>
#include <vector>

namespace halenet::reader {

/// The words that Clang has made of a layer's arguments, in the vocabulary's own spelling; nothing where one of them is
/// none, which happens only with a layers.h that is not the reader's own.
[[nodiscard]] std::optional<std::vector<Word>> read_words(llvm::ArrayRef<clang::TemplateArgument> arguments);

} // namespace halenet::reader
