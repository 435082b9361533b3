/// The golden files and the inputs that they were computed from; see README.md.
#pragma once

#include "generator/description/description.h"

#include <nlohmann/json_fwd.hpp>
#include <xtensor/xtensor.hpp>

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace halenet::golden {

/// The images (n, y, x, c), labels and initial parameters (canonical order) of the export script's formulas.
[[nodiscard]] xt::xtensor<std::uint8_t, 4> images();
[[nodiscard]] xt::xtensor<std::uint8_t, 1> labels();
[[nodiscard]] xt::xtensor<float, 1> initial_parameters();

/// LeNet-5 as the export script defines it.
[[nodiscard]] description::ModelDescription lenet5();

/// The numbers of golden.json.
[[nodiscard]] nlohmann::json record();

/// The tensors of one of the safetensors files, flat, by name.
[[nodiscard]] std::map<std::string, std::vector<float>> tensors(const std::string &file);

/// How far what was found lies from a golden tensor.
struct Distance {
    double largest = 0; ///< of the differences
    double rms = 0;     ///< root of the mean square of the differences
    double scale = 0;   ///< the golden tensor's largest value
};

/// Throws std::runtime_error where their sizes differ.
[[nodiscard]] Distance distance(std::span<const float> golden, std::span<const float> found);

} // namespace halenet::golden
