#include "generator/driver/generate.h"

#include "generator/driver/bundle.h"
#include "generator/driver/kernel_texts.h"
#include "generator/driver/library_builder.h"
#include "generator/driver/memory_map.h"
#include "generator/driver/strict_digest.h"
#include "runtime/files/files.h"
#include "runtime/files/installation.h"
#include "runtime/files/scratch_folder.h"

#include <chrono>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <optional>
#include <unistd.h>

namespace halenet::driver {

namespace fs = std::filesystem;

namespace {

/// A line at the bottom of the terminal while files are made; nothing where there is no terminal.
class Display {
  public:
    Display() = default;
    Display(const Display &) = delete;
    Display &operator=(const Display &) = delete;
    ~Display() { clear(); }

    void show(int done, int total, const std::string &name) {
        if (live_)
            fmt::print(stderr, "\r\033[K[{}/{}] {}", done, total, name);
        drawn_ = true;
    }
    void clear() {
        if (live_ && drawn_)
            fmt::print(stderr, "\r\033[K");
        drawn_ = false;
    }

  private:
    bool live_ = isatty(STDERR_FILENO) == 1;
    bool drawn_ = false;
};

/// The cache's folder: the user's, or one that is gone at the end.
class Cache {
  public:
    explicit Cache(const fs::path &folder) : kept_(folder) {
        if (folder.empty())
            scratch_.emplace();
    }
    [[nodiscard]] const fs::path &path() const { return scratch_ ? scratch_->path() : kept_; }

  private:
    fs::path kept_;
    std::optional<ScratchFolder> scratch_;
};

System system_of(const Halide::Target &target) {
    switch (target.os) {
    case Halide::Target::OSX:
    case Halide::Target::IOS:
        return System::macho;
    case Halide::Target::Windows:
        return System::coff;
    case Halide::Target::WebAssemblyRuntime:
        return System::wasm;
    default:
        return System::elf;
    }
}

/// The texts that do not depend on the objects.
std::vector<BundleFile> companions_of(const Library &library) {
    const Halide::Target &target = library.isas.front().target.halide;
    Bundle bundle{.library = library.name,
                  .model = library.model.name,
                  .targets = {},
                  .architecture = architecture_of(target),
                  .system = system_of(target),
                  .trains = library.use == Use::train,
                  .weights = !library.weights            ? BundledWeights::none
                             : library.weights->embedded ? BundledWeights::embedded
                                                         : BundledWeights::file};
    std::string map;
    for (const Isa &isa : library.isas) {
        bundle.targets.push_back(isa.target.name);
        map.append(map.empty() ? "" : "\n").append(memory_map(isa.target.name, isa.program));
    }
    std::vector<BundleFile> files = emit_bundle(bundle, find_folder(bundle_folder));
    files.push_back({"memory-map.txt", map});
    return files;
}

std::string archive_path(const Library &library) {
    return fmt::format("lib/lib{}.a", library.name);
}

void print_result(const LibraryBuilder &builder, const fs::path &archive, std::size_t text, double seconds) {
    const Library &library = builder.library();
    std::vector<std::string> targets;
    for (const Isa &isa : library.isas) {
        targets.push_back(isa.target.name);
    }
    const MemorySizes sizes = memory_sizes(library);
    fmt::print("{}: {} for {}{}, {} bytes of code and constants in {} bytes\n", archive.string(),
               library.use == Use::train ? "trains and classifies" : "classifies", fmt::join(targets, ", "),
               library.strict ? ", strict" : "", text, fs::file_size(archive));
    fmt::print("memory: weights {} bytes, workspace to classify one image {}", sizes.weights, sizes.one);
    if (library.use == Use::train) {
        fmt::print(", to train {} for each 16 images of a batch, state {}", sizes.train_shard, sizes.state);
    }
    fmt::print("\n{} of {} objects built, {:.1f} s\n", builder.built(), builder.total(), seconds);
}

} // namespace

std::string plan(const GenerateOptions &options) {
    Display display;
    const Cache cache(options.cache);
    const LibraryBuilder builder(
        options, cache.path(), [&](int done, int total, const std::string &name) { display.show(done, total, name); });
    return builder.manifest({});
}

void generate(const GenerateOptions &options) {
    const auto start = std::chrono::steady_clock::now();
    check_bundle_folder(options.out);
    Display display;
    const auto show = [&](int done, int total, const std::string &name) { display.show(done, total, name); };
    const Cache cache(options.cache);
    LibraryBuilder builder(options, cache.path(), show);
    const Library &library = builder.library();
    if (library.strict) {
        builder.set_digest(strict_digest(options, cache.path() / "strict", show));
    }

    std::vector<BundleFile> files = companions_of(library);
    const CoreFolders core = find_core();
    const std::string header = emit_header(read_file(core.sources / "library.h.in"), library);
    files.push_back({fmt::format("include/{}.h", library.name), header});
    files.push_back({"include/halenet/core.h", read_file(core.headers / "halenet/core.h")});
    if (library.weights && !library.weights->embedded) {
        files.push_back({fmt::format("share/{0}/{0}.safetensors", library.name), read_file(options.weights)});
    }
    builder.compile(header);
    for (BundleFile &text : kernel_texts(library, options.emit)) {
        files.push_back(std::move(text));
    }

    const std::string shared_path = fmt::format("lib/lib{}.so", library.name);
    std::vector<std::string> names{"manifest.json", archive_path(library)};
    if (options.shared) {
        names.push_back(shared_path);
    }
    for (const BundleFile &file : files) {
        names.push_back(file.path.string());
    }
    const std::string manifest = builder.manifest(names), archive = builder.archive(manifest);
    files.insert(files.begin(), {{archive_path(library), archive}, {"manifest.json", manifest}});
    if (options.shared) {
        files.push_back({shared_path, builder.shared(archive)});
    }
    write_bundle(options.out, files);
    remove_unused(cache.path());
    display.clear();
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    print_result(builder, options.out / archive_path(library), builder.text_bytes(), seconds.count());
}

} // namespace halenet::driver
