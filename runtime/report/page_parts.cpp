#include "runtime/report/page_parts.h"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/files/files.h"
#include "runtime/report/html.h"
#include "runtime/report/inline_svg.h"
#include "runtime/report/page_style.h"

namespace halenet {
namespace {

/// The marks of points to which gnuplot's SVGs refer: a disc, a square, a cross, a triangle that points down.
constexpr const char *marks =
    R"(<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>)"
    R"(<circle id="gpPt6" r="0.6" fill="currentColor"/>)"
    R"(<rect id="gpPt4" x="-0.55" y="-0.55" width="1.1" height="1.1" fill="currentColor"/>)"
    R"(<path id="gpPt1" stroke-width="0.3" stroke="currentColor" d="M-1,-1 L1,1 )"
    R"(M1,-1 L-1,1"/>)"
    R"(<path id="gpPt10" fill="currentColor" stroke="none" d="M0,1.1 L-1.1,-0.8 L1.1,-0.8 z"/>)"
    "</defs></svg>\n";

std::string figure(const Picture &picture, const std::filesystem::path &folder) {
    const std::string svg = read_file(folder / (picture.name + ".svg"));
    return fmt::format("<figure class=\"card\" id=\"{}\">\n<h3>{}</h3>\n<div class=\"scroll\">{}</div>\n"
                       "<figcaption>{}</figcaption>\n</figure>\n",
                       picture.name, escaped(picture.title), inline_svg(svg, picture), escaped(picture.caption));
}

} // namespace

std::string page_html(const std::string &title, const std::string &body) {
    return fmt::format("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n{}<main>\n{}</main>\n</body>\n</html>\n",
                       escaped(title), page_style, marks, body);
}

std::string section(const std::string &heading, const std::string &body) {
    return body.empty() ? body : fmt::format("<section>\n<h2>{}</h2>\n{}</section>\n", escaped(heading), body);
}

std::string stack(const std::string &body) {
    return body.empty() ? body : fmt::format("<div class=\"stack\">\n{}</div>\n", body);
}

std::string columns(const std::string &body) {
    return body.empty() ? body : fmt::format("<div class=\"columns\">\n{}</div>\n", body);
}

std::string card(const std::string &heading, const std::string &body) {
    return fmt::format("<div class=\"card\">\n<h3>{}</h3>\n{}</div>\n", escaped(heading), body);
}

std::string note(const std::string &sentence) {
    return fmt::format("<p class=\"note\">{}</p>\n", escaped(sentence));
}

std::string command_card(const std::string &command) {
    return card("The command", fmt::format("<pre><code>{}</code></pre>\n", escaped(command)));
}

std::string figures(const Gallery &gallery, std::initializer_list<std::string_view> names) {
    std::string text;
    for (const std::string_view name : names) {
        const auto picture = std::ranges::find(gallery.pictures, name, &Picture::name);
        if (picture != gallery.pictures.end() && !gallery.missing)
            text += figure(*picture, gallery.folder);
    }
    return text;
}

std::string numbers(const Gallery &gallery, const std::string &heading, const std::string &table) {
    return gallery.missing ? card(heading, table)
                           : fmt::format("<details class=\"card\"><summary>{} as a table</summary>\n{}</details>\n",
                                         escaped(heading), table);
}

} // namespace halenet
