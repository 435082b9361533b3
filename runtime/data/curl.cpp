#include "runtime/data/curl.h"

#include <array>
#include <span>
#include <string_view>

#include <fmt/format.h>

#include <halenet/error.h>

#include "runtime/files/child_process.h"

namespace halenet {
namespace {

/// curl's own words: its last line, as "curl: (22) The requested URL returned error: 404".
std::string last_line(std::string_view text) {
    while (text.ends_with('\n'))
        text.remove_suffix(1);
    const std::size_t line_end = text.rfind('\n');
    return std::string(line_end == std::string_view::npos ? text : text.substr(line_end + 1));
}

} // namespace

std::vector<std::byte> fetch_with_curl(const std::string &url, std::size_t most_bytes,
                                       const std::function<void(std::uint64_t)> &on_bytes) {
    // Gives up on a dead server after 10 s, and on one that sends less than 1 kB/s for 15 s.
    const std::array<std::string, 12> arguments = {"curl",       "--silent",          "--show-error", "--fail",
                                                   "--location", "--connect-timeout", "10",           "--speed-limit",
                                                   "1000",       "--speed-time",      "15",           url};
    Pipe output;
    Pipe errors;
    ChildProcess child(arguments, output.write_end, errors.write_end);
    output.write_end.close();
    errors.write_end.close();

    std::vector<std::byte> content;
    read_all(output.read_end, [&](std::span<const std::byte> bytes) {
        content.insert(content.end(), bytes.begin(), bytes.end());
        if (content.size() > most_bytes)
            throw Error(fmt::format("{} is larger than {} bytes", url, most_bytes));
        on_bytes(content.size());
    });
    // Read only now: with --silent it is a line or two, less than the pipe holds.
    const std::string complaint = read_text(errors.read_end);
    if (!child.wait())
        throw Error(fmt::format("{} could not be fetched ({})", url,
                                complaint.empty() ? "curl was stopped" : last_line(complaint)));
    return content;
}

} // namespace halenet
