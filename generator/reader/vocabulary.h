/// The words of the model language and how they are spelled.
#pragma once

#include <cstdint>
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

/// What the number of this name is, as model.json calls it: a word of a choice ("padding"), a number that stands for
/// itself ("size"), one that has a default.
[[nodiscard]] bool is_choice(std::string_view number);
[[nodiscard]] bool is_bare(std::string_view number);
[[nodiscard]] bool may_be_left_out(std::string_view number);

/// The word before the number: "Kernel" of "kernel".
[[nodiscard]] std::string word_for(std::string_view number);

/// All that can give the number: each choice, or the word with an n.
[[nodiscard]] std::vector<std::string> spellings_of(std::string_view number);

/// A word that gives a number, as the vocabulary has it: "Kernel<5>", "Padding::same", "relu", "2".
[[nodiscard]] std::string spelled(const Word &word);

/// The name of the number that the vocabulary's word gives: "kernel" of "Kernel"; empty where it has no such word.
[[nodiscard]] std::string number_named(std::string_view word);

/// What is most like `name`, read without regard to case; empty where nothing is.
[[nodiscard]] std::string nearest(std::string_view name, const std::vector<std::string> &candidates);

} // namespace halenet::reader
