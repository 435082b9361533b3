#include "generator/reader/report_layer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstddef>

namespace halenet::reader {
namespace {

using clang::CharSourceRange;
using clang::FixItHint;
using description::Fix;
using description::Problem;

std::vector<FixItHint> fix_of_word(const LayerSource &source, std::string_view number, const std::string &text) {
    if (!source.spelling)
        return {};
    if (const auto given = source.given.find(number); given != source.given.end())
        return {FixItHint::CreateReplacement(source.spelling->places.at(given->second), text)};
    if (source.spelling->places.empty())
        return {};
    return {FixItHint::CreateInsertion(source.spelling->places.back().getEnd(), ", " + text)};
}

} // namespace

CharSourceRange place_of(const LayerSource &source, const Finding &finding) {
    if (!source.spelling)
        return source.name_place;
    return finding.word ? source.spelling->places.at(*finding.word) : source.spelling->kind_place;
}

CharSourceRange place_of(const LayerSource &source, std::string_view number) {
    const auto given = source.given.find(number);
    return source.spelling && given != source.given.end() ? source.spelling->places.at(given->second)
                                                          : source.name_place;
}

std::vector<FixItHint> fixes_of(const LayerSource &source, const Finding &finding) {
    if (!source.spelling || !finding.mended)
        return {};
    const Spelling &spelling = *source.spelling;
    const std::vector<std::string> &mended = *finding.mended;
    if (mended.empty())
        return {FixItHint::CreateRemoval(spelling.bracket)};

    std::vector<std::size_t> different;
    for (std::size_t index = 0; index < mended.size() && mended.size() == spelling.words.size(); ++index)
        if (mended[index] != spelling.words[index].text)
            different.push_back(index);
    if (different.size() == 1)
        return {FixItHint::CreateReplacement(spelling.places[different[0]], mended[different[0]])};
    const CharSourceRange all =
        CharSourceRange::getCharRange(spelling.places.front().getBegin(), spelling.places.back().getEnd());
    return {FixItHint::CreateReplacement(all, fmt::format("{}", fmt::join(mended, ", ")))};
}

std::vector<FixItHint> fixes_of(const LayerSource &source, const Problem &problem) {
    if (!problem.fix || !source.spelling)
        return {};
    switch (problem.fix->kind) {
    case Fix::Kind::word:
        return fix_of_word(source, problem.number, problem.fix->text);
    case Fix::Kind::drop_layer:
        return {FixItHint::CreateRemoval(source.spelling->whole)};
    case Fix::Kind::layer_before:
        return {FixItHint::CreateInsertion(source.spelling->whole.getBegin(), problem.fix->text + "; ")};
    }
    return {};
}

} // namespace halenet::reader
