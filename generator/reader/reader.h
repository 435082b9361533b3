/// The reader: a model header in, its description out. Clang parses the header, so what a person reads in an editor and
/// what the reader reads is the same C++; this interface knows nothing of Clang.
#pragma once

#include "generator/description/description.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace halenet::reader {

struct Request {
    std::string header;                    ///< path of a readable file, shown in diagnostics as it stands here
    std::string model;                     ///< name of the struct, qualified or not; empty: the header's only one
    std::filesystem::path layers_folder;   ///< where "layers.h" lies, the vocabulary of the model language
    std::filesystem::path resource_folder; ///< Clang's own headers (stddef.h and the like); empty: go without them
    std::optional<int> memory_limit_mib = std::nullopt; ///< the most that training may take, in MiB
    bool colours = false;                               ///< diagnostics for a terminal
};

struct Reading {
    /// Complete and well-formed; empty where the header has an error.
    std::optional<description::ModelDescription> model;
    /// As a compiler's: errors, warnings and notes, each with file, line, column and caret; empty where all is well.
    std::string diagnostics;
    /// Every file that was read, the header first, but those of the system.
    std::vector<std::string> files;
};

/// Reads nothing but the header and what it includes, and writes nothing.
[[nodiscard]] Reading read_model(const Request &request);

} // namespace halenet::reader
