#include "runtime/report/page.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "runtime/files/files.h"
#include "runtime/report/html.h"
#include "runtime/report/inline_svg.h"
#include "runtime/report/page_style.h"
#include "runtime/report/page_tables.h"

namespace halenet {
namespace {

std::string section(const std::string &heading, const std::string &body) {
    return body.empty() ? std::string() : fmt::format("<section>\n<h2>{}</h2>\n{}</section>\n", heading, body);
}

std::string stack(const std::string &body) {
    return body.empty() ? body : fmt::format("<div class=\"stack\">\n{}</div>\n", body);
}

std::string columns(const std::string &body) {
    return body.empty() ? body : fmt::format("<div class=\"columns\">\n{}</div>\n", body);
}

std::string card(const std::string &heading, const std::string &body) {
    return fmt::format("<div class=\"card\">\n<h3>{}</h3>\n{}</div>\n", heading, body);
}

std::string note(const std::string &sentence) {
    return fmt::format("<p class=\"note\">{}</p>\n", escaped(sentence));
}

std::string figure(const Picture &picture, const std::filesystem::path &folder) {
    const std::string svg = read_file(folder / (picture.name + ".svg"));
    return fmt::format("<figure class=\"card\" id=\"{}\">\n<h3>{}</h3>\n<div class=\"scroll\">{}</div>\n"
                       "<figcaption>{}</figcaption>\n</figure>\n",
                       picture.name, escaped(picture.title), inline_svg(svg, picture), escaped(picture.caption));
}

/// The pictures of these names that there are.
std::string figures(const PageContent &content, std::initializer_list<std::string_view> names) {
    std::string text;
    for (const std::string_view name : names) {
        const auto picture = std::ranges::find(content.pictures, name, &Picture::name);
        if (picture != content.pictures.end() && !content.no_pictures)
            text += figure(*picture, content.folder);
    }
    return text;
}

/// The page shows a table at once where no picture shows its numbers.
std::string numbers(const PageContent &content, const std::string &heading, const std::string &table) {
    return content.no_pictures ? card(heading, table)
                               : fmt::format("<details class=\"card\"><summary>{} as a table</summary>\n{}</details>\n",
                                             heading, table);
}

std::string header(const PageContent &content) {
    const TrainingReport &report = content.report;
    return fmt::format("<header>\n<p class=\"muted\">halenet report</p>\n<h1>{}</h1>\n<p class=\"muted\">{}</p>\n{}{}{}"
                       "</header>\n",
                       escaped(report.network.model().name), escaped(report.digits.source), key_figures(content),
                       report.digits.synthetic ? note("These digits were drawn by halenet itself, so the results say "
                                                      "nothing about real handwriting.")
                                               : "",
                       content.no_pictures ? note(*content.no_pictures) : "");
}

std::string learning(const PageContent &content) {
    if (!content.training)
        return note(
            "Nothing is known about the training of these weights: no history was given, so there are no curves.");
    std::string body = columns(figures(content, {"accuracy", "loss", "learning_rate"}) +
                               card("Epochs", epoch_rows(content.training->epochs)));
    if (content.training->test && content.training->test->accuracy != content.results.metrics.accuracy())
        body +=
            note(fmt::format("The history tells of a test accuracy of {:.2f} %, but these weights have {:.2f} %: they "
                             "come from another training, or were measured on other images.",
                             100 * content.training->test->accuracy, 100 * content.results.metrics.accuracy()));
    return body;
}

std::string predictions(const PageContent &content) {
    std::string body = figures(content, {"digits", "mistakes"});
    if (content.results.metrics.correct == content.results.metrics.images)
        body += note("No test image was mistaken.");
    else
        body += numbers(content, "Most confident mistakes", mistake_rows(content));
    return stack(body);
}

std::string classes(const PageContent &content) {
    return columns(figures(content, {"confusion"}) + card("Classes", class_rows(content.results.confusion))) +
           stack(numbers(content, "Confusion matrix", confusion_rows(content.results.confusion)));
}

std::string inside(const PageContent &content) {
    const std::string no_filters =
        content.convolution ? "" : note("This model has no convolution, so there are no filters to show.");
    return stack(figures(content, {"filters"}) + no_filters + figures(content, {"feature_maps"}) +
                 card("Layers", layer_rows(content.report.network.model())));
}

} // namespace

std::string page_of(const PageContent &content) {
    // The marks of the curves' points, to which gnuplot's SVGs refer.
    constexpr std::string_view marks =
        "<svg width=\"0\" height=\"0\" style=\"position:absolute\" aria-hidden=\"true\"><defs>"
        "<circle id=\"gpPt6\" r=\"0.6\" fill=\"currentColor\"/>"
        "<rect id=\"gpPt4\" x=\"-0.55\" y=\"-0.55\" width=\"1.1\" height=\"1.1\" "
        "fill=\"currentColor\"/></defs></svg>\n";
    return fmt::format("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<title>{}: halenet report</title>\n<style>{}</style>\n</head>\n<body>\n{}<main>\n{}{}{}{}{}{}{}"
                       "</main>\n</body>\n</html>\n",
                       escaped(content.report.network.model().name), page_style, marks, header(content),
                       section("Learning", learning(content)), section("Predictions", predictions(content)),
                       section("Classes", classes(content)), section("Inside the network", inside(content)),
                       section("The run", card("Summary", summary_rows(content))),
                       section("Again", card("The command", fmt::format("<pre><code>{}</code></pre>\n",
                                                                        escaped(command_of(content))))));
}

} // namespace halenet
