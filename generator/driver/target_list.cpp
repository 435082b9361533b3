#include "generator/driver/target_list.h"

#include "generator/driver/requirements.h"
#include "generator/driver/target.h"

#include <nlohmann/json.hpp>

namespace halenet::driver {

namespace {

using Json = nlohmann::ordered_json;

/// Whether this machine can run it; null where it is of another architecture or system.
Json fits_here(const Halide::Target &target) {
    const std::optional<bool> runs = runs_here(target);
    return runs ? Json(*runs) : Json();
}

} // namespace

std::string list_of_targets() {
    Json list = Json::array();
    for (const NamedTarget &named : named_targets()) {
        const Halide::Target target = parse_targets(named.name).front().halide;
        list.push_back({{"name", named.name},
                        {"halide", target.to_string()},
                        {"what", named.what},
                        {"tested", named.tested},
                        {"tuned", named.tuned},
                        {"fits_this_cpu", fits_here(target)}});
    }
    return list.dump(2) + "\n";
}

} // namespace halenet::driver
