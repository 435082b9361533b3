#include "runtime/library/loaded_library.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <halenet/error.h>

namespace halenet {

void LoadedLibrary::Close::operator()(void *handle) const {
    ::dlclose(handle);
}

LoadedLibrary::LoadedLibrary(const std::filesystem::path &path, const std::string &name)
    // An absolute path: dlopen looks for a bare name in the system's folders.
    : handle_(::dlopen(std::filesystem::absolute(path).c_str(), RTLD_NOW | RTLD_LOCAL)) {
    if (!handle_)
        throw Error(fmt::format("{}: cannot be loaded ({}), a shared library that halenet generated was expected",
                                path.string(), ::dlerror()));
    const std::string symbol = name + "_api";
    api_ = static_cast<const halenet_api *>(::dlsym(handle_.get(), symbol.c_str()));
    if (api_ == nullptr)
        throw Error(fmt::format("{}: has no {}, a shared library that halenet generated under the name {} was expected",
                                path.string(), symbol, name));
    if (api_->abi != HALENET_ABI)
        throw Error(fmt::format("{}: was generated for interface {} of halenet, {} was expected; generate it anew",
                                path.string(), api_->abi, HALENET_ABI));
}

} // namespace halenet
