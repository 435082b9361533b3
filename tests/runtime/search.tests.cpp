#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "runtime/data/search.h"
#include "tests/runtime/environment_variable.h"
#include "tests/runtime/error_of.h"
#include "tests/runtime/idx_files.h"
#include "tests/runtime/temporary_folder.h"

using namespace halenet;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace {

namespace fs = std::filesystem;

fs::path make_data_folder(const fs::path &folder) {
    fs::create_directories(folder);
    std::ofstream(folder / "t10k-labels.idx1-ubyte", std::ios::binary) << idx_labels(3);
    return folder;
}

} // namespace

TEST_CASE("the standard search takes --data before HALENET_DATA") {
    const EnvironmentVariable data("HALENET_DATA", "from-environment");
    const DataSearch by_option = standard_search("from-option", "", "/current");
    CHECK(by_option.choice == "from-option");
    CHECK(by_option.choice_name == "--data");
    const DataSearch by_environment = standard_search("", "", "/current");
    CHECK(by_environment.choice == "from-environment");
    CHECK(by_environment.choice_name == "HALENET_DATA");
}

TEST_CASE("the standard search knows the checkout by the current folder and by the program's place") {
    const EnvironmentVariable data("HALENET_DATA", std::nullopt);
    const DataSearch search = standard_search("", "/home/me/halenet/build/release/halenet", "/home/me/elsewhere");
    CHECK(search.choice.empty());
    CHECK(search.folders == std::vector<fs::path>{"/home/me/elsewhere/data/mnist", "/home/me/shared/data/mnist",
                                                  "/home/me/halenet/data/mnist", "/home/me/shared/data/mnist"});
    CHECK(search.mirrors.size() == 2);
}

TEST_CASE("the cache is XDG_CACHE_HOME if that is absolute, else in the home folder, else none") {
    const auto cache = [] { return standard_search("", "", "/current").cache; };
    const EnvironmentVariable home("HOME", "/home/me");
    {
        const EnvironmentVariable xdg("XDG_CACHE_HOME", "/caches");
        CHECK(cache() == "/caches/halenet/mnist");
    }
    const EnvironmentVariable xdg("XDG_CACHE_HOME", "relative");
    CHECK(cache() == "/home/me/.cache/halenet/mnist");
    const EnvironmentVariable no_home("HOME", std::nullopt);
    CHECK(cache().empty());
}

TEST_CASE("the user's choice is taken as it is, or refused by the name of its option") {
    const TemporaryFolder folder;
    const auto locate = [](const std::string &choice) {
        return locate_digits({.choice = choice, .choice_name = "--data", .folders = {make_data_folder("unused")}}, {});
    };
    const fs::path before = fs::current_path();
    fs::current_path(folder.path());
    CHECK(locate(folder.path()).folder == folder.path()); // even without any of the files: reading it will tell
    CHECK(locate("synthetic").folder.empty());
    CHECK(locate("synthetic").reason_for_nothing == "--data asks for them");
    CHECK_THAT(error_of([&] { return locate("missing"); }), StartsWith("--data: missing is no folder"));
    CHECK_THAT(error_of([&] { return locate(folder.file("file", "")); }), ContainsSubstring("file is no folder"));
    fs::current_path(before);
}

TEST_CASE("without a choice, the first folder with any of the files is taken") {
    const TemporaryFolder folder;
    fs::create_directory(folder / "empty");
    const DataSearch search = {
        .folders = {folder / "missing", folder / "empty", make_data_folder(folder / "first"),
                    make_data_folder(folder / "second")},
        .cache = make_data_folder(folder / "cache"),
    };
    CHECK(locate_digits(search, {}).folder == folder / "first");
    // It is incomplete, which is better told than passed over.
    CHECK_THAT(error_of([&] { return find_digits(search); }),
               StartsWith((folder / "first").string()) && ContainsSubstring("has no train-images"));
}

TEST_CASE("a complete cache is used without any mirror") {
    const TemporaryFolder folder;
    folder.write("train-images-idx3-ubyte", idx_images(5));
    folder.write("train-labels-idx1-ubyte", idx_labels(5));
    folder.write("t10k-images-idx3-ubyte", idx_images(3));
    folder.write("t10k-labels-idx1-ubyte", idx_labels(3));
    CHECK(find_digits({.cache = folder.path()}).train.size() == 5);
}

TEST_CASE("where MNIST can be neither found nor downloaded the reason is told") {
    const TemporaryFolder folder;
    const auto reason = [](const fs::path &cache) {
        const Location location = locate_digits({.cache = cache}, {});
        CHECK(location.folder.empty());
        return location.reason_for_nothing;
    };
    CHECK_THAT(reason(""), ContainsSubstring("there is no cache folder"));
    CHECK_THAT(reason(folder / "cache"), ContainsSubstring("no mirror"));
    CHECK_THAT(reason(folder.file("file", "") / "below"), ContainsSubstring("below: cannot be created"));
}

TEST_CASE("where nothing can be had the digits are synthetic and say why") {
    const Digits digits = find_digits({.threads = 2});
    CHECK(digits.synthetic);
    CHECK(digits.source ==
          "synthetic digits, because MNIST was not found and there is no cache folder to download it to");
    CHECK(digits.train.size() == 60'000);
    CHECK(digits.test.size() == 10'000);
}

TEST_CASE("synthetic digits do not stand in for images of another form, and MNIST is not downloaded for them") {
    const TemporaryFolder folder;
    const DataSearch search = {.cache = folder / "cache", .mirrors = {"http://127.0.0.1:9/"}};
    CHECK_THAT(error_of([&] { return find_digits(search, {.height = 32, .width = 32, .classes = 47}); }),
               ContainsSubstring("images of 32x32x1 and 47 classes were expected"));
    CHECK(folder.entries() == 0);
}
