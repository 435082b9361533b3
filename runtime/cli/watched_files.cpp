#include "runtime/cli/watched_files.h"

#include <fmt/format.h>
#include <sys/stat.h>

namespace halenet::cli {
namespace {

namespace fs = std::filesystem;

/// A file that an editor replaced has another inode, one that it wrote into another time.
std::string state_of(const fs::path &path) {
    struct stat state{};
    if (::stat(path.c_str(), &state) != 0)
        return "";
    return fmt::format("{} {} {}.{:09}", state.st_ino, state.st_size, state.st_mtim.tv_sec, state.st_mtim.tv_nsec);
}

} // namespace

std::vector<fs::path> files_of_rule(std::string_view rule) {
    std::vector<fs::path> files;
    std::string word;
    const auto end_word = [&] {
        if (!word.empty())
            files.emplace_back(word);
        word.clear();
    };
    rule.remove_prefix(std::min(rule.find(": "), rule.size()));
    for (std::size_t at = 0; at < rule.size(); ++at) {
        const char character = rule[at];
        const char next = at + 1 < rule.size() ? rule[at + 1] : '\n';
        if ((character == '\\' && (next == ' ' || next == '#')) || (character == '$' && next == '$')) {
            word += next;
            ++at;
        } else if (character == ' ' || character == '\n' || (character == '\\' && next == '\n') ||
                   (word.empty() && character == ':')) {
            end_word();
        } else {
            word += character;
        }
    }
    end_word();
    return files;
}

void WatchedFiles::set(const std::vector<fs::path> &files) {
    std::map<fs::path, std::string> seen;
    for (const fs::path &file : files) {
        const auto known = seen_.find(file);
        seen.emplace(file, known == seen_.end() ? state_of(file) : known->second);
    }
    seen_ = std::move(seen);
}

bool WatchedFiles::changed() {
    bool found = false;
    for (auto &[file, seen] : seen_) {
        std::string now = state_of(file);
        found = found || now != seen;
        seen = std::move(now);
    }
    return found;
}

} // namespace halenet::cli
