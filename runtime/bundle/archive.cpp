#include "runtime/bundle/archive.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include <halenet/error.h>

namespace halenet {
namespace {

// Of ar's format: text in fields of fixed width, filled up with spaces.
constexpr std::string_view magic = "!<arch>\n";
constexpr std::string_view end_of_header = "`\n";
constexpr std::size_t header_bytes = 60, name_bytes = 16, size_offset = 48, size_bytes = 10;

std::string_view trimmed(std::string_view field) {
    return field.substr(0, field.find_last_not_of(' ') + 1);
}

std::optional<std::uint64_t> number_of(std::string_view field) {
    std::uint64_t number = 0;
    const auto [stop, error] = std::from_chars(field.data(), field.data() + field.size(), number);
    return error == std::errc() && stop == field.data() + field.size() ? std::optional(number) : std::nullopt;
}

/// Up to the slash, line break or zero byte that ends a name.
std::string up_to_end(std::string_view name) {
    return std::string(name.substr(0, name.find_first_of(std::string_view("/\n\0", 3))));
}

class Reader {
  public:
    Reader(std::string_view archive, const std::string &file) : archive_(archive), file_(file) {}

    std::vector<ArchiveMember> members() {
        if (!archive_.starts_with(magic))
            throw Error(fmt::format("{}: is no static library, one that `halenet generate` wrote was expected", file_));
        at_ = magic.size();
        std::vector<ArchiveMember> members;
        while (at_ < archive_.size())
            read_member(members);
        return members;
    }

  private:
    [[noreturn]] void refuse(const char *what) const {
        throw Error(fmt::format("{}: {} at byte {}; the library is truncated or damaged", file_, what, at_));
    }

    void read_member(std::vector<ArchiveMember> &members) {
        if (archive_.size() - at_ < header_bytes)
            refuse("found an incomplete header of a member");
        const std::string_view header = archive_.substr(at_, header_bytes);
        const auto size = number_of(trimmed(header.substr(size_offset, size_bytes)));
        if (!header.ends_with(end_of_header) || !size)
            refuse("found no header of a member");
        if (archive_.size() - at_ - header_bytes < *size)
            refuse("found a member that is longer than the file");
        std::string_view content = archive_.substr(at_ + header_bytes, *size);
        const std::string_view name = trimmed(header.substr(0, name_bytes));
        if (name == "//")
            long_names_ = content;
        else if (name != "/" && name != "/SYM64/") {
            std::string full = full_name(name, content);
            if (!full.starts_with("__.SYMDEF"))
                members.push_back({std::move(full), content});
        }
        at_ = std::min(archive_.size(), at_ + header_bytes + *size + *size % 2); // members begin at even bytes
    }

    /// BSD writes a long name before the content, GNU into a table.
    std::string full_name(std::string_view name, std::string_view &content) const {
        if (name.starts_with("#1/")) {
            const auto length = number_of(name.substr(3));
            if (!length || *length > content.size())
                refuse("found a member without a name");
            const std::string full = up_to_end(content.substr(0, *length));
            content.remove_prefix(*length);
            return full;
        }
        if (name.starts_with("/")) {
            const auto offset = number_of(name.substr(1));
            if (!offset || *offset >= long_names_.size())
                refuse("found a member without a name");
            return up_to_end(long_names_.substr(*offset));
        }
        return up_to_end(name);
    }

    std::string_view archive_;
    const std::string &file_;
    std::size_t at_ = 0;
    std::string_view long_names_;
};

} // namespace

std::vector<ArchiveMember> members_of(std::string_view archive, const std::string &file) {
    return Reader(archive, file).members();
}

std::string first_difference(std::string_view theirs, const std::string &file, std::string_view ours,
                             const std::string &other) {
    if (theirs == ours)
        return "";
    const std::vector<ArchiveMember> their_members = members_of(theirs, file), our_members = members_of(ours, other);
    const std::size_t both = std::min(their_members.size(), our_members.size());
    for (std::size_t k = 0; k < both; ++k) {
        const ArchiveMember &found = their_members[k], &expected = our_members[k];
        if (found.name != expected.name)
            return fmt::format("member {} is {} in {} and {} in {}", k + 1, found.name, file, expected.name, other);
        if (found.content != expected.content) {
            const auto place = std::ranges::mismatch(found.content, expected.content).in1;
            return fmt::format("{} differs from byte {} on: {} bytes in {}, {} in {}", found.name,
                               place - found.content.begin(), found.content.size(), file, expected.content.size(),
                               other);
        }
    }
    if (their_members.size() == our_members.size())
        return fmt::format("the members are the same, but not their headers or the table of symbols ({} bytes in {}, "
                           "{} in {})",
                           theirs.size(), file, ours.size(), other);
    const bool more = their_members.size() > our_members.size();
    return fmt::format("{} is only in {}", (more ? their_members : our_members)[both].name, more ? file : other);
}

} // namespace halenet
