/// What a record survives: other tuners, torn lines, full disks and kill -9.
#include "runtime/files/child_process.h"
#include "tests/runtime/temporary_folder.h"
#include "tests/tune/records.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <algorithm>
#include <csignal>
#include <random>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace halenet::tune;
using namespace halenet::tune::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

namespace {

namespace fs = std::filesystem;

std::string refusal_of(const fs::path &path) {
    try {
        const Opened opened(path);
    } catch (const std::runtime_error &error) {
        return error.what();
    }
    return "";
}

/// Lets files of this process grow to so many bytes and no further, as a disk does that is full.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(rlim_t bytes) {
        REQUIRE(::getrlimit(RLIMIT_FSIZE, &before_) == 0);
        const rlimit limit{bytes, before_.rlim_max};
        REQUIRE(::setrlimit(RLIMIT_FSIZE, &limit) == 0);
    }
    FileSizeLimit(const FileSizeLimit &) = delete;
    FileSizeLimit &operator=(const FileSizeLimit &) = delete;
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        ::signal(SIGXFSZ, handler_);
    }

  private:
    rlimit before_{};
    void (*handler_)(int) = ::signal(SIGXFSZ, SIG_IGN); ///< else the signal ends the process
};

/// Adds trials for as long as it lives, and sends a byte after each one that is on the disk.
[[noreturn]] void add_forever(const fs::path &path, int pipe) {
    try {
        Opened opened(path);
        for (int number = static_cast<int>(opened.record.trials().size());; ++number) {
            opened.record.add(trial_of(number));
            if (::write(pipe, "+", 1) != 1) {
                ::_exit(1);
            }
        }
    } catch (const std::exception &) {
        ::_exit(1);
    }
}

} // namespace

TEST_CASE("a second tuner is refused for as long as the first one runs", "[record]") {
    const TemporaryFolder folder;
    const fs::path path = folder / "record";
    {
        Opened opened(path);
        CHECK_THAT(refusal_of(path),
                   StartsWith(path.string() + ": another tuner") && EndsWith("wait until that one has ended"));
        opened.record.add(trial_of(0));
    }
    CHECK(plans_of(Opened(path).record) == plans_of_first(1));
}

TEST_CASE("a place where no record can be is refused in a sentence", "[record]") {
    const TemporaryFolder folder;
    CHECK_THAT(refusal_of(folder / "missing" / "record"), ContainsSubstring("(No such file or directory)"));
    CHECK_THAT(refusal_of(folder.path()), StartsWith(folder.path().string()) && ContainsSubstring("Is a directory"));
    CHECK_THAT(refusal_of("/dev/full"), StartsWith("/dev/full: is a device or pipe, a regular file"));
    CHECK_THAT(refusal_of("/proc/halenet"), StartsWith("/proc/halenet: cannot be opened for writing"));
}

TEST_CASE("a file of another kind is refused and stays as it is", "[record]") {
    const TemporaryFolder folder;
    const std::string text =
        GENERATE("# A page\n\nwith text\n", "{}\n", "[", "{\"record\":\"prices\",\"version\":1}\n");
    const fs::path path = folder.file("file", text);
    CHECK_THAT(refusal_of(path), StartsWith(path.string() + ": holds no line of a tuning record"));
    CHECK(content_of(path) == text);
}

TEST_CASE("a record that was cut off anywhere goes on with all its whole lines", "[record]") {
    const TemporaryFolder folder;
    write_record(folder / "record", 2);
    const std::string whole = content_of(folder / "record");
    const std::size_t last_line = whole.rfind('\n', whole.size() - 2) + 1;
    for (std::size_t length = 0; length <= whole.size(); ++length) {
        CAPTURE(length);
        const fs::path path = folder.file("cut", whole.substr(0, length));
        // A line is whole even without its newline.
        const auto lines = static_cast<int>(std::ranges::count(whole.substr(0, length + 1), '\n'));
        std::vector<std::string> expected = plans_of_first(std::max(lines, 1) - 1);
        {
            Opened opened(path);
            REQUIRE(plans_of(opened.record) == expected);
            if (length >= last_line) { // in another line it would be the same, and each time is one more flush
                opened.record.add(trial_of(9));
                expected.push_back(trial_of(9).question.plan);
            }
        }
        const Opened opened(path);
        REQUIRE(plans_of(opened.record) == expected);
        REQUIRE(opened.notes.size() <= 1); // the line that was cut
        REQUIRE(content_of(path).starts_with(whole.substr(0, length)));
    }
}

TEST_CASE("where the disk is full the earlier lines stay, and the record goes on when it no longer is", "[record]") {
    const TemporaryFolder folder;
    const fs::path path = folder / "record";
    write_record(path, 2);
    const std::string before = content_of(path);
    {
        Opened opened(path);
        std::string sentence;
        {
            const FileSizeLimit limit(before.size() + 20);
            try {
                opened.record.add(trial_of(2));
            } catch (const std::runtime_error &error) {
                sentence = error.what();
            }
        }
        CHECK_THAT(sentence, StartsWith(path.string() + ": cannot be written (File too large)"));
        CHECK(content_of(path) == before);
        CHECK(plans_of(opened.record) == plans_of_first(2));
        opened.record.add(trial_of(2));
    }
    const Opened opened(path);
    CHECK(opened.notes.empty());
    CHECK(plans_of(opened.record) == plans_of_first(3));
}

TEST_CASE("kill -9 at any moment costs no trial that was flushed", "[record]") {
    const TemporaryFolder folder;
    const fs::path path = folder / "record";
    std::mt19937_64 random(20);
    std::size_t trials = 0;
    for (int times = 0; times < 50; ++times) {
        halenet::Pipe pipe;
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            add_forever(path, pipe.write_end.get());
        }
        pipe.write_end.close();
        char byte = 0;
        for (std::uint64_t wait = random() % 8; wait > 0; --wait) {
            trials += ::read(pipe.read_end.get(), &byte, 1) == 1 ? 1 : 0;
        }
        // It is somewhere in its next trial now.
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        trials += halenet::read_text(pipe.read_end).size();
        const Opened opened(path);
        REQUIRE(opened.record.trials().size() >= trials);
        REQUIRE(opened.record.trials().size() <= trials + 1); // it may have died before it could tell
        trials = opened.record.trials().size();
        REQUIRE(plans_of(opened.record) == plans_of_first(static_cast<int>(trials)));
    }
    CHECK(trials > 50);
}
