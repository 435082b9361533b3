#include "generator/reader/folders.h"

#include "clang/Basic/Version.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"

#include <optional>
#include <string>
#include <system_error>

namespace halenet::reader {
namespace {

namespace fs = std::filesystem;

bool is_file(const fs::path &path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

bool is_resource_folder(const fs::path &folder) {
    return is_file(folder / "include" / "stddef.h");
}

/// What `program -print-resource-dir` says; empty where there is no such program or it fails.
fs::path ask(const std::string &program) {
    const llvm::ErrorOr<std::string> path = llvm::sys::findProgramByName(program);
    llvm::SmallString<128> answer_file;
    if (!path || llvm::sys::fs::createTemporaryFile("halenet-reader", "txt", answer_file))
        return {};
    const llvm::FileRemover remover(answer_file);
    const std::optional<llvm::StringRef> redirects[] = {llvm::StringRef(), answer_file.str(), llvm::StringRef()};
    if (llvm::sys::ExecuteAndWait(*path, {*path, "-print-resource-dir"}, std::nullopt, redirects) != 0)
        return {};
    const auto answer = llvm::MemoryBuffer::getFile(answer_file);
    return answer ? fs::path((*answer)->getBuffer().trim().str()) : fs::path();
}

} // namespace

fs::path find_resource_folder(const fs::path &configured) {
    if (is_resource_folder(configured))
        return configured;
    // Builtin headers of another version use builtins that this Clang does not have.
    for (const std::string program : {"clang-" CLANG_VERSION_MAJOR_STRING, "clang"})
        if (const fs::path folder = ask(program);
            folder.filename() == CLANG_VERSION_MAJOR_STRING && is_resource_folder(folder))
            return folder;
    return {};
}

fs::path find_resource_folder() {
    return find_resource_folder(HALENET_CLANG_RESOURCE_FOLDER);
}

} // namespace halenet::reader
