#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>

#include <zlib.h>

/// Content of crafted IDX files.

inline std::string big_endian(std::uint32_t value) {
    std::string bytes;
    for (const unsigned shift : {24u, 16u, 8u, 0u})
        bytes += static_cast<char>(value >> shift & 0xff);
    return bytes;
}

/// A header of `magic` and dimensions, then the bytes.
inline std::string idx(std::uint32_t magic, std::initializer_list<std::uint32_t> dimensions, const std::string &bytes) {
    std::string content = big_endian(magic);
    for (const std::uint32_t dimension : dimensions)
        content += big_endian(dimension);
    return content + bytes;
}

/// `count` images, all their bytes differing from their neighbours'.
inline std::string idx_images(std::uint32_t count, std::uint32_t height = 28, std::uint32_t width = 28) {
    std::string pixels(std::size_t{count} * height * width, '\0');
    for (std::size_t i = 0; i < pixels.size(); ++i)
        pixels[i] = static_cast<char>(i % 251);
    return idx(0x803, {count, height, width}, pixels);
}

/// `count` labels: 0, 1, ... 9, 0, ...
inline std::string idx_labels(std::uint32_t count) {
    std::string labels(count, '\0');
    for (std::size_t i = 0; i < labels.size(); ++i)
        labels[i] = static_cast<char>(i % 10);
    return idx(0x801, {count}, labels);
}

/// `content` as one gzip member, with the header that zlib writes.
inline std::string gzip(const std::string &content) {
    z_stream stream{};
    constexpr int gzip_header = 16;
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + gzip_header, MAX_MEM_LEVEL, Z_DEFAULT_STRATEGY);
    std::string compressed(deflateBound(&stream, content.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(content.data()));
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef *>(compressed.data());
    stream.avail_out = static_cast<uInt>(compressed.size());
    deflate(&stream, Z_FINISH);
    compressed.resize(stream.total_out);
    deflateEnd(&stream);
    return compressed;
}
