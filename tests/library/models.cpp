#include "tests/library/models.h"

#include "tests/driver/descriptions.h"

#include <lenet5.h>
#include <mlp.h>
#include <tiny.h>

namespace halenet::testing {

description::ModelDescription Model::description() const {
    return read_description(description_file);
}

const std::vector<Model> &all_models() {
    static const std::vector<Model> models{{&lenet5_api, "generated/lenet5/model.json"},
                                           {&tiny_api, "tests/models/tiny.json"},
                                           {&mlp_api, "tests/models/mlp.json"}};
    return models;
}

} // namespace halenet::testing
