#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <vector>

namespace halenet::cli {

/// How an image is drawn with characters.
enum class Drawing {
    greys,  ///< half-blocks in 24 levels of grey: for terminals
    blocks, ///< half-blocks where it is bright: for UTF-8 text without colours
    ascii,  ///< punctuation
};

/// What suits a stream: `greys` on a terminal that shows colours and UTF-8, `blocks` where the locale is UTF-8, else
/// `ascii`. NO_COLOR in the environment (https://no-color.org) means no greys.
[[nodiscard]] Drawing drawing_for(std::FILE *stream);

/// A grey image, bright on dark, of height x width bytes as lines of text: each is `width` columns wide and shows two
/// rows, so that pixels are about square.
[[nodiscard]] std::vector<std::string> half_blocks(std::span<const std::uint8_t> image, std::size_t width,
                                                   Drawing drawing);

} // namespace halenet::cli
