#include "generator/reader/vocabulary.h"

#include "llvm/ADT/StringRef.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace halenet::reader {
namespace {

constexpr std::array number_words = {"Height",  "Width",  "Channels", "Mean", "Deviation",
                                     "Filters", "Kernel", "Stride",   "Units"};

} // namespace

bool is_choice(std::string_view number) {
    return number == "padding" || number == "activation";
}

bool is_bare(std::string_view number) {
    return number == "size" || number == "rate";
}

bool may_be_left_out(std::string_view number) {
    return is_choice(number) || number == "mean" || number == "deviation" || number == "stride";
}

std::string word_for(std::string_view number) {
    std::string word(number);
    word.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(word.front())));
    return word;
}

std::vector<std::string> spellings_of(std::string_view number) {
    if (number == "padding")
        return {"Padding::valid", "Padding::same"};
    if (number == "activation")
        return {"identity", "relu", "tanh", "softmax"};
    return {is_bare(number) ? std::string(number) : word_for(number) + "<n>"};
}

std::string spelled(const Word &word) {
    std::string value;
    if (const std::int64_t *number = std::get_if<std::int64_t>(&word.value))
        value = fmt::format("{}", *number);
    else if (const double *real = std::get_if<double>(&word.value))
        value = fmt::format("{}", *real);
    else if (const std::string *choice = std::get_if<std::string>(&word.value))
        value = *choice;
    if (word.name == "padding")
        return "Padding::" + value;
    return word.name == bare || word.name == "activation" ? value : fmt::format("{}<{}>", word_for(word.name), value);
}

std::string number_named(std::string_view word) {
    for (const std::string_view each : number_words)
        if (each == word)
            return llvm::StringRef(word).lower();
    return "";
}

std::string nearest(std::string_view name, const std::vector<std::string> &candidates) {
    // Of Padding::same the last word tells.
    const llvm::StringRef given(name.substr(name.rfind(':') + 1));
    std::string best;
    unsigned least = std::max<unsigned>(1, static_cast<unsigned>(given.size()) / 3) + 1;
    for (const std::string &candidate : candidates) {
        const llvm::StringRef whole(candidate);
        const llvm::StringRef last = whole.substr(whole.rfind(':') + 1);
        const bool begins_so =
            given.size() > 3 && (given.starts_with_insensitive(last) || last.starts_with_insensitive(given));
        const unsigned distance = begins_so ? 1 : given.edit_distance_insensitive(last, true, least);
        if (distance < least) {
            least = distance;
            best = candidate;
        }
    }
    return best;
}

} // namespace halenet::reader
