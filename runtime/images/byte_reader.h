#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/images/formats.h"

namespace halenet {

/// Reads numbers from a file's bytes; throws where the file ends too early.
class ByteReader {
  public:
    ByteReader(const ImageFile &file, std::size_t offset) : file_(&file), at_(offset) {}

    [[nodiscard]] std::size_t at() const { return at_; }

    [[nodiscard]] std::span<const std::uint8_t> take(std::size_t count) {
        if (at_ > file_->bytes.size() || count > file_->bytes.size() - at_)
            throw file_->error("is cut off: a whole image was expected");
        at_ += count;
        return file_->bytes.subspan(at_ - count, count);
    }

    void skip(std::size_t count) { (void)take(count); }

    [[nodiscard]] std::uint8_t u8() { return take(1)[0]; }

    [[nodiscard]] std::uint32_t little_endian(std::size_t count) {
        std::uint32_t value = 0;
        const auto bytes = take(count);
        for (std::size_t i = count; i-- > 0;)
            value = value << 8 | bytes[i];
        return value;
    }

    [[nodiscard]] std::uint32_t big_endian(std::size_t count) {
        std::uint32_t value = 0;
        for (const std::uint8_t byte : take(count))
            value = value << 8 | byte;
        return value;
    }

  private:
    const ImageFile *file_;
    std::size_t at_;
};

} // namespace halenet
