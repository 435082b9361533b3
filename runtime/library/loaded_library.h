#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <halenet/core.h>

namespace halenet {

/// A generated library that the program loads while it runs: what `halenet-generate --shared` writes.
class LoadedLibrary {
  public:
    /// Loads the file at `path`, whose library was generated under `name`. Throws Error for a file that is none, or one
    /// of another version of core.h.
    LoadedLibrary(const std::filesystem::path &path, const std::string &name);

    /// Valid as long as this object lives.
    [[nodiscard]] const halenet_api &api() const { return *api_; }

  private:
    struct Close {
        void operator()(void *handle) const;
    };

    std::unique_ptr<void, Close> handle_;
    const halenet_api *api_ = nullptr;
};

} // namespace halenet
