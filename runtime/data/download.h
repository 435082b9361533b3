#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>

#include <halenet/mnist.h>

#include "runtime/data/mnist_files.h"

namespace halenet {

/// Fetches `file` under its usual name from the first of `mirrors` that gives content of the right MD5, and puts it
/// into `folder`, which exists, atomically. Throws Error with each mirror's reason if none does.
void download_mnist_file(std::span<const std::string> mirrors, const MnistFile &file,
                         const std::filesystem::path &folder,
                         const std::function<void(const DownloadProgress &)> &on_progress);

} // namespace halenet
