#include "tests/library/training_data.h"

#include <filesystem>
#include <halenet/mnist.h>

namespace halenet::testing {

const Dataset &training_data() {
    static const Digits digits = [] {
        DataSearch search = standard_search("", {}, HALENET_SOURCE_FOLDER);
        search.mirrors.clear(); // a test fetches nothing
        search.threads = 2;
        return find_digits(search);
    }();
    return digits.train;
}

} // namespace halenet::testing
