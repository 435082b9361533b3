#include "runtime/train/cpu_quota.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace halenet {
namespace {

namespace fs = std::filesystem;

std::vector<double> numbers_of(const fs::path &file) {
    std::ifstream stream(file);
    std::vector<double> numbers;
    for (double number; stream >> number;)
        numbers.push_back(number);
    return numbers;
}

// Both versions give microseconds of CPU time a period: version 2 as "<quota> <period>" in one file, where "max" is no
// limit; version 1 in two files, where -1 is none.
std::optional<double> quota_of_group(const fs::path &group, bool version2) {
    std::vector<double> numbers;
    if (version2) {
        numbers = numbers_of(group / "cpu.max");
    } else {
        numbers = numbers_of(group / "cpu.cfs_quota_us");
        std::ranges::copy(numbers_of(group / "cpu.cfs_period_us"), std::back_inserter(numbers));
    }
    if (numbers.size() != 2 || numbers[0] <= 0 || numbers[1] <= 0)
        return std::nullopt;
    return numbers[0] / numbers[1];
}

bool names_cpu(const std::string &controllers) {
    std::istringstream names(controllers);
    for (std::string name; std::getline(names, name, ',');)
        if (name == "cpu")
            return true;
    return false;
}

} // namespace

std::optional<int> cgroup_cpu_quota(const fs::path &membership, const fs::path &mount) {
    std::optional<double> least;
    std::ifstream stream(membership);
    // A line is "<hierarchy>:<controllers>:<path>"; version 2 has hierarchy 0 and names no controllers.
    for (std::string line; std::getline(stream, line);) {
        std::istringstream fields(line);
        std::string hierarchy;
        std::string controllers;
        std::string path;
        std::getline(fields, hierarchy, ':');
        std::getline(fields, controllers, ':');
        std::getline(fields, path);
        const bool version2 = hierarchy == "0";
        if (!version2 && !names_cpu(controllers))
            continue;
        const fs::path root = version2 ? mount : mount / controllers;
        fs::path group = fs::path(path).relative_path();
        while (true) {
            if (const auto quota = quota_of_group(root / group, version2))
                least = std::min(least.value_or(*quota), *quota);
            if (group.empty())
                break;
            group = group.parent_path();
        }
    }
    if (!least)
        return std::nullopt;
    return std::max(1, static_cast<int>(std::ceil(*least)));
}

} // namespace halenet
