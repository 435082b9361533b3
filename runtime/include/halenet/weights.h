#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include <halenet/core.h>

namespace halenet {

/// Writes a network's parameters as safetensors (https://github.com/huggingface/safetensors#format): one F32 tensor for
/// each entry of `model.tensors`, by its name and shape, in canonical order without gaps, so the data part is the
/// canonical array itself, little-endian. The metadata holds the format and its version, the model's name, hash and
/// layers, the input's normalisation, a note on the layout and halenet's version; `extra_metadata` adds to it (its own
/// keys only). The same arguments give the same bytes. The file is complete or not there: see write_file_atomically.
/// `parameters` holds model.parameters floats, all finite. Throws Error.
void save_weights(const std::filesystem::path &path, const halenet_model_info &model, std::span<const float> parameters,
                  const std::map<std::string, std::string> &extra_metadata = {});

/// Reads what save_weights wrote: model.parameters floats in canonical order, all finite. Tensors may lie in any order
/// in the file, but must be exactly the model's. Throws Error for anything else, and never allocates more than the
/// model's own size suggests. Weights of another model, or of this one before it was changed, are refused with what
/// differs: a tensor, a layer, the normalisation, or at least the hash.
[[nodiscard]] std::vector<float> load_weights(const std::filesystem::path &path, const halenet_model_info &model);

} // namespace halenet
