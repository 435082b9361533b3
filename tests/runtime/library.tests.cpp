#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "runtime/library/loaded_library.h"
#include "tests/runtime/error_of.h"
#include "tests/runtime/temporary_folder.h"

using namespace halenet;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

TEST_CASE("a library is loaded from where it lies, and its table is found by its name") {
    const LoadedLibrary library(HALENET_LOADABLE, "loadable");
    CHECK(library.api().abi == HALENET_ABI);
    CHECK(library.api().model == nullptr);
}

TEST_CASE("what is no library of this version is refused by name") {
    const TemporaryFolder folder;
    const auto refusal = [](const std::filesystem::path &path, const std::string &name) {
        return error_of([&] { return LoadedLibrary(path, name).api().abi; });
    };
    const std::filesystem::path text = folder.file("text.so", "no library");
    CHECK_THAT(refusal(text, "model"), StartsWith(text.string() + ": cannot be loaded ("));
    CHECK_THAT(refusal(folder / "nowhere.so", "model"), ContainsSubstring("nowhere.so: cannot be loaded ("));
    CHECK_THAT(refusal(HALENET_LOADABLE, "model"), StartsWith(HALENET_LOADABLE ": has no model_api"));
    CHECK_THAT(refusal(HALENET_LOADABLE, "old"), StartsWith(HALENET_LOADABLE ": was generated for interface 1 "));
}
