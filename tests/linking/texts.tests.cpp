/// The texts of a bundle, for each kind of bundle.
#include "generator/driver/emit_bundle.h"
#include "runtime/files/files.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <map>

using namespace halenet::driver;
using Catch::Matchers::ContainsSubstring;

namespace {

std::map<std::string, std::string> texts_of(const Bundle &bundle) {
    std::map<std::string, std::string> texts;
    for (const BundleFile &file : emit_bundle(bundle, HALENET_SOURCE_DIR "/cmake/bundle"))
        texts[file.path.string()] = file.text;
    return texts;
}

bool has(const std::string &text, const std::string &part) {
    return text.find(part) != std::string::npos;
}

Bundle digits() {
    return {.library = "digits", .model = "Net", .targets = {"x86-64-v3", "x86-64-v4"}, .architecture = "x86-64"};
}

} // namespace

TEST_CASE("a bundle has its files, and no place of this machine in them") {
    const auto texts = texts_of(digits());
    CHECK(texts.size() == 6);
    for (const char *path : {"lib/cmake/digits/digits-config.cmake", "lib/cmake/digits/digits-config-version.cmake",
                             "lib/pkgconfig/digits.pc", "include/digits.hpp", "README.md", "LICENSE"})
        CHECK(texts.contains(path));
    for (const auto &[path, text] : texts) {
        CAPTURE(path);
        CHECK_THAT(text, !ContainsSubstring(HALENET_SOURCE_DIR) && !ContainsSubstring("@"));
    }
    CHECK_THAT(texts.at("README.md"), ContainsSubstring("for x86-64-v3, x86-64-v4."));
    CHECK_THAT(texts.at("LICENSE"), ContainsSubstring(halenet::read_file(HALENET_SOURCE_DIR "/LICENSE")));
}

TEST_CASE("only what trains has the class's training") {
    Bundle bundle = digits();
    CHECK_THAT(texts_of(bundle).at("include/digits.hpp"), ContainsSubstring("train_step"));
    bundle.trains = false;
    const auto texts = texts_of(bundle);
    for (const char *word : {"train", "gradient", "adapt", "_STATE_BYTES", "initialize"})
        CHECK_THAT(texts.at("include/digits.hpp"), !ContainsSubstring(word));
    CHECK_THAT(texts.at("README.md"), ContainsSubstring("It classifies."));
}

TEST_CASE("weights are where the texts say") {
    const BundledWeights weights = GENERATE(BundledWeights::none, BundledWeights::file, BundledWeights::embedded);
    Bundle bundle = digits();
    bundle.weights = weights;
    const auto texts = texts_of(bundle);
    const bool file = weights == BundledWeights::file, embedded = weights == BundledWeights::embedded;
    for (const char *path : {"README.md", "lib/cmake/digits/digits-config.cmake", "lib/pkgconfig/digits.pc"})
        CHECK(has(texts.at(path), "share/digits/digits.safetensors") == file);
    CHECK(has(texts.at("include/digits.hpp"), "load_embedded") == embedded);
    CHECK(has(texts.at("README.md"), "digits_api.model->embedded") == embedded);
}

TEST_CASE("the README names the target's compiler, the package its processor") {
    Bundle bundle = digits();
    const auto check = [&](const char *architecture, System system, const char *compiler, const char *processors) {
        bundle.architecture = architecture;
        bundle.system = system;
        const auto texts = texts_of(bundle);
        CHECK_THAT(texts.at("README.md"), ContainsSubstring("    " + std::string(compiler) + " main.c"));
        CHECK_THAT(texts.at("lib/cmake/digits/digits-config-version.cmake"),
                   ContainsSubstring("MATCHES \"^(" + std::string(processors) + ")$\""));
    };
    check("x86-64", System::elf, "cc", "x86_64|amd64|AMD64|x64");
    check("arm-64", System::elf, "aarch64-linux-gnu-gcc", "aarch64|arm64|ARM64|armv8.*");
    check("riscv-64", System::elf, "riscv64-linux-gnu-gcc", "riscv64.*");
    check("arm-64", System::macho, "cc", ".*");
    check("x86-64", System::coff, "clang", ".*");
    check("wasm-32", System::wasm, "clang --target=wasm32-wasi", ".*");
}
