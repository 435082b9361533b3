#include "runtime/report/inline_svg.h"

#include <algorithm>
#include <regex>

#include <fmt/format.h>

#include "runtime/report/html.h"
#include "runtime/report/palette.h"

namespace halenet {
namespace {

/// Removes each stretch from `begin` to the end of the next `end`.
void remove_all(std::string &text, std::string_view begin, std::string_view end) {
    for (std::size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at)) {
        const std::size_t stop = text.find(end, at + begin.size());
        text.erase(at, stop == std::string::npos ? std::string::npos : stop + end.size() - at);
    }
}

void replace_all(std::string &text, const std::string &from, const std::string &to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// gnuplot writes rgb(27,31,36) for texts and rgb( 27,  31,  36) for lines.
void use_page_colours(std::string &svg) {
    for (const ThemeColour &entry : theme::all) {
        const std::string variable = fmt::format("var(--{})", entry.name);
        const Colour &colour = entry.colour;
        replace_all(svg, fmt::format("rgb({},{},{})", colour.red, colour.green, colour.blue), variable);
        replace_all(svg, fmt::format("rgb({:3}, {:3}, {:3})", colour.red, colour.green, colour.blue), variable);
    }
}

} // namespace

std::string inline_svg(std::string_view svg, const Picture &picture) {
    std::string body(svg);
    const std::size_t view = body.find(R"(viewBox=")");
    const std::size_t view_end = view == std::string::npos ? view : body.find('"', view + 9);
    const std::size_t begin = body.find('>', body.find("<svg"));
    const std::size_t end = body.rfind("</svg>");
    if (view_end == std::string::npos || begin == std::string::npos || end == std::string::npos)
        return {};
    const std::string view_box = body.substr(view, view_end + 1 - view);
    body = body.substr(begin + 1, end - begin - 1);

    remove_all(body, "<title>", "</title>");
    remove_all(body, "<desc>", "</desc>");
    // The marks of points: those that the pictures use, drawn by the page once.
    remove_all(body, "<defs>", "</defs>");
    remove_all(body, R"(<rect x="0" y="0")", "/>");
    remove_all(body, " id=\"", "\"");
    remove_all(body, " font-family=\"", "\"");
    use_page_colours(body);
    return fmt::format("<svg {} role=\"img\" aria-label=\"{}\" style=\"min-width:{}px;max-width:{}px\">{}</svg>\n",
                       view_box, escaped(picture.title + ". " + picture.caption),
                       std::min(picture.least_width, picture.width), picture.width, body);
}

} // namespace halenet
