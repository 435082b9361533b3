#pragma once

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace report_tests {

/// What is wrong with a page's elements, or nothing: each start has its end in the right order, but for those that
/// never have one, quotes are closed, an id stands once, and no bare & or < is left.
inline std::string mistake_in_html(std::string_view page) {
    constexpr std::array<std::string_view, 3> without_end{"meta", "!DOCTYPE", "br"};
    std::vector<std::string> open;
    std::set<std::string> ids;
    std::size_t at = 0;
    const auto around = [&](const std::string &what) { return what + " near: " + std::string(page.substr(at, 120)); };
    while (at < page.size()) {
        if (page[at] == '&') {
            const std::size_t end = page.find(';', at);
            if (end == std::string_view::npos || end - at > 8)
                return around("a bare &");
        }
        if (page[at] != '<') {
            ++at;
            continue;
        }
        std::size_t end = at + 1;
        char quote = 0;
        for (; end < page.size() && (quote != 0 || page[end] != '>'); ++end) {
            if (quote == 0 && page[end] == '<')
                return around("a tag within a tag");
            if (quote == 0 && (page[end] == '"' || page[end] == '\''))
                quote = page[end];
            else if (page[end] == quote)
                quote = 0;
        }
        if (end == page.size())
            return around("a tag without end");
        const std::string_view tag = page.substr(at + 1, end - at - 1);
        const std::string name(
            tag.substr(tag.starts_with('/') ? 1 : 0, tag.find_first_of(" \t\n/", 1) - (tag.starts_with('/') ? 1 : 0)));
        if (const std::size_t id = tag.find(" id=");
            id != std::string_view::npos &&
            !ids.insert(std::string(tag.substr(id + 5, tag.find(tag[id + 4], id + 5) - id - 5))).second)
            return around("an id twice");
        if (tag.starts_with('/')) {
            if (open.empty() || open.back() != name)
                return around("</" + name + "> ends <" + (open.empty() ? "" : open.back()) + ">");
            open.pop_back();
        } else if (!tag.ends_with('/') && std::ranges::find(without_end, name) == without_end.end()) {
            open.push_back(name);
        }
        at = end + 1;
        if (name == "style" && !tag.starts_with('/'))
            at = page.find("</style>", at);
    }
    return open.empty() ? "" : "<" + open.back() + "> has no end";
}

} // namespace report_tests
