/// The lines of a record: JSON objects of two kinds. One tells a key, all of it but its kernels; the others are trials,
/// each with the id of its key and the hash of its kernel, so that no damage elsewhere gives a trial to another key.
#pragma once

#include "generator/tune/record.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace halenet::tune {

/// What a record begins with.
inline constexpr std::string_view record_mark = R"({"record":"halenet-tuning",)";

struct KeyLine {
    RecordKey key{};
    std::vector<std::string> forgets{}; ///< kernels whose trials of this key, above this line, do not count any more
};

struct TrialLine {
    std::string key;    ///< id_of it
    std::string source; ///< hash of the kernel's source and shape
    Trial trial{};
};

/// 16 digits that tell a key, all of it but its kernels, from any other.
[[nodiscard]] std::string id_of(const RecordKey &key);

/// Without the newline.
[[nodiscard]] std::string text_of(const KeyLine &line);
[[nodiscard]] std::string text_of(const TrialLine &line);

/// Throws std::runtime_error for a line that is damaged: where, what was found, what was expected. Fields that it does
/// not know are ignored.
[[nodiscard]] std::variant<KeyLine, TrialLine> parse_line(std::string_view text);

/// How a key differs from ours, but for its kernels: "another cpu ("EPYC 7B13", not "EPYC 9R14") and another ...".
[[nodiscard]] std::string difference(const RecordKey &theirs, const RecordKey &ours);

} // namespace halenet::tune
