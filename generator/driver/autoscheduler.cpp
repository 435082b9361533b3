#include "generator/driver/autoscheduler.h"

#include <algorithm>

namespace halenet::driver {

bool is_autoscheduler(const std::string &name) {
    return std::ranges::find(autoschedulers, name) != autoschedulers.end();
}

} // namespace halenet::driver
