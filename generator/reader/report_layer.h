/// Where a layer's mistakes stand in the text, and how they are mended there.
#pragma once

#include "generator/description/description.h"
#include "generator/reader/spelling.h"
#include "generator/reader/words.h"

#include "clang/Basic/Diagnostic.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace halenet::reader {

/// A layer as the header has it.
struct LayerSource {
    std::string kind, name, comment;
    std::vector<Word> words;
    clang::CharSourceRange name_place;
    std::optional<Spelling> spelling; ///< where the field's own text has the words; behind an alias it has not
    std::map<std::string, std::size_t, std::less<>> given = {}; ///< as Matched::words
};

/// The word at fault, else the kind of layer before the words; the layer's name where its text has neither.
[[nodiscard]] clang::CharSourceRange place_of(const LayerSource &source, const Finding &finding);

/// The word that gives the number, else the layer's name.
[[nodiscard]] clang::CharSourceRange place_of(const LayerSource &source, std::string_view number);

/// Edits of the header's text; none where no mend is plain.
[[nodiscard]] std::vector<clang::FixItHint> fixes_of(const LayerSource &source, const Finding &finding);
[[nodiscard]] std::vector<clang::FixItHint> fixes_of(const LayerSource &source, const description::Problem &problem);

} // namespace halenet::reader
