#include "runtime/data/byte_stream.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>
#include <zlib.h>

#include <halenet/error.h>

#include "runtime/files/input_file.h"

namespace halenet {
namespace {

constexpr std::size_t buffer_bytes = 1 << 18;

/// A deflate stream never expands more: a match of 258 bytes takes at least 2 bits.
constexpr std::uint64_t largest_expansion = 1032;

constexpr std::byte gzip_magic[] = {std::byte{0x1f}, std::byte{0x8b}};

bool starts_gzip(std::span<const std::byte> bytes) {
    return bytes.size() >= 2 && bytes[0] == gzip_magic[0] && bytes[1] == gzip_magic[1];
}

} // namespace

/// zlib's decompressor for one gzip member after another.
class ByteStream::Inflater {
  public:
    Inflater() {
        constexpr int gzip_only = 16;
        if (::inflateInit2(&stream_, MAX_WBITS + gzip_only) != Z_OK)
            throw std::bad_alloc();
    }
    Inflater(const Inflater &) = delete;
    Inflater &operator=(const Inflater &) = delete;
    ~Inflater() { ::inflateEnd(&stream_); }

    /// Moves both spans past what was used and written; returns zlib's code.
    int step(std::span<std::byte> &input, std::span<std::byte> &output) {
        constexpr std::size_t most = std::numeric_limits<uInt>::max();
        const auto in_count = static_cast<uInt>(std::min(input.size(), most));
        const auto out_count = static_cast<uInt>(std::min(output.size(), most));
        stream_.next_in = reinterpret_cast<Bytef *>(input.data());
        stream_.avail_in = in_count;
        stream_.next_out = reinterpret_cast<Bytef *>(output.data());
        stream_.avail_out = out_count;
        const int code = ::inflate(&stream_, Z_NO_FLUSH);
        input = input.subspan(in_count - stream_.avail_in);
        output = output.subspan(out_count - stream_.avail_out);
        at_end_ = code == Z_STREAM_END;
        return code;
    }

    [[nodiscard]] bool at_end() const { return at_end_; } ///< of a member
    [[nodiscard]] std::string reason() const { return stream_.msg ? stream_.msg : "unknown reason"; }

    void start_next_member() {
        ::inflateReset(&stream_);
        at_end_ = false;
    }

  private:
    z_stream stream_{};
    bool at_end_ = false;
};

ByteStream::ByteStream(std::string name, std::uint64_t source_size, Source source)
    : name_(std::move(name)), source_size_(source_size), source_(std::move(source)), buffer_(buffer_bytes) {
    refill();
    if (pending_.empty())
        throw Error(fmt::format("{}: is empty, an IDX file, plain or gzip, was expected", name_));
    if (starts_gzip(pending_))
        inflater_ = std::make_unique<Inflater>();
}

ByteStream::ByteStream(ByteStream &&) noexcept = default;
ByteStream &ByteStream::operator=(ByteStream &&) noexcept = default;
ByteStream::~ByteStream() = default;

ByteStream ByteStream::of_file(const std::filesystem::path &path) {
    // Shared because std::function wants what it holds to be copyable.
    const auto file = std::make_shared<InputFile>(path);
    return ByteStream(path.string(), file->size(), [file](std::span<std::byte> bytes) { return file->read(bytes); });
}

ByteStream ByteStream::of_memory(std::string name, std::span<const std::byte> bytes) {
    return {std::move(name), bytes.size(), [rest = bytes](std::span<std::byte> wanted) mutable {
                const auto part = rest.first(std::min(rest.size(), wanted.size()));
                std::ranges::copy(part, wanted.begin());
                rest = rest.subspan(part.size());
                return part.size();
            }};
}

std::uint64_t ByteStream::size_limit() const {
    return inflater_ ? source_size_ * largest_expansion : source_size_;
}

std::size_t ByteStream::read(std::span<std::byte> bytes) {
    return inflater_ ? read_compressed(bytes) : read_plain(bytes);
}

void ByteStream::refill() {
    pending_ = std::span(buffer_).first(source_(buffer_));
}

std::size_t ByteStream::read_plain(std::span<std::byte> bytes) {
    const std::size_t buffered = std::min(bytes.size(), pending_.size());
    std::copy_n(pending_.begin(), buffered, bytes.begin());
    pending_ = pending_.subspan(buffered);
    return buffered + source_(bytes.subspan(buffered));
}

std::size_t ByteStream::read_compressed(std::span<std::byte> bytes) {
    std::span<std::byte> output = bytes;
    while (!output.empty()) {
        if (pending_.empty())
            refill();
        if (inflater_->at_end()) {
            if (pending_.empty())
                break;
            if (!starts_gzip(pending_))
                throw Error(
                    fmt::format("{}: has other bytes behind the end of its gzip content, a file that ends there "
                                "was expected; fetch it again",
                                name_));
            inflater_->start_next_member();
        }
        if (pending_.empty())
            throw Error(fmt::format("{}: its gzip content is truncated, it ends after {} bytes of the file; fetch it "
                                    "again",
                                    name_, source_size_));
        const int code = inflater_->step(pending_, output);
        if (code != Z_OK && code != Z_STREAM_END)
            throw Error(
                fmt::format("{}: its gzip content is damaged ({}); fetch it again", name_, inflater_->reason()));
    }
    return bytes.size() - output.size();
}

} // namespace halenet
