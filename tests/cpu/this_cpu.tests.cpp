/// What the core finds on this machine, against what Linux says of it.
#include "runtime/core/names.h"

#include "runtime/core/cpu.h"

#include <catch2/catch_test_macros.hpp>

#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

namespace {

/// The flags of the first processor.
std::set<std::string> linux_flags() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        std::string word;
        if (words >> word && word == "flags") {
            std::set<std::string> flags;
            while (words >> word) {
                flags.insert(word);
            }
            return flags;
        }
    }
    return {};
}

/// Names of Linux that are not the table's.
const std::map<std::string, std::string> other_names{{"sse3", "pni"},
                                                     {"sse4.1", "sse4_1"},
                                                     {"sse4.2", "sse4_2"},
                                                     {"lzcnt", "abm"},
                                                     {"avx512vbmi2", "avx512_vbmi2"},
                                                     {"avx512bitalg", "avx512_bitalg"},
                                                     {"avx512vpopcntdq", "avx512_vpopcntdq"},
                                                     {"avx512vnni", "avx512_vnni"},
                                                     {"avx512bf16", "avx512_bf16"},
                                                     {"avxvnni", "avx_vnni"},
                                                     {"avx512fp16", "avx512_fp16"}};

} // namespace

TEST_CASE("the features of this machine are those that Linux finds", "[cpu]") {
    const halenet_cpu cpu = halenet_find_cpu();
    const std::set<std::string> flags = linux_flags();
    if (std::string(cpu.architecture->base) != halenet_x86.base || flags.empty()) {
        SKIP("/proc/cpuinfo has no flags of x86 here");
    }
    for (int row = 0; row < cpu.architecture->count; ++row) {
        const std::string name = cpu.architecture->features[row].name;
        CAPTURE(name);
        const auto other = other_names.find(name);
        const bool found = (cpu.features >> row & 1) != 0;
        if (name != "avx10.1" && name != "apx") { // old kernels have no flags for these
            CHECK(found == flags.contains(other == other_names.end() ? name : other->second));
        }
    }
}
