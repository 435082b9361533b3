#include "runtime/bundle/selftest.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include <halenet/error.h>

#include "runtime/bundle/bare_program.h"
#include "runtime/files/installation.h"
#include "runtime/files/scratch_folder.h"

namespace halenet {
namespace {

namespace fs = std::filesystem;

std::string upper_case(std::string text) {
    for (char &letter : text)
        letter = letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    return text;
}

std::optional<std::uint32_t> bits_of(std::string_view digits) {
    std::uint32_t bits = 0;
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits, 16);
    return error == std::errc() && stop == digits.data() + digits.size() ? std::optional(bits) : std::nullopt;
}

/// The text up to the next `end`, which is removed with it.
std::string_view take_until(std::string_view &text, char end) {
    const std::size_t place = text.find(end);
    const std::string_view part = text.substr(0, place);
    text.remove_prefix(place == std::string_view::npos ? text.size() : place + 1);
    return part;
}

void read_line(std::string_view line, SelftestResult &result) {
    const std::string_view key = take_until(line, ' ');
    if (key == "kernel") {
        const auto error = bits_of(take_until(line, ' ')), allowed = bits_of(take_until(line, ' '));
        if (error && allowed)
            result.kernels.push_back({std::string(line), std::bit_cast<float>(*error), std::bit_cast<float>(*allowed)});
    } else if (key == "digest") {
        result.digest = line;
    } else if (key == "status") {
        if (const auto code = bits_of(take_until(line, ' ')))
            result.code = static_cast<halenet_code>(*code);
        result.sentence = line;
    }
}

float share_of_allowed(const SelftestResult::Kernel &kernel) {
    if (kernel.error == 0)
        return 0;
    const float share = kernel.error / kernel.allowed;
    return std::isnan(share) ? std::numeric_limits<float>::infinity() : share;
}

} // namespace

const SelftestResult::Kernel &worst_kernel(const SelftestResult &result) {
    return *std::ranges::max_element(result.kernels, {}, share_of_allowed);
}

std::vector<SelftestResult> parse_selftest(std::string_view output) {
    constexpr std::string_view isa = "isa ", last_line = "end\n";
    if (!output.ends_with(last_line))
        return {};
    std::vector<SelftestResult> results;
    while (!output.empty()) {
        const std::string_view line = take_until(output, '\n');
        if (line.starts_with(isa))
            results.emplace_back().isa = line.substr(isa.size());
        else if (!results.empty())
            read_line(line, results.back());
    }
    return results;
}

std::vector<SelftestResult> run_selftest(const fs::path &bundle, const std::string &name, const Runner &runner) {
    const ScratchFolder scratch;
    const fs::path program = scratch.path() / "selftest";
    build_bare_program({.source = find_folder(selftest_folder) / "program.c",
                        .bundle = bundle,
                        .library = name,
                        .triple = runner.triple,
                        .options = {fmt::format("-DKERNELS={}_KERNELS", upper_case(name)),
                                    fmt::format("-DSELFTEST_BYTES={}_SELFTEST_BYTES", upper_case(name))}},
                       program);
    std::vector<std::string> command = runner.command;
    command.push_back(program.string());
    // In the scratch folder, because an emulator may leave a core file behind.
    const Outcome done = run_to_end(command, scratch.path());
    std::vector<SelftestResult> results = parse_selftest(done.output);
    if (results.empty())
        throw Error(fmt::format("{}: its self-test broke down {} with status {} ({})", bundle.string(), runner.told,
                                done.status, done.output.empty() ? "no word" : telling_line(done.output, "signal")));
    return results;
}

} // namespace halenet
