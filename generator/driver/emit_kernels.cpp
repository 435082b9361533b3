#include "generator/driver/emit_kernels.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <stdexcept>

namespace halenet::driver {

namespace {

struct Kind {
    const char *generator = nullptr;
    const char *enumerator = nullptr; ///< HALENET_*, of halenet_kernel_kind
    Ports ports;
};

constexpr std::array kinds{
    Kind{"activation_backward", "ACTIVATION_BACKWARD", {2, 1}},
    Kind{"adam", "ADAM_KERNEL", {6, 3}},
    Kind{"adam_rates", "ADAM_RATES", {5, 2}},
    Kind{"augment", "AUGMENT", {6, 1}},
    Kind{"average_pool2d_backward_data", "AVERAGE_POOL2D_BACKWARD_DATA", {1, 1}},
    Kind{"average_pool2d_forward", "AVERAGE_POOL2D_FORWARD", {1, 1}},
    Kind{"conv2d_backward_data", "CONV2D_BACKWARD_DATA", {3, 1}},
    Kind{"conv2d_backward_weights", "CONV2D_BACKWARD_WEIGHTS", {3, 2}},
    Kind{"conv2d_forward", "CONV2D_FORWARD", {2, 2}},
    Kind{"conv2d_pack_backward", "CONV2D_PACK_BACKWARD", {1, 1}},
    Kind{"conv2d_pack_forward", "CONV2D_PACK_FORWARD", {2, 1}},
    Kind{"dense_backward_data", "DENSE_BACKWARD_DATA", {3, 1}},
    Kind{"dense_backward_weights", "DENSE_BACKWARD_WEIGHTS", {3, 2}},
    Kind{"dense_forward", "DENSE_FORWARD", {3, 1}},
    Kind{"dense_pack_rows", "DENSE_PACK_ROWS", {2, 1}},
    Kind{"dense_rows", "DENSE_ROWS", {2, 1}},
    Kind{"dropout", "DROPOUT", {4, 1}},
    Kind{"image_conv2d_backward_weights", "IMAGE_CONV2D_BACKWARD_WEIGHTS", {3, 2}},
    Kind{"image_conv2d_forward", "IMAGE_CONV2D_FORWARD", {3, 2}},
    Kind{"lanes_to_rows", "LANES_TO_ROWS", {1, 1}},
    Kind{"max_pool2d_backward_data", "MAX_POOL2D_BACKWARD_DATA", {2, 1}},
    Kind{"max_pool2d_forward", "MAX_POOL2D_FORWARD", {1, 2}},
    Kind{"normalize", "NORMALIZE", {1, 1}},
    Kind{"rows_to_lanes", "ROWS_TO_LANES", {2, 1}},
    Kind{"sgd", "SGD_KERNEL", {6, 2}},
    Kind{"softmax", "SOFTMAX", {1, 1}},
    Kind{"softmax_cross_entropy", "SOFTMAX_CROSS_ENTROPY", {5, 3}},
    Kind{"sum_shards", "SUM_SHARDS", {1, 1}},
};

constexpr std::array whole_numbers{"channels", "width",  "height", "filters", "kernel",   "stride", "pool",
                                   "size",     "inputs", "units",  "classes", "elements", "stream"};
constexpr std::array flags{"same", "lanes", "to_lanes"};
constexpr std::array activations{"activation", "src_activation"};
constexpr std::array reals{"mean", "deviation", "rate"};

template <typename Names>
bool contains(const Names &names, const std::string &name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

const Kind &kind_of(const std::string &generator) {
    const auto found =
        std::find_if(kinds.begin(), kinds.end(), [&](const Kind &kind) { return generator == kind.generator; });
    if (found == kinds.end()) {
        throw std::logic_error("the self-test does not know the generator " + generator);
    }
    return *found;
}

std::string upper_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char letter) {
        return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    });
    return text;
}

std::string value_of(const std::string &parameter, const std::string &value) {
    if (contains(whole_numbers, parameter)) {
        return value;
    }
    if (contains(flags, parameter)) {
        return value == "true" ? "1" : "0";
    }
    if (contains(activations, parameter)) {
        return "HALENET_" + upper_case(value);
    }
    if (contains(reals, parameter)) {
        return fmt::format("{:a}", std::stod(value));
    }
    throw std::logic_error("halenet_shape has no field for the parameter " + parameter);
}

std::string kernel_row(const Kernel &kernel) {
    const Kind &kind = kind_of(kernel.generator);
    std::vector<std::string> shape;
    for (const auto &[parameter, value] : kernel.parameters) {
        shape.push_back(fmt::format(".{} = {}", parameter, value_of(parameter, value)));
    }
    if (shape.empty()) {
        shape.emplace_back("0");
    }
    const unsigned outputs = ((1U << kind.ports.outputs) - 1U) << kind.ports.inputs;
    return fmt::format("{{\"{}\", HALENET_{}, {:#x}u, {{{}}}}}", kernel.name, kind.enumerator, outputs,
                       fmt::join(shape, ", "));
}

std::size_t round_up(std::size_t bytes, std::size_t step) {
    return (bytes + step - 1) / step * step;
}

std::size_t bytes_without_gaps(const View &view) {
    std::size_t elements = 1;
    for (const Dimension &dimension : view.dimensions) {
        const int extent = dimension.extent == images_extent ? description::shard_images : dimension.extent;
        elements *= static_cast<std::size_t>(extent);
    }
    return round_up(elements * bytes_of(view.type), sizeof(double));
}

} // namespace

Ports ports_of(const std::string &generator) {
    return kind_of(generator).ports;
}

std::vector<std::string> kernel_rows(const Program &program) {
    std::vector<std::string> rows;
    for (const Kernel &kernel : program.kernels) {
        rows.push_back(kernel_row(kernel));
    }
    return rows;
}

std::size_t selftest_output_bytes(const Program &program) {
    std::size_t most = 0;
    for (const Call &call : program.calls) {
        const auto [inputs, outputs] = ports_of(program.kernels[static_cast<std::size_t>(call.kernel)].generator);
        std::size_t bytes = 0;
        for (int k = inputs; k < inputs + outputs; ++k) {
            const Argument &output = call.arguments[static_cast<std::size_t>(k)];
            bytes += bytes_without_gaps(program.views[static_cast<std::size_t>(output.view)]);
        }
        most = std::max(most, bytes);
    }
    return most;
}

std::size_t selftest_scratch_bytes(std::size_t image_bytes, std::size_t kernels, std::size_t output_bytes) {
    constexpr std::size_t alignment = 64, images = 64;
    return round_up(images * image_bytes, alignment) + round_up(images, alignment) +
           round_up(kernels * sizeof(float), alignment) + round_up(output_bytes, alignment);
}

} // namespace halenet::driver
