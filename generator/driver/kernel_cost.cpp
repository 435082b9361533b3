#include "generator/driver/kernel_cost.h"

#include "schedules/convolution_shape.h"

namespace halenet::driver {
namespace {

int number(const Kernel &kernel, const char *parameter) {
    return std::stoi(kernel.parameters.at(parameter));
}

bool has(const Kernel &kernel, const char *parameter) {
    return kernel.parameters.contains(parameter);
}

std::int64_t of_convolution(const Kernel &kernel) {
    const schedules::ConvolutionShape shape{.channels = number(kernel, "channels"),
                                            .width = number(kernel, "width"),
                                            .height = number(kernel, "height"),
                                            .filters = number(kernel, "filters"),
                                            .kernel = number(kernel, "kernel"),
                                            .stride = number(kernel, "stride"),
                                            .same = kernel.parameters.at("same") == "true"};
    const std::int64_t places = std::int64_t{shape.convolved_width()} * shape.convolved_height();
    return places * shape.filters * shape.kernel * shape.filter_row();
}

} // namespace

// By the shapes, not by a list of generators: one more formulation of a layer needs no line here. Forward, backward
// data and backward weights take the same number; copies of weights have a convolution's shapes too, but no arithmetic.
std::int64_t multiply_adds(const Kernel &kernel) {
    if (kernel.generator.find("_pack_") != std::string::npos)
        return 0;
    if (has(kernel, "filters") && has(kernel, "kernel"))
        return of_convolution(kernel);
    if (has(kernel, "inputs") && has(kernel, "units"))
        return std::int64_t{number(kernel, "inputs")} * number(kernel, "units");
    return 0;
}

} // namespace halenet::driver
