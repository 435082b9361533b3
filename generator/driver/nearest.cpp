#include "generator/driver/nearest.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <numeric>

namespace halenet::driver {

namespace {

/// Levenshtein's distance, row by row of its table.
std::size_t distance(const std::string &a, const std::string &b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

} // namespace

std::string nearest(const std::string &text, const std::vector<std::string> &names) {
    std::vector<std::pair<std::size_t, std::string>> ranked;
    for (const std::string &name : names) {
        ranked.emplace_back(distance(text, name), name);
    }
    std::sort(ranked.begin(), ranked.end());
    std::vector<std::string> best;
    for (const auto &[steps, name] : ranked) {
        if (best.size() < 3 && steps == ranked.front().first) {
            best.push_back(name);
        }
    }
    return fmt::format("{}", fmt::join(best, " or "));
}

} // namespace halenet::driver
