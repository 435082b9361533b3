#include "runtime/cli/explain_text.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runtime/report/numbers.h"
#include "runtime/terminal/text_table.h"

namespace halenet::cli {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string block(const std::string &title, const Rows &rows, std::string_view alignment = {}) {
    std::string text = "\n" + title + "\n";
    for (const std::string &line : aligned(rows, alignment))
        text += "  " + line + "\n";
    return text;
}

/// A key of the manifest as words.
std::string words_of(std::string key) {
    std::ranges::replace(key, '_', ' ');
    return key;
}

std::string requirements_of(const Manifest::Target &target) {
    std::string text = target.required.empty() ? std::string("nothing beyond its architecture")
                                               : fmt::format("{}", fmt::join(target.required, ", "));
    if (target.vector_bits > 0)
        text += fmt::format(", vectors of {} bits", target.vector_bits);
    return text;
}

std::string weights_of(const Manifest &manifest) {
    if (!manifest.weights)
        return "none, the program that links it loads them";
    return fmt::format("{}, SHA-256 {}", manifest.weights->embedded ? "inside the library" : "in a file beside it",
                       manifest.weights->sha256);
}

Rows facts_of(const Manifest &manifest, std::size_t file_bytes) {
    Rows rows{{"library", manifest.library},
              {"model", fmt::format("{}, {} parameters", manifest.model, grouped(manifest.parameters))},
              {"model's hash", manifest.hash},
              {"for", manifest.purpose == "train" ? "training and classifying" : "classifying only"},
              {"bits", manifest.strict ? "strict: the same on every processor"
                                       : "the same for any number of threads, not on every processor"}};
    if (!manifest.digest.empty())
        rows.push_back({"self-test's digest", manifest.digest});
    rows.push_back({"weights", weights_of(manifest)});
    for (const auto &[part, number] : manifest.versions)
        rows.push_back({"made with " + words_of(part), number});
    rows.push_back({"size of the file", grouped(static_cast<std::int64_t>(file_bytes))});
    return rows;
}

} // namespace

std::string text_of(const Manifest &manifest, std::size_t file_bytes) {
    std::string text;
    for (const std::string &line : aligned(facts_of(manifest, file_bytes)))
        text += line + "\n";

    Rows targets;
    for (const Manifest::Target &target : manifest.targets)
        targets.push_back({target.name, requirements_of(target)});
    text += block("Targets, the best first, and what each needs:", targets);

    Rows bytes;
    for (const auto &[use, count] : manifest.bytes)
        bytes.push_back({words_of(use), grouped(count)});
    text += block("Bytes of machine code (text) and memory:", bytes, "<>");

    Rows kernels{{"kernel", "target", "path", "plan", "which is"}};
    for (const Manifest::Kernel &kernel : manifest.kernels)
        kernels.push_back({kernel.name, kernel.isa, kernel.path, kernel.plan, kernel.plan_from});
    text += block("Kernels:", kernels);
    return text;
}

} // namespace halenet::cli
