#include "runtime/report/html_table.h"

#include <fmt/format.h>

#include "runtime/report/html.h"

namespace halenet {
namespace {

std::string line_of(const Row &cells, const char *tag) {
    std::string line = "<tr>";
    for (const std::string &cell : cells)
        line += fmt::format("<{0}>{1}</{0}>", tag, cell);
    return line + "</tr>\n";
}

} // namespace

std::string table_of(const std::vector<Row> &rows, const char *style) {
    std::string body;
    for (std::size_t k = 1; k < rows.size(); ++k)
        body += line_of(rows[k], "td");
    return fmt::format(
        "<div class=\"scroll\"><table class=\"{}\">\n<thead>\n{}</thead>\n<tbody>\n{}</tbody>\n</table></div>\n", style,
        line_of(rows.front(), "th"), body);
}

std::string facts(const std::string &lines) {
    return fmt::format("<table class=\"facts\">\n<tbody>\n{}</tbody>\n</table>\n", lines);
}

std::string fact(const std::string &name, const std::string &value) {
    return fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", escaped(name), escaped(value));
}

std::string figure_cards(const std::string &cards) {
    return fmt::format("<ul class=\"cards\">\n{}</ul>\n", cards);
}

std::string key_figure(const std::string &name, const std::string &value, const std::string &remark) {
    return fmt::format("<li><span>{}</span> <strong>{}</strong> <small>{}</small></li>\n", escaped(name),
                       escaped(value), escaped(remark));
}

std::string percent(double share) {
    return fmt::format("{:.2f} %", 100 * share);
}

std::string percent(const std::optional<double> &share) {
    return share ? percent(*share) : "none";
}

} // namespace halenet
