#include "generator/driver/program_builder.h"

#include "generator/description/json.h"

namespace halenet::driver {

std::string plan_text(const Kernel &kernel) {
    return kernel.autoscheduler.empty() ? to_text(kernel.space, kernel.plan) : kernel.autoscheduler;
}

void ProgramBuilder::plan_settings() {
    program_.settings = planned({.name = "settings",
                                 .generator = "settings",
                                 .parameters = {{"model", description::model_hash(model_)}},
                                 .space = schedules::space_of(settings_, machine_)});
    set_values(knobs_of(settings_, machine_), program_.settings.plan);
    program_.few = settings_.few;
    program_.parallel_from = settings_.parallel_from;
}

} // namespace halenet::driver
