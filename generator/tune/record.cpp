#include "generator/tune/record.h"

#include "generator/tune/record_lines.h"
#include "runtime/files/files.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <ranges>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace halenet::tune {

namespace {

using Note = std::function<void(const std::string &)>;

/// All that a file holds.
struct Content {
    std::map<std::string, RecordKey> keys{}; ///< by their ids
    std::vector<TrialLine> trials{};         ///< of any key, but for those that were forgotten
    std::vector<std::string> damages{};      ///< a sentence each
};

void take(Content &content, const KeyLine &line) {
    const std::string id = id_of(line.key);
    content.keys[id] = line.key;
    for (const std::string &kernel : line.forgets) {
        std::erase_if(content.trials,
                      [&](const TrialLine &trial) { return trial.key == id && trial.trial.question.kernel == kernel; });
    }
}

void take(Content &content, const TrialLine &line) {
    content.trials.push_back(line);
}

Content content_of(const std::filesystem::path &path) {
    const std::string text = read_file(path);
    Content content;
    std::istringstream lines(text);
    int number = 1;
    for (std::string line; std::getline(lines, line); ++number) {
        try {
            std::visit([&](const auto &parsed) { take(content, parsed); }, parse_line(line));
        } catch (const std::runtime_error &error) {
            content.damages.push_back(
                fmt::format("{}: line {} is damaged and was skipped: {}", path.string(), number, error.what()));
        }
    }
    // A file of another kind is not to be written into; the first line of a record may be torn.
    const bool has_lines = !content.keys.empty() || !content.trials.empty();
    if (!has_lines && !text.starts_with(record_mark) && !record_mark.starts_with(text)) {
        throw std::runtime_error(
            fmt::format("{}: holds no line of a tuning record, a record of halenet tune or a new name was expected",
                        path.string()));
    }
    return content;
}

std::string not_used(int trials, const std::string &of = "") {
    return trials == 1 ? fmt::format("1 trial{} is not used, because it is", of)
                       : fmt::format("{} trials{} are not used, because they are", trials, of);
}

} // namespace

Record::Record(const std::filesystem::path &path, RecordKey key, const Note &note)
    : journal_(path), key_(std::move(key)), id_(id_of(key_)) {
    const Content content = content_of(path);
    if (!content.keys.contains(id_)) {
        journal_.append(text_of(KeyLine{.key = key_}));
    }
    std::map<std::string, int> others;  ///< trials by the id of their key
    std::map<std::string, int> changed; ///< trials by the kernel, whose hash differs
    for (const TrialLine &line : content.trials) {
        const auto source = key_.kernels.find(line.trial.question.kernel);
        if (line.key != id_) {
            ++others[line.key];
        } else if (source != key_.kernels.end() && source->second != line.source) {
            ++changed[source->first];
        } else if (source != key_.kernels.end()) {
            take(line.trial);
        }
    }
    for (const std::string &damage : content.damages) {
        note(damage);
    }
    for (const auto &[id, count] : others) {
        const auto other = content.keys.find(id);
        note(fmt::format("{}: {} of {}", path.string(), not_used(count),
                         other != content.keys.end() ? difference(other->second, key_)
                                                     : "a key whose own line is damaged"));
    }
    for (const auto &[kernel, count] : changed) {
        note(fmt::format("{}: {} of another source or shape of it", path.string(), not_used(count, " of " + kernel)));
    }
}

const Trial *Record::find(const Question &question) const {
    const auto answer = answers_.find(question);
    return answer != answers_.end() ? &trials_[answer->second] : nullptr;
}

void Record::add(const Trial &trial) {
    journal_.append(text_of(TrialLine{id_, key_.kernels.at(trial.question.kernel), trial}));
    take(trial);
}

void Record::forget() {
    KeyLine line{.key = key_};
    std::ranges::copy(std::views::keys(key_.kernels), std::back_inserter(line.forgets));
    journal_.append(text_of(line));
    trials_.clear();
    answers_.clear();
}

void Record::take(const Trial &trial) {
    if (answers_.try_emplace(trial.question, trials_.size()).second) {
        trials_.push_back(trial);
    }
}

} // namespace halenet::tune
