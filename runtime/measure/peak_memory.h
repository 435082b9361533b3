#pragma once

namespace halenet {

/// The most memory that this process had at any time so far, resident, in MB (10^6 bytes). Throws Error.
[[nodiscard]] double peak_memory_mb();

} // namespace halenet
