/// The record of a tuning: a file of JSON lines to which each trial is added, and flushed, as soon as it is known.
/// Whatever ends the tuner costs the trial under way; the same command goes on.
#pragma once

#include "generator/tune/journal.h"
#include "generator/tune/trial.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace halenet::tune {

/// What measurements depend on, beside the question. Trials of another key are of no use.
struct RecordKey {
    std::string target{};                         ///< Halide's words
    std::string cpu{};                            ///< the processor's name, as the system tells it
    std::string halide{};                         ///< version
    std::string start{};                          ///< "shipped" or "portable": which plans are compared with
    std::map<std::string, std::string> kernels{}; ///< of each kernel a hash of its source and shape
};

class Record {
  public:
    /// Opens the record at `path`, made where it is missing, and locks it (journal.h). Throws std::runtime_error where
    /// another tuner has it, where the file cannot be read or written, and where it is no record. `note` is told, in a
    /// sentence each, of lines that are damaged and skipped, and of trials that another key made: which part of the key
    /// differs, how many trials; they stay in the file. Of kernels that the key does not list nothing is told.
    Record(const std::filesystem::path &path, RecordKey key, const std::function<void(const std::string &)> &note);
    Record(const Record &) = delete;
    Record &operator=(const Record &) = delete;
    ~Record() = default;

    /// The answer to a question, from an earlier run or this one, the first one if there are several; null: never
    /// asked. It stays until the next trial is added.
    [[nodiscard]] const Trial *find(const Question &question) const;

    /// Adds a trial of a kernel that the key lists, and flushes it to the disk. Throws std::runtime_error naming the
    /// file, of which all that was there before stays.
    void add(const Trial &trial);

    /// The trials so far, of the kernels that the key lists, do not count any more, now and whenever the record is
    /// opened again; they stay in the file. Throws as add() does.
    void forget();

    [[nodiscard]] const std::vector<Trial> &trials() const { return trials_; } ///< of this key, in order

  private:
    void take(const Trial &trial);

    Journal journal_;
    RecordKey key_;
    std::string id_; ///< of the key
    std::vector<Trial> trials_;
    std::map<Question, std::size_t> answers_; ///< indices into trials_
};

} // namespace halenet::tune
