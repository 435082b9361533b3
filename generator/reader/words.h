/// The words between the angle brackets of a layer, wherever they were read, against what its kind takes. Knows no
/// Clang.
#pragma once

#include "generator/description/description.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace halenet::reader {

/// The name of a number without a word: 2 of MaxPool2D<2>.
inline constexpr std::string_view bare = "bare";

struct Word {
    std::string name; ///< of the number that it gives, as model.json has it: "kernel"; `bare`; empty where not known
    std::variant<std::monostate, std::int64_t, double, std::string> value; ///< a choice by its name; may be unknown
    std::string text;                                                      ///< as it stands in the header: "Kernel<5>"
    bool is_refused = false; ///< C++ knows no such word, so that a near one was meant
};

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

/// A word that gives a number, as the vocabulary has it: "Kernel<5>", "Padding::same", "relu", "2".
[[nodiscard]] std::string spelled(const Word &word);

/// The name of the number that the vocabulary's word gives: "kernel" of "Kernel"; empty where it has no such word.
[[nodiscard]] std::string number_named(std::string_view word);

/// What is most like `name`, read without regard to case; empty where nothing is.
[[nodiscard]] std::string nearest(std::string_view name, const std::vector<std::string> &candidates);

} // namespace halenet::reader
