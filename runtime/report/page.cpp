#include "runtime/report/page.h"

#include <fmt/format.h>

#include "runtime/report/html.h"
#include "runtime/report/page_tables.h"

namespace halenet {
namespace {

std::string header(const PageContent &content) {
    const TrainingReport &report = content.report;
    return fmt::format("<header>\n<p class=\"muted\">halenet report</p>\n<h1>{}</h1>\n<p class=\"muted\">{}</p>\n{}{}{}"
                       "</header>\n",
                       escaped(report.network.model().name), escaped(report.digits.source), key_figures(content),
                       report.digits.synthetic ? note("These digits were drawn by halenet itself, so the results say "
                                                      "nothing about real handwriting.")
                                               : "",
                       content.gallery.missing ? note(*content.gallery.missing) : "");
}

std::string learning(const PageContent &content) {
    if (!content.training)
        return note(
            "Nothing is known about the training of these weights: no history was given, so there are no curves.");
    std::string body = columns(figures(content.gallery, {"accuracy", "loss", "learning_rate"}) +
                               card("Epochs", epoch_rows(content.training->epochs)));
    if (content.training->test && content.training->test->accuracy != content.results.metrics.accuracy())
        body +=
            note(fmt::format("The history tells of a test accuracy of {:.2f} %, but these weights have {:.2f} %: they "
                             "come from another training, or were measured on other images.",
                             100 * content.training->test->accuracy, 100 * content.results.metrics.accuracy()));
    return body;
}

std::string predictions(const PageContent &content) {
    std::string body = figures(content.gallery, {"digits", "mistakes"});
    if (content.results.metrics.correct == content.results.metrics.images)
        body += note("No test image was mistaken.");
    else
        body += numbers(content.gallery, "Most confident mistakes", mistake_rows(content));
    return stack(body);
}

std::string classes(const PageContent &content) {
    return columns(figures(content.gallery, {"confusion"}) + card("Classes", class_rows(content.results.confusion))) +
           stack(numbers(content.gallery, "Confusion matrix", confusion_rows(content.results.confusion)));
}

std::string inside(const PageContent &content) {
    const std::string no_filters =
        content.convolution ? "" : note("This model has no convolution, so there are no filters to show.");
    return stack(figures(content.gallery, {"filters"}) + no_filters + figures(content.gallery, {"feature_maps"}) +
                 card("Layers", layer_rows(content.report.network.model())));
}

} // namespace

std::string page_of(const PageContent &content) {
    return page_html(content.report.network.model().name + std::string(": halenet report"),
                     header(content) + section("Learning", learning(content)) +
                         section("Predictions", predictions(content)) + section("Classes", classes(content)) +
                         section("Inside the network", inside(content)) +
                         section("The run", card("Summary", summary_rows(content))) +
                         section("Again", command_card(command_of(content))));
}

} // namespace halenet
