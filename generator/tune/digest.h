/// What a library computes, as a few words to compare: whatever plans its kernels have, the bits are the same.
#pragma once

#include "generator/tune/worker.h"

#include <string>
#include <vector>

namespace halenet::tune {

struct Digest {
    std::string what;   ///< "training with Adam"
    std::string sha256; ///< of all that came out of it

    bool operator==(const Digest &) const = default;
};

/// Of everything that the library can do, with shards that are full and that are not. Leaves the specimen's parameters
/// loaded.
[[nodiscard]] std::vector<Digest> digests_of(Worker &worker);

} // namespace halenet::tune
