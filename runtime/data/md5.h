#pragma once

#include <string>

namespace halenet {

class ByteStream;

/// The MD5 of all that `stream` still gives, as 32 lowercase hexadecimal digits. It tells a damaged download from the
/// published file; it is no protection against a forged one.
[[nodiscard]] std::string md5_of(ByteStream &stream);

} // namespace halenet
