#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "runtime/data/curl.h"
#include "runtime/data/download.h"
#include "runtime/data/idx.h"
#include "runtime/data/search.h"
#include "tests/runtime/environment_variable.h"
#include "tests/runtime/error_of.h"
#include "tests/runtime/idx_files.h"
#include "tests/runtime/loopback_server.h"
#include "tests/runtime/real_mnist.h"
#include "tests/runtime/temporary_folder.h"

using namespace halenet;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

namespace {

/// A file of our own in the place of one of MNIST's: its decompressed content is "message digest".
constexpr MnistFile stand_in = {"train-labels", false, "f96b697d7cb7938d525a2f31aaf161d0", 40};
const std::string name = "train-labels-idx1-ubyte.gz";
const std::string good = gzip("message digest");

LoopbackServer::Answer answer(const std::string &body) {
    return {.body = body, .announced_bytes = body.size()};
}

/// A temporary folder to download to, and no proxy in between.
struct Destination : TemporaryFolder {
    EnvironmentVariable no_proxy{"no_proxy", "*"};

    void download(const std::vector<std::string> &mirrors,
                  const std::function<void(const DownloadProgress &)> &on_progress = nullptr) const {
        download_mnist_file(mirrors, stand_in, path(), on_progress);
    }

    [[nodiscard]] std::string refusal(const std::vector<std::string> &mirrors) const {
        const std::string sentence = error_of([&] {
            download(mirrors);
            return 0;
        });
        CHECK(entries() == 0);
        return sentence;
    }

    void check_downloaded() const {
        CHECK(content_of(*this / name) == good);
        CHECK(entries() == 1);
    }
};

} // namespace

TEST_CASE("a good mirror's file arrives whole, with progress, and nothing beside it") {
    const LoopbackServer server({{"/" + name, answer(good)}});
    const Destination folder;
    std::vector<DownloadProgress> reports;
    folder.download({server.url()}, [&](const DownloadProgress &progress) { reports.push_back(progress); });
    folder.check_downloaded();
    REQUIRE_FALSE(reports.empty());
    CHECK(reports.back().bytes == good.size());
    CHECK(reports.back().total_bytes == good.size());
    CHECK(reports.back().url == server.url() + name);
}

TEST_CASE("the first mirror that is good ends the search") {
    const LoopbackServer first({{"/" + name, answer(good)}}), second({{"/" + name, answer(good)}});
    const Destination folder;
    folder.download({first.url(), second.url()});
    CHECK(first.requests() == 1);
    CHECK(second.requests() == 0);
}

TEST_CASE("a mirror that fails in any way is followed by the next, and its reason is told if none is good") {
    const LoopbackServer good_mirror({{"/" + name, answer(good)}});
    const Destination folder;
    const auto fails = [&](const std::string &bad_mirror, const std::string &reason) {
        CHECK_THAT(folder.refusal({bad_mirror}), StartsWith(bad_mirror) && ContainsSubstring(reason));
        folder.download({bad_mirror, good_mirror.url()});
        folder.check_downloaded();
    };
    SECTION("no such file") {
        const LoopbackServer bad(LoopbackServer::Answers{});
        fails(bad.url(), "404");
        CHECK(bad.requests() == 2);
    }
    SECTION("another file") {
        const LoopbackServer bad({{"/" + name, answer(gzip("another message"))}});
        fails(bad.url(), "MNIST's has " + std::string(stand_in.md5));
    }
    SECTION("a connection that is lost") {
        const LoopbackServer bad(
            LoopbackServer::Answers{{"/" + name, {.body = good.substr(0, 20), .announced_bytes = good.size()}}});
        fails(bad.url(), "could not be fetched (curl: (18)");
    }
    SECTION("a file that ends too early") {
        const LoopbackServer bad({{"/" + name, answer(good.substr(0, 20))}});
        fails(bad.url(), "truncated");
    }
    SECTION("an empty file") {
        const LoopbackServer bad({{"/" + name, answer("")}});
        fails(bad.url(), "is empty");
    }
    SECTION("a damaged file") {
        std::string damaged = good;
        damaged[damaged.size() - 6] ^= 1; // in the CRC
        const LoopbackServer bad({{"/" + name, answer(damaged)}});
        fails(bad.url(), "damaged");
    }
    SECTION("a web page in the place of the file, as captive portals give") {
        const LoopbackServer bad({{"/" + name, answer("<html>Log in</html>")}});
        fails(bad.url(), "has MD5");
    }
    SECTION("a dead port") {
        const DeadPort bad;
        fails(bad.url(), "could not be fetched (curl: (7)");
    }
}

TEST_CASE("all mirrors' reasons are told") {
    const LoopbackServer first(LoopbackServer::Answers{});
    const DeadPort second;
    CHECK_THAT(Destination().refusal({first.url(), second.url()}),
               ContainsSubstring(first.url()) && ContainsSubstring(second.url()));
}

TEST_CASE("an answer that is larger than asked for is cut off") {
    const LoopbackServer server({{"/large", answer(std::string(3'000'000, 'x'))}});
    const EnvironmentVariable no_proxy("no_proxy", "*");
    const auto ignore = [](std::uint64_t) {};
    CHECK(fetch_with_curl(server.url() + "large", 3'000'000, ignore).size() == 3'000'000);
    CHECK_THAT(error_of([&] { return fetch_with_curl(server.url() + "large", 2'999'999, ignore); }),
               EndsWith("is larger than 2999999 bytes"));
}

TEST_CASE("without curl the sentence says so") {
    const Destination folder;
    const EnvironmentVariable path("PATH", folder.path().string());
    CHECK_THAT(folder.refusal({"http://127.0.0.1:9/"}), ContainsSubstring("curl is not installed"));
}

TEST_CASE("a folder that takes no files is found out before anything is fetched") {
    const LoopbackServer server({{"/" + name, answer(good)}});
    const std::vector<std::string> mirrors = {server.url()};
    CHECK_THAT(error_of([&] {
                   download_mnist_file(mirrors, stand_in, "/proc", nullptr);
                   return 0;
               }),
               StartsWith("/proc/" + name + ": cannot be written"));
    CHECK(server.requests() == 0);
}

TEST_CASE("where no mirror has MNIST the search ends with the reason, and the cache stays as it was") {
    const LoopbackServer server({{"/" + name, answer(good)}}); // not MNIST's labels
    const Destination folder;
    const DataSearch search = {.cache = folder / "new" / "cache", .mirrors = {server.url()}};
    const Location location = locate_digits(search, {});
    CHECK(location.folder.empty());
    CHECK_THAT(location.reason_for_nothing,
               StartsWith("MNIST was neither found nor downloaded: ") && ContainsSubstring("404"));
    CHECK(std::filesystem::is_empty(search.cache));
}

TEST_CASE("the real MNIST is downloaded file by file, and an interrupted download is completed") {
    const auto mnist = real_mnist();
    if (!mnist)
        SKIP(why_no_mnist);
    LoopbackServer::Answers answers;
    for (const MnistFile &wanted : mnist_files)
        answers.emplace("/" + idx_file_name(wanted, 1) + ".gz",
                        answer(content_of(*find_mnist_file(*mnist, wanted, 1))));
    const LoopbackServer server(std::move(answers));
    const Destination folder;
    const DataSearch search = {.cache = folder / "cache", .mirrors = {server.url()}};
    const Digits digits = find_digits(search);
    CHECK(digits.train.size() == 60'000);
    CHECK(digits.test.size() == 10'000);
    CHECK_FALSE(digits.synthetic);
    CHECK(server.requests() == 4);

    std::filesystem::remove(search.cache / "t10k-labels-idx1-ubyte.gz");
    CHECK(locate_digits(search, {}).folder == search.cache);
    CHECK(server.requests() == 5);
    CHECK(locate_digits(search, {}).folder == search.cache);
    CHECK(server.requests() == 5);
}
