/// The kernels of a library as text, for who wants to read what runs.
#pragma once

#include "generator/driver/emit.h"
#include "generator/driver/emit_bundle.h"

#include <string>
#include <vector>

namespace halenet::driver {

/// Of each kernel a file for each form: "assembly", or "stmt", Halide's own language after lowering. Throws
/// std::runtime_error for another form.
[[nodiscard]] std::vector<BundleFile> kernel_texts(const Library &library, const std::vector<std::string> &forms);

} // namespace halenet::driver
