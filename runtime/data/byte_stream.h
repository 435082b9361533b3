#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace halenet {

/// Reads bytes that may be gzip-compressed and gives them decompressed. Compression is seen from the first two bytes.
class ByteStream {
  public:
    /// Fills the span as far as the source goes and returns the number of bytes; fewer only at the end.
    using Source = std::function<std::size_t(std::span<std::byte>)>;

    /// `name` stands in errors; `source_size` is the number of bytes that `source` will give.
    ByteStream(std::string name, std::uint64_t source_size, Source source);
    ~ByteStream();
    ByteStream(ByteStream &&) noexcept;
    ByteStream &operator=(ByteStream &&) noexcept;
    ByteStream(const ByteStream &) = delete;
    ByteStream &operator=(const ByteStream &) = delete;

    [[nodiscard]] static ByteStream of_file(const std::filesystem::path &path);

    /// The bytes must outlive the stream.
    [[nodiscard]] static ByteStream of_memory(std::string name, std::span<const std::byte> bytes);

    [[nodiscard]] const std::string &name() const { return name_; }

    /// The most bytes that can come out: what a header in them announces must not exceed it.
    [[nodiscard]] std::uint64_t size_limit() const;

    /// Fills `bytes` as far as the content goes; returns how many it filled, fewer only at the end.
    /// Throws Error for damaged or truncated gzip, and for bytes behind the end of the compressed content.
    std::size_t read(std::span<std::byte> bytes);

  private:
    class Inflater;

    std::size_t read_plain(std::span<std::byte> bytes);
    std::size_t read_compressed(std::span<std::byte> bytes);
    void refill();

    std::string name_;
    std::uint64_t source_size_;
    Source source_;
    std::vector<std::byte> buffer_;      ///< what was read from the source
    std::span<std::byte> pending_;       ///< the part of it that was not used yet
    std::unique_ptr<Inflater> inflater_; ///< null for plain content
};

} // namespace halenet
