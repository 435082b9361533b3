/// The words between the angle brackets of a layer, wherever they were read, against what its kind takes. Knows no
/// Clang.
#pragma once

#include "generator/description/description.h"
#include "generator/reader/vocabulary.h"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace halenet::reader {

/// A mistake in a layer's words.
struct Finding {
    std::optional<std::size_t> word; ///< at fault; empty where it is the layer as a whole
    std::string sentence;
    std::optional<std::vector<std::string>> mended; ///< all of the layer's words as they should be, where that is plain
};

struct Matched {
    description::Operation operation;
    bool is_read = true;                                   ///< whether all of its numbers are known
    std::map<std::string, std::size_t, std::less<>> words; ///< which word gives the number of this name
    std::vector<Finding> findings;
};

/// Matches the words of the layer called `name`; its kind must be one of description::kinds.
[[nodiscard]] Matched match_words(std::string_view kind, std::string_view name, std::vector<Word> words);

} // namespace halenet::reader
