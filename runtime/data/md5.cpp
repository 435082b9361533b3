#include "runtime/data/md5.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <sys/types.h> // md5.h uses its types

#include <md5.h>

#include "runtime/data/byte_stream.h"

namespace halenet {

std::string md5_of(ByteStream &stream) {
    MD5_CTX context;
    MD5Init(&context);
    std::vector<std::byte> buffer(1 << 18);
    while (const std::size_t count = stream.read(buffer))
        MD5Update(&context, reinterpret_cast<const std::uint8_t *>(buffer.data()), count);
    std::array<char, MD5_DIGEST_STRING_LENGTH> digest{};
    return MD5End(&context, digest.data());
}

} // namespace halenet
