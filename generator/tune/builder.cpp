#include "generator/tune/builder.h"

#include "generator/driver/library_builder.h"
#include "generator/tune/child.h"
#include "runtime/files/files.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fmt/format.h>
#include <stdexcept>
#include <thread>
#include <utility>

namespace halenet::tune {

namespace fs = std::filesystem;

namespace {

std::set<fs::path> files_in(const fs::path &folder) {
    std::set<fs::path> files;
    for (const auto &entry : fs::directory_iterator(folder)) {
        files.insert(entry.path());
    }
    return files;
}

} // namespace

Builder::Builder(driver::GenerateOptions options, fs::path folder)
    : options_(std::move(options)), folder_(std::move(folder)) {
    options_.timing = true;
    fs::create_directories(folder_ / "objects");
    const std::vector<Build> first{{.seconds = 300}};
    const Built start = build(first).front();
    if (start.outcome != Outcome::measured) {
        throw std::runtime_error("the library of the start cannot be built: " + start.why);
    }
    kept_ = files_in(folder_ / "objects");
}

std::string Builder::make(const Build &build, const fs::path &library) const {
    driver::GenerateOptions options = options_;
    options.jobs = 1; // processes at once: that is how many builds run
    for (const auto &[kernel, plan] : build.plans) {
        options.kernel_plans[kernel] = plan;
    }
    const auto no_progress = [](int /*done*/, int /*total*/, const std::string & /*name*/) {};
    driver::LibraryBuilder builder(options, folder_ / "objects", no_progress);
    const driver::CoreFolders core = driver::find_core();
    builder.compile(emit_header(read_file(core.sources / "library.h.in"), builder.library()));
    driver::write_file(library, builder.shared(builder.archive(builder.manifest({}))));
    return std::to_string(build.kernel.empty() ? 0 : builder.text_bytes_of(build.kernel));
}

Built Builder::try_making(const Build &build, const fs::path &library) const {
    const auto start = std::chrono::steady_clock::now();
    const ChildResult result = run_in_child([&] { return make(build, library); }, build.seconds);
    Built built;
    built.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (result.end == ChildEnd::hung) {
        built.outcome = Outcome::slow_build;
        built.why = fmt::format("its compiler had not ended after {:g} s", build.seconds);
    } else if (result.end != ChildEnd::answered) {
        built.outcome = Outcome::no_build;
        built.why = result.text;
    } else if (built.bytes = std::stoull(result.text); built.bytes > build.most_bytes) {
        built.outcome = Outcome::too_large;
        built.why = fmt::format("its code has {} bytes, expected at most {}", built.bytes, build.most_bytes);
    } else {
        built.library = library;
        return built;
    }
    std::error_code ignored;
    fs::remove(library, ignored);
    return built;
}

std::vector<Built> Builder::build(std::span<const Build> builds) {
    struct Work {
        const Build *build;
        fs::path library;
        Built built{};
    };
    std::vector<Work> works;
    std::set<Plans> seen;
    for (const Build &build : builds) {
        if (!built_.contains(build.plans) && seen.insert(build.plans).second) {
            works.push_back({&build, folder_ / fmt::format("library{}.so", count_++)});
        }
    }
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t k = next++; k < works.size(); k = next++) {
            works[k].built = try_making(*works[k].build, works[k].library);
        }
    };
    {
        std::vector<std::jthread> others;
        for (int k = 1; k < std::min<int>(options_.jobs, static_cast<int>(works.size())); ++k) {
            others.emplace_back(work);
        }
        work();
    }
    for (Work &done : works) {
        built_[done.build->plans] = std::move(done.built);
    }
    if (!kept_.empty()) { // objects that no other build has a use for
        for (const fs::path &file : files_in(folder_ / "objects")) {
            if (!kept_.contains(file)) {
                fs::remove_all(file);
            }
        }
    }
    std::vector<Built> result;
    for (const Build &build : builds) {
        result.push_back(built_.at(build.plans));
    }
    return result;
}

void Builder::remove(const Plans &plans) {
    if (const auto found = built_.find(plans); found != built_.end()) {
        fs::remove(found->second.library);
        built_.erase(found);
    }
}

} // namespace halenet::tune
