#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <sys/stat.h>

#include "runtime/files/files.h"
#include "runtime/files/input_file.h"
#include "tests/runtime/error_of.h"
#include "tests/runtime/temporary_folder.h"

using namespace halenet;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace {

namespace fs = std::filesystem;

/// Both ways of finding out that a file cannot be written must agree.
std::string refusal_of(const fs::path &path) {
    const std::string early = error_of([&] {
        ensure_writable(path);
        return 0;
    });
    const std::string late = error_of([&] {
        write_file_atomically(path, "content");
        return 0;
    });
    CHECK(early == late);
    return early;
}

} // namespace

TEST_CASE("an atomic write makes a new file, replaces an old one and leaves nothing else") {
    const TemporaryFolder folder;
    const fs::path path = folder / "weights";
    for (const std::string &content : {std::string("first"), std::string(), std::string(300'000, 'x')}) {
        write_file_atomically(path, content);
        CHECK(content_of(path) == content);
        CHECK(folder.entries() == 1);
    }
}

TEST_CASE("a written file has the permissions that the user's mask gives, not a temporary file's") {
    const TemporaryFolder folder;
    const mode_t mask = ::umask(022);
    write_file_atomically(folder / "file", "content");
    ::umask(mask);
    CHECK(fs::status(folder / "file").permissions() == static_cast<fs::perms>(0644));
}

TEST_CASE("an atomic write through a link replaces the file behind it and keeps the link") {
    const TemporaryFolder folder;
    const fs::path target = folder.file("target", "old");
    fs::create_symlink(target, folder / "link");
    write_file_atomically(folder / "link", "new");
    CHECK(fs::is_symlink(folder / "link"));
    CHECK(content_of(target) == "new");
}

TEST_CASE("ensure_writable leaves no trace and touches no file") {
    const TemporaryFolder folder;
    const fs::path old_file = folder.file("old", "content");
    ensure_writable(old_file);
    ensure_writable(folder / "new");
    CHECK(folder.entries() == 1);
    CHECK(content_of(old_file) == "content");
}

TEST_CASE("a file in the current folder can be named without a folder") {
    const TemporaryFolder folder;
    const fs::path before = fs::current_path();
    fs::current_path(folder.path());
    CHECK_NOTHROW(write_file_atomically("plain-name", "content"));
    fs::current_path(before);
    CHECK(content_of(folder / "plain-name") == "content");
}

TEST_CASE("a path that cannot be written is refused before and during the write, and nothing is left behind") {
    const TemporaryFolder folder;
    SECTION("a missing folder") {
        const fs::path path = folder / "missing" / "file";
        CHECK_THAT(refusal_of(path), StartsWith(path.string()) && ContainsSubstring("No such file or directory"));
        CHECK(folder.entries() == 0);
    }
    SECTION("a file where a folder should be") {
        const fs::path path = folder.file("file", "content") / "below";
        CHECK_THAT(refusal_of(path), StartsWith(path.string()) && ContainsSubstring("Not a directory"));
        CHECK(folder.entries() == 1);
    }
    SECTION("a folder") {
        CHECK_THAT(refusal_of(folder.path()), StartsWith(folder.path().string()) && ContainsSubstring("is a folder"));
        CHECK(folder.entries() == 0);
    }
    SECTION("a name that ends like a folder's") {
        CHECK_THAT(refusal_of(folder.path() / ""), ContainsSubstring("no file name"));
    }
    SECTION("no name at all") {
        CHECK_THAT(refusal_of(""), ContainsSubstring("no file name"));
    }
    SECTION("a device") {
        CHECK_THAT(refusal_of("/dev/full"), ContainsSubstring("is a device or pipe"));
    }
    SECTION("a folder that takes no files, for root neither") {
        CHECK_THAT(refusal_of("/proc/halenet"), StartsWith("/proc/halenet: cannot be written"));
    }
    SECTION("a name that is too long") {
        CHECK_THAT(refusal_of(folder / std::string(300, 'n')), ContainsSubstring("File name too long"));
        CHECK(folder.entries() == 0);
    }
}

TEST_CASE("an input file gives its bytes, then none") {
    const TemporaryFolder folder;
    InputFile file(folder.file("file", "12345"));
    CHECK(file.size() == 5);
    std::string first(3, '\0'), second(3, '\0');
    CHECK(file.read(std::as_writable_bytes(std::span(first))) == 3);
    CHECK(file.read(std::as_writable_bytes(std::span(second))) == 2);
    CHECK(file.read(std::as_writable_bytes(std::span(second))) == 0);
    CHECK(first + second == std::string("12345\0", 6));
}

TEST_CASE("an input that is no readable regular file is refused without waiting for it") {
    const TemporaryFolder folder;
    const auto refusal = [](const fs::path &path) { return error_of([&] { return InputFile(path); }); };
    CHECK_THAT(refusal(folder / "missing"), ContainsSubstring("No such file or directory"));
    CHECK_THAT(refusal(folder.path()), ContainsSubstring("is a folder"));
    CHECK_THAT(refusal("/dev/zero"), ContainsSubstring("is a device or pipe"));
    const fs::path pipe = folder / "pipe";
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    CHECK_THAT(refusal(pipe), ContainsSubstring("is a device or pipe"));
}
