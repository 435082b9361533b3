// https://netpbm.sourceforge.net/doc/pgm.html and ppm.html
#include <algorithm>

#include <fmt/format.h>

#include "runtime/images/byte_reader.h"
#include "runtime/images/formats.h"

namespace halenet {
namespace {

bool is_space(std::uint8_t byte) {
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/// Decimal numbers between spaces and comments, which run from # to the end of their line.
class NumberReader {
  public:
    NumberReader(const ImageFile &file, std::size_t offset) : file_(&file), at_(offset) {}

    [[nodiscard]] std::size_t at() const { return at_; }

    std::uint32_t next(std::uint32_t most) {
        skip_spaces();
        if (at_ == file_->bytes.size())
            throw file_->error("is cut off: a whole image was expected");
        std::uint64_t number = 0;
        const std::size_t first = at_;
        for (; at_ < file_->bytes.size() && file_->bytes[at_] >= '0' && file_->bytes[at_] <= '9'; ++at_)
            number = std::min<std::uint64_t>(number * 10 + (file_->bytes[at_] - '0'), std::uint64_t{1} << 32);
        if (at_ == first || (at_ < file_->bytes.size() && !is_space(file_->bytes[at_]) && file_->bytes[at_] != '#'))
            throw file_->error(fmt::format("is a damaged PGM or PPM: found byte {:02x} at offset {}, expected a number",
                                           file_->bytes[at_], at_));
        if (number > most)
            throw file_->error(
                fmt::format("is a PGM or PPM with the number {}, expected at most {} there", number, most));
        return static_cast<std::uint32_t>(number);
    }

  private:
    void skip_spaces() {
        for (; at_ < file_->bytes.size(); ++at_) {
            if (file_->bytes[at_] == '#')
                while (at_ + 1 < file_->bytes.size() && file_->bytes[at_] != '\n')
                    ++at_;
            else if (!is_space(file_->bytes[at_]))
                return;
        }
    }

    const ImageFile *file_;
    std::size_t at_;
};

} // namespace

Picture decode_netpbm(const ImageFile &file) {
    constexpr std::uint32_t most_number = 2'147'483'647, most_brightness = 65'535;
    const char kind = static_cast<char>(file.bytes[1]);
    const bool plain = kind == '2' || kind == '3'; // numbers as text
    const std::size_t channels = kind == '3' || kind == '6' ? 3 : 1;
    NumberReader header(file, 2);
    const std::uint32_t width = header.next(most_number), height = header.next(most_number);
    const std::uint32_t brightest = header.next(most_brightness);
    if (brightest == 0)
        throw file.error("is a PGM or PPM whose brightest value is 0, expected 1 to 65535");
    const std::size_t bytes_each = plain || brightest < 256 ? 1 : 2;
    if (width <= Picture::most_side && height <= Picture::most_side) // the pixels must be there before memory is taken
        ByteReader(file, header.at()).skip(1 + std::size_t{width} * height * channels * bytes_each);
    Picture picture = new_picture(file, width, height, static_cast<int>(channels));
    ByteReader binary(file, header.at() + 1); // one space ends the header
    for (std::uint8_t &value : picture.pixels) {
        const std::uint32_t number = plain ? header.next(brightest) : binary.big_endian(bytes_each);
        if (number > brightest)
            throw file.error(
                fmt::format("is a PGM or PPM with the brightness {}, expected at most {}", number, brightest));
        value = static_cast<std::uint8_t>((number * 255 + brightest / 2) / brightest);
    }
    return picture;
}

} // namespace halenet
