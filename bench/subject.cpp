#include "bench/subject.h"

#include <numeric>
#include <span>

#include <halenet/mnist.h>
#include <halenet/network.h>
#include <lenet5.h>

#include "runtime/files/installation.h"

namespace halenet::bench {
namespace {

constexpr std::size_t steps = 200, batch = 128;

std::vector<float> trained(const Dataset &digits) {
    Network network(lenet5_api, {.batch = batch});
    std::vector<std::uint32_t> order(steps * batch);
    std::iota(order.begin(), order.end(), 0u);
    for (std::size_t step = 0; step < steps; ++step)
        network.train_step(digits, std::span(order).subspan(step * batch, batch), adam(1e-3f));
    return network.parameters();
}

} // namespace

halenet_training adam(float learning_rate) {
    halenet_training training{};
    training.learning_rate = learning_rate;
    training.beta1 = 0.9;
    training.beta2 = 0.999;
    training.epsilon = 1e-8f;
    return training;
}

Subject make_subject() {
    Digits found = find_digits(standard_search("", this_executable()));
    Subject subject{.digits = std::move(found.train), .synthetic = found.synthetic, .parameters = {}};
    subject.parameters = trained(subject.digits);
    return subject;
}

} // namespace halenet::bench
