#include "runtime/cli/loading.h"

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <stop_token>
#include <thread>

#include <fmt/core.h>

#include <halenet/mnist.h>

#include "runtime/data/search.h"
#include "runtime/files/installation.h"
#include "runtime/terminal/terminal.h"

namespace halenet::cli {
namespace {

using namespace std::chrono_literals;

/// Says what is being loaded, from its own thread, once that has taken two seconds: on a terminal one line that is
/// drawn again, elsewhere a line now and then.
class LoadingDisplay {
  public:
    LoadingDisplay() : thread_([this](const std::stop_token &stop) { run(stop); }) {}

    void set_text(const std::string &text) {
        const std::lock_guard lock(mutex_);
        text_ = text;
    }

  private:
    void run(const std::stop_token &stop) {
        LiveText line(stdout);
        const auto start = std::chrono::steady_clock::now();
        std::unique_lock lock(mutex_);
        for (auto pause = 2000ms; !changed_.wait_for(lock, stop, pause, [&] { return stop.stop_requested(); });
             pause = line.live() ? 500ms : 5000ms) {
            const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
            const std::string text = fmt::format("{} ({:.0f} s)", text_, elapsed.count());
            if (line.live())
                line.show(text);
            else
                fmt::print("{}\n", text);
        }
    }

    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::string text_ = "Reading the data";
    std::jthread thread_; // last, so that it is joined before what it uses goes
};

std::string download_text(const DownloadProgress &progress) {
    constexpr double megabyte = 1e6;
    const double done = static_cast<double>(progress.bytes) / megabyte;
    if (progress.total_bytes == 0)
        return fmt::format("Downloading {:.1f} MB of {}", done, progress.url);
    return fmt::format("Downloading {:.1f} of {:.1f} MB of {}", done,
                       static_cast<double>(progress.total_bytes) / megabyte, progress.url);
}

} // namespace

LoadingDigits start_loading_digits(const std::string &data_option, const ImageForm &form, int threads,
                                   std::size_t first_images) {
    DataSearch search = standard_search(data_option, this_executable(), std::filesystem::current_path());
    search.threads = static_cast<unsigned>(threads);
    LoadingDisplay display;
    if (search.choice == "synthetic")
        display.set_text("Drawing synthetic digits");
    search.on_progress = [&](const DownloadProgress &progress) { display.set_text(download_text(progress)); };
    LoadingDigits loading = start_finding_digits(search, form);
    if (first_images == 0)
        loading.wait_for_all();
    else
        loading.wait(first_images);
    return loading;
}

Digits load_digits(const std::string &data_option, const ImageForm &form, int threads) {
    return start_loading_digits(data_option, form, threads, 0).take();
}

void print_source(const Digits &digits) {
    fmt::print("Data: {}\n", digits.source);
    if (digits.synthetic)
        fmt::print("Note: these digits are drawn by this program, so the results say nothing about real handwriting\n");
}

} // namespace halenet::cli
