#include "generator/driver/program_builder.h"

#include "generator/description/json.h"

namespace halenet::driver {

std::string plan_text(const Kernel &kernel) {
    return kernel.autoscheduler.empty() ? to_text(kernel.space, kernel.plan) : kernel.autoscheduler;
}

std::vector<const Kernel *> kernels_with_knobs(const Program &program) {
    std::vector<const Kernel *> kernels;
    for (const Kernel &kernel : program.kernels) {
        if (!kernel.space.names.empty()) {
            kernels.push_back(&kernel);
        }
    }
    kernels.push_back(&program.settings);
    return kernels;
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
