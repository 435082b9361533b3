#include "generator/tune/specimen.h"

#include "generator/tune/drawn_images.h"
#include "generator/tune/training.h"
#include "runtime/files/installation.h"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>
#include <span>
#include <utility>

#include <halenet/error.h>
#include <halenet/mnist.h>
#include <halenet/network.h>
#include <halenet/threads.h>

namespace halenet::tune {

namespace {

// Some seconds of drawing at most, and no more memory than MNIST's.
constexpr std::size_t most_drawn_images = 4096, most_drawn_bytes = 48 << 20, least_drawn_images = 256;

Digits find_images(const ImageForm &form) {
    DataSearch search = standard_search("", this_executable());
    search.mirrors.clear(); // a measurement needs digits, but not enough to fetch 11 MB
    search.threads = static_cast<unsigned>(available_cpus());
    if (form == ImageForm{}) {
        return find_digits(search, form);
    }
    try {
        return find_digits(search, form);
    } catch (const Error &) { // the digits are of another form
        const std::size_t fit = most_drawn_bytes / (form.height * form.width * form.channels);
        return {.train = draw_images(form, std::clamp(fit, least_drawn_images, most_drawn_images)),
                .test = {},
                .source = fmt::format("drawn images of {}x{}x{}", form.height, form.width, form.channels),
                .synthetic = true};
    }
}

std::vector<float> trained(Network &network, const Dataset &data) {
    constexpr std::size_t steps = 200, batch = 64;
    std::vector<std::uint32_t> order(batch);
    for (std::size_t step = 0; step < steps; ++step) {
        std::iota(order.begin(), order.end(), static_cast<std::uint32_t>(step * batch % (data.size() - batch + 1)));
        network.train_step(data, order, adam());
    }
    network.check_weights();
    return network.parameters();
}

} // namespace

Specimen make_specimen(const halenet_api &library) {
    Network network(library, {.batch = 64, .training = library.model->trains});
    Digits found = find_images(network.form());
    Specimen specimen{.data = std::move(found.train), .parameters = {}, .source = std::move(found.source)};
    specimen.parameters = library.model->trains ? trained(network, specimen.data) : network.parameters();
    return specimen;
}

} // namespace halenet::tune
