#include "generator/reader/words.h"

#include "generator/description/fields.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <type_traits>
#include <utility>

namespace halenet::reader {
namespace {

using description::Operation;

/// What stands before the number, the colons or the end: "Filters" of "Filters<6>".
std::string_view head_of(std::string_view text) {
    return text.substr(0, text.find_first_of("<(= "));
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

/// A pool's windows do not overlap where nothing else is said.
void give_default_stride(auto &operation) {
    if constexpr (requires { operation.size; })
        operation.stride = operation.size;
}

class Matcher {
  public:
    Matcher(std::string_view kind, std::string_view name, std::vector<Word> words)
        : kind_(kind), name_(name), words_(std::move(words)) {
        matched_.operation = description::operation_of_kind(kind).value();
        std::visit(
            [&](auto &numbers) {
                visit_numbers(numbers, [&](const char *number, auto & /*value*/) { numbers_.emplace_back(number); });
            },
            matched_.operation);
        for (const Word &word : words_)
            mended_.push_back(word.text);
    }

    Matched run() {
        mend_refused_words();
        std::vector<std::size_t> others;
        for (std::size_t index = 0; index < words_.size(); ++index)
            if (!give(index))
                others.push_back(index);
        for (const std::size_t index : others)
            place_other(index);
        check_order();
        check_missing();
        read_values();
        return std::move(matched_);
    }

  private:
    Finding &find(std::optional<std::size_t> word, std::string sentence) {
        return matched_.findings.emplace_back(Finding{word, fmt::format("{}: {}", name_, sentence), std::nullopt});
    }

    /// A finding whose mend is another text for the word; an empty one drops it.
    void find_and_mend(std::size_t word, std::string sentence, const std::string &text) {
        std::vector<std::string> texts;
        for (std::size_t index = 0; index < words_.size(); ++index)
            if (index != word || !text.empty())
                texts.push_back(index == word ? text : words_[index].text);
        find(word, std::move(sentence)).mended = std::move(texts);
        mended_[word] = text;
    }

    /// The words that the kind takes, for "expected ...".
    [[nodiscard]] std::string expected() const {
        std::vector<std::string> all;
        for (const std::string &number : numbers_)
            all.push_back(is_choice(number) ? number : spellings_of(number).front());
        return all.empty() ? fmt::format("{} alone", kind_) : fmt::format("{}<{}>", kind_, fmt::join(all, ", "));
    }

    /// For a word that is like none: a choice where it is written as one.
    [[nodiscard]] std::string expected_instead(const std::string &text) const {
        if (text.starts_with("Padding") && index_of("padding"))
            return "Padding::valid or Padding::same";
        const bool is_lone = std::all_of(text.begin(), text.end(),
                                         [](unsigned char letter) { return std::isalnum(letter) || letter == '_'; });
        if (is_lone && index_of("activation"))
            return kind_ == "Dense" ? "identity, relu, tanh or softmax" : "identity, relu or tanh";
        return expected();
    }

    [[nodiscard]] std::string article() const { return kind_ == "Input" || kind_ == "AveragePool2D" ? "an" : "a"; }

    /// What C++ does not know may be a word that is nearly right, or a choice without its Padding::.
    void mend_refused_words() {
        for (std::size_t index = 0; index < words_.size(); ++index)
            if (words_[index].is_refused)
                mend_refused_word(index);
    }

    void mend_refused_word(std::size_t index) {
        Word &word = words_[index];
        std::map<std::string, std::string> number_of; // the heads of all spellings, and which number each gives
        std::vector<std::string> heads;
        for (const std::string &number : numbers_)
            for (const std::string &spelling : spellings_of(number)) {
                heads.emplace_back(head_of(spelling));
                number_of[heads.back()] = number;
            }
        const std::string head = nearest(head_of(word.text), heads);
        if (head.empty() || is_bare(head)) {
            find(index, fmt::format("found {}, expected {}", word.text, expected_instead(word.text)));
            if (word.text.starts_with("Padding::"))
                word.name = "padding";
            return;
        }
        word.name = number_of.at(head);
        if (is_choice(word.name))
            word.value = head.substr(head.rfind(':') + 1);
        if (std::holds_alternative<std::monostate>(word.value))
            find(index, fmt::format("found {}, expected {}<n>", word.text, head));
        else
            find_and_mend(index, fmt::format("found {}, expected {}", word.text, spelled(word)), spelled(word));
    }

    [[nodiscard]] std::optional<std::size_t> index_of(std::string_view number) const {
        const auto place = std::find(numbers_.begin(), numbers_.end(), number);
        return place == numbers_.end() ? std::nullopt
                                       : std::optional(static_cast<std::size_t>(place - numbers_.begin()));
    }

    /// Whether the word is one that the kind takes; a second one of them is reported.
    bool give(std::size_t index) {
        const Word &word = words_[index];
        const bool is_first_number = word.name == bare && !numbers_.empty() && is_bare(numbers_.front());
        const std::string number = is_first_number ? numbers_.front() : word.name;
        if (!index_of(number))
            return false;
        if (const auto [earlier, is_new] = matched_.words.emplace(number, index); !is_new) {
            if (is_first_number)
                return false; // MaxPool2D<3, 2>
            find_and_mend(
                index, fmt::format("found {} after {}, expected one of them", word.text, words_[earlier->second].text),
                "");
        }
        return true;
    }

    /// A word of another kind, or a number without its word: stands for the first word that is missing.
    void place_other(std::size_t index) {
        Word &word = words_[index];
        if (word.name.empty()) { // its value stands elsewhere in the header, or it has been reported
            matched_.is_read = false;
            return;
        }
        const auto missing = std::find_if(numbers_.begin(), numbers_.end(), [&](const std::string &number) {
            return !is_choice(number) && !matched_.words.contains(number) &&
                   (word.name == bare || !may_be_left_out(number));
        });
        if (is_choice(word.name) || missing == numbers_.end())
            return find_and_mend(index,
                                 fmt::format("found {}, which {} {} does not take, expected {}", word.text, article(),
                                             kind_, expected()),
                                 "");
        word.name = is_bare(*missing) ? std::string(bare) : *missing;
        matched_.words.emplace(*missing, index);
        find_and_mend(index, fmt::format("found {}, expected {}", word.text, spelled(word)), spelled(word));
    }

    void check_order() {
        std::map<std::size_t, std::size_t> in_order; // the word of each number
        std::map<std::size_t, std::size_t> number_of;
        for (const auto &[number, index] : matched_.words) {
            in_order.emplace(index_of(number).value(), index);
            number_of.emplace(index, index_of(number).value());
        }
        std::vector<std::string> texts;
        for (const auto &[number, index] : in_order)
            texts.push_back(mended_[index]);
        for (auto word = number_of.begin(); word != number_of.end() && std::next(word) != number_of.end(); ++word)
            if (const auto next = std::next(word); next->second < word->second) {
                const bool is_only = matched_.findings.empty();
                Finding &finding =
                    find(word->first, fmt::format("found {} before {}, expected {}<{}>", words_[word->first].text,
                                                  words_[next->first].text, kind_, fmt::join(texts, ", ")));
                if (is_only && texts.size() == words_.size())
                    finding.mended = texts;
                return;
            }
    }

    void check_missing() {
        std::vector<std::string> missing, whole;
        for (const std::string &number : numbers_)
            if (const auto given = matched_.words.find(number); given != matched_.words.end()) {
                whole.push_back(mended_[given->second]);
            } else if (!may_be_left_out(number)) {
                missing.push_back(is_bare(number) ? number : word_for(number));
                whole.push_back(spellings_of(number).front());
            }
        const bool has_unknown =
            std::any_of(words_.begin(), words_.end(), [](const Word &w) { return w.name.empty(); });
        matched_.is_read = matched_.is_read && missing.empty();
        if (!missing.empty() && !has_unknown) // which may give it
            find(std::nullopt, fmt::format("found no {}, expected {}<{}>", fmt::join(missing, " and no "), kind_,
                                           fmt::join(whole, ", ")));
    }

    void read_values() {
        const auto read_value = [&](const char *number, auto &value) {
            const auto given = matched_.words.find(number);
            if (given == matched_.words.end() || read(words_[given->second], value))
                return;
            matched_.is_read = false;
            const Word &word = words_[given->second];
            if (std::holds_alternative<std::monostate>(word.value))
                return;
            const bool is_whole = std::is_same_v<std::remove_reference_t<decltype(value)>, int>;
            find(given->second, fmt::format("found {}, expected {}", word.text,
                                            is_choice(number) ? fmt::format("{}", fmt::join(spellings_of(number), ", "))
                                            : is_whole        ? "a whole number below 2^31"
                                                              : "a number"));
        };
        std::visit([&](auto &numbers) { visit_numbers(numbers, read_value); }, matched_.operation);
        if (!matched_.words.contains("stride"))
            std::visit([](auto &numbers) { give_default_stride(numbers); }, matched_.operation);
    }

    std::string_view kind_, name_;
    std::vector<Word> words_;
    std::vector<std::string> mended_;  ///< the words' texts after the mends so far
    std::vector<std::string> numbers_; ///< of the kind, in the order of the vocabulary
    Matched matched_;
};

} // namespace

Matched match_words(std::string_view kind, std::string_view name, std::vector<Word> words) {
    return Matcher(kind, name, std::move(words)).run();
}

} // namespace halenet::reader
