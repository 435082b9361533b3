#pragma once

#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bundle_tests {

/// The header of a member of an archive.
inline std::string header_of(const std::string &name, std::size_t bytes) {
    return fmt::format("{:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n", name, 0, 0, 0, 644, bytes);
}

/// One member: its header and content, filled up to an even number of bytes.
inline std::string member(const std::string &name, const std::string &content) {
    return header_of(name, content.size()) + content + (content.size() % 2 == 1 ? "\n" : "");
}

inline std::string archive(const std::vector<std::pair<std::string, std::string>> &members) {
    std::string bytes = "!<arch>\n";
    for (const auto &[name, content] : members)
        bytes += member(name + "/", content);
    return bytes;
}

/// A manifest with something of everything. Its description is no model: nothing that reads manifests looks into it.
inline nlohmann::ordered_json manifest() {
    return nlohmann::ordered_json::parse(R"({
        "format": "halenet-manifest", "version": 2, "library": "net", "abi": 4,
        "model": {"name": "Net", "hash": "abcd", "parameters": 7960},
        "targets": [
            {"name": "riscv-64-rvv-256", "halide": "riscv-64-linux-rvv-vector_bits_256", "requires": ["v"],
             "vector_bits": 256},
            {"name": "riscv-64", "halide": "riscv-64-linux", "requires": [], "vector_bits": 0}],
        "for": "train", "strict": true, "digest": "1234", "checked": false,
        "weights": {"as": "embedded", "sha256": "5678"},
        "versions": {"halenet": "0.1.0", "halide": "21.0.0"},
        "bytes": {"text": 1000, "weights": 31872},
        "operations": [{"layer": "c_2", "path": "fused", "why": ""}, {"layer": "c", "path": "general", "why": ""}],
        "kernels": [
            {"isa": "riscv-64", "name": "c_2_forward", "plan": "vector 4", "plan_from": "computed"},
            {"isa": "riscv-64", "name": "c_forward", "plan": "", "plan_from": "computed"},
            {"isa": "riscv-64", "name": "loss", "plan": "", "plan_from": "computed"}],
        "description": {"model": "Net"}})");
}

/// A library with nothing but a manifest in it.
inline std::string library_with(const std::string &manifest) {
    return archive({{"net.o", "code"},
                    {"net_manifest.o", "\x7f"
                                       "ELF halenet-manifest-begin\n" +
                                           manifest + "\nhalenet-manifest-end\n"}});
}

} // namespace bundle_tests
