#include "generator/driver/strict_digest.h"

#include "generator/driver/library_builder.h"
#include "runtime/files/files.h"
#include "runtime/files/scratch_folder.h"
#include "runtime/library/loaded_library.h"

#include <memory>
#include <new>
#include <stdexcept>

namespace halenet::driver {

namespace {

struct Free {
    void operator()(std::byte *memory) const { ::operator delete[](memory, std::align_val_t{HALENET_ALIGNMENT}); }
};

} // namespace

std::string strict_digest(GenerateOptions options, const std::filesystem::path &cache, const Progress &progress) {
    options.targets = "host";
    options.weights.clear();
    LibraryBuilder builder(options, cache, progress);
    const Library &library = builder.library();
    builder.compile(emit_header(read_file(find_core().sources / "library.h.in"), library));
    const ScratchFolder folder(cache);
    write_file(folder.path() / "archive.a", builder.archive(builder.manifest({})));
    const std::filesystem::path shared = folder.path() / "shared.so";
    write_file_atomically(shared, shared_library_of(library, folder.path() / "archive.a", folder.path()));

    const LoadedLibrary loaded(shared, library.name);
    const std::size_t bytes = loaded.api().model->selftest_bytes;
    const std::unique_ptr<std::byte[], Free> memory(new (std::align_val_t{HALENET_ALIGNMENT}) std::byte[bytes]);
    halenet_selftest_report report{};
    const halenet_status status = loaded.api().selftest(memory.get(), bytes, nullptr, &report);
    if (status.code != HALENET_OK) {
        throw std::runtime_error(std::string("the strict library fails its self-test on this machine: ") +
                                 static_cast<const char *>(status.sentence));
    }
    return static_cast<const char *>(report.digest);
}

} // namespace halenet::driver
