#include "runtime/cli/classify_command.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <fmt/core.h>

#include <halenet/classifier.h>
#include <halenet/error.h>

#include "runtime/cli/checks.h"
#include "runtime/cli/half_blocks.h"
#include "runtime/cli/json_report.h"

namespace halenet::cli {
namespace {

struct ClassifyArguments {
    std::string model;
    std::filesystem::path weights;
    std::vector<std::filesystem::path> images;
    std::size_t top = 0; ///< 0: not given
    double reject = 0;
    bool json = false;
};

struct Answer {
    std::filesystem::path file;
    Classification classification;
    bool unsure = false; ///< the probability is below --reject
};

// The probabilities of the classes as bars, one line each: the most probable --top of them in their order, or all in
// the order of the classes.
std::vector<std::string> bars(const Classification &found, std::size_t top) {
    constexpr float width = 24;
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < (top == 0 ? found.ranking.size() : std::min(top, found.ranking.size())); ++i) {
        const std::size_t label = top == 0 ? i : found.ranking[i];
        const float probability = found.probabilities[label];
        const auto length = static_cast<std::size_t>(std::lround(probability * width));
        lines.push_back(fmt::format("{} {:6.2f} % {}", label, 100 * probability, std::string(length, '#')));
    }
    return lines;
}

std::string sentence_of(const Answer &answer) {
    const Classification &found = answer.classification;
    const std::size_t second = found.ranking[1];
    return fmt::format("{} {} ({:.2f} %), next {} ({:.2f} %)",
                       answer.unsure ? "Unsure: perhaps" : "Answer:", found.answer(), 100 * found.probability(), second,
                       100 * found.probabilities[second]);
}

// The digit on the left, on the right its file, the bars and the answer.
void print(const Answer &answer, const halenet_model_info &model, std::size_t top) {
    const Drawing drawing = drawing_for(stdout);
    const auto width = static_cast<std::size_t>(model.width);
    const std::vector<std::string> digit = half_blocks(answer.classification.image, width, drawing);
    std::vector<std::string> text{answer.file.string()};
    for (std::string &bar : bars(answer.classification, top))
        text.push_back(std::move(bar));
    text.push_back(sentence_of(answer));
    for (std::size_t i = 0; i < std::max(digit.size(), text.size()); ++i) {
        const std::string left = i < digit.size() ? digit[i] : std::string(width, ' ');
        fmt::print("{}{}{}\n", left, i < text.size() ? "  " : "", i < text.size() ? text[i] : "");
    }
    fmt::print("\n");
}

Json report_of(const Answer &answer, std::size_t top) {
    const Classification &found = answer.classification;
    Json ranking = Json::array();
    for (std::size_t i = 0; i < std::min(top == 0 ? found.ranking.size() : top, found.ranking.size()); ++i)
        ranking.push_back({{"class", found.ranking[i]}, {"probability", found.probabilities[found.ranking[i]]}});
    return {{"file", answer.file.string()},
            {"answer", found.answer()},
            {"probability", found.probability()},
            {"unsure", answer.unsure},
            {"top", ranking}};
}

int classify(const halenet_api &api, const ClassifyArguments &arguments) {
    Classifier classifier(api, arguments.weights);
    int status = 0;
    Json pictures = Json::array();
    for (const std::filesystem::path &file : arguments.images) {
        try {
            const Picture picture = read_picture(file);
            Answer answer{file, {}, false};
            try {
                answer.classification = classifier.classify(picture);
            } catch (const Error &error) {
                throw Error(fmt::format("{}: {}", file.string(), error.what()));
            }
            answer.unsure = static_cast<double>(answer.classification.probability()) < arguments.reject;
            if (arguments.json)
                pictures.push_back(report_of(answer, arguments.top));
            else
                print(answer, classifier.model(), arguments.top);
        } catch (const Error &error) { // the other pictures are classified all the same
            std::fflush(stdout);
            fmt::print(stderr, "halenet: error: {}\n", error.what());
            pictures.push_back({{"file", file.string()}, {"error", error.what()}});
            status = 1;
        }
    }
    if (arguments.json) {
        const halenet_model_info &model = classifier.model();
        const Json report{{"halenet", HALENET_VERSION},
                          {"model", {{"name", model.name}, {"hash", model.hash}}},
                          {"weights", arguments.weights.string()},
                          {"reject", arguments.reject},
                          {"pictures", pictures}};
        fmt::print("{}\n", report.dump(2, ' ', false, Json::error_handler_t::replace));
    }
    return status;
}

} // namespace

Command add_classify_command(CLI::App &program, ShippedModels models) {
    const auto shared = std::make_shared<ClassifyArguments>();
    ClassifyArguments &arguments = *shared;
    CLI::App *command = program.add_subcommand("classify", "Tell which digit a picture shows");
    command->footer(
        "A picture is a PNG, JPEG, BMP, PGM or PPM file with one digit, of any size, in grey or colour, dark on light\n"
        "or light on dark. It is brought to the form of the training images: cropped, scaled, centred. A picture\n"
        "that cannot be read is reported, the others are classified, and the exit status is 1.\n"
        "\n"
        "Examples:\n"
        "  halenet classify --weights lenet5.safetensors seven.jpg\n"
        "  halenet classify --weights lenet5.safetensors --top 3 --reject 0.9 scans/*.png\n"
        "  halenet classify --weights lenet5.safetensors --json seven.jpg | jq .pictures[0].answer\n");
    command->add_option("IMAGE", arguments.images, "The pictures")
        ->type_name("FILE")
        ->required()
        ->check(not_empty("a picture's path"));
    command->add_option("--weights", arguments.weights, "A file that halenet train wrote (required)")
        ->type_name("FILE")
        ->required()
        ->check(not_empty("a file's path"));
    add_model_option(*command, models, arguments.model);
    command->add_option("--top", arguments.top, "Show only the most probable classes (default: all)")
        ->type_name("COUNT")
        ->check(whole_number(1, 256, "classes"));
    command->add_option("--reject", arguments.reject, "Call an answer below this probability unsure (default: 0, none)")
        ->type_name("PROBABILITY")
        ->check(real_number({.least = 0, .most = 1}));
    command->add_flag("--json", arguments.json, "Print one JSON object instead, with all pictures");
    return {command, [=] { return classify(library_of(models, shared->model), *shared); }};
}

} // namespace halenet::cli
