/// halenet-strict-cost: what the same bits on every processor cost. Steps of training by LeNet-5's plain and strict
/// libraries, in turn, on one thread, with each instruction set that this machine has. `./dev build --target
/// halenet-strict-cost` makes it.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <numeric>
#include <span>
#include <vector>

#include <fmt/format.h>

#include <halenet/error.h>
#include <halenet/network.h>
#include <lenet5_x86_64.h>
#include <lenet5_x86_64_strict.h>

#include "bench/subject.h"
#include "runtime/measure/summary.h"
#include "runtime/report/machine.h"
#include "runtime/train/stopwatch.h"

namespace halenet::bench {
namespace {

constexpr int repetitions = 15;
constexpr std::size_t images = 6'400; ///< of a repetition

double microseconds_an_image(Network &network, const Subject &subject) {
    const auto batch = static_cast<std::size_t>(network.batch());
    std::vector<std::uint32_t> order(images);
    std::iota(order.begin(), order.end(), 0u);
    network.set_parameters(subject.parameters);
    const Stopwatch stopwatch;
    for (std::size_t first = 0; first < images; first += batch)
        network.train_step(subject.digits, std::span(order).subspan(first, batch), adam(1e-3f));
    return 1e6 * stopwatch.seconds() / static_cast<double>(images);
}

void measure(const Subject &subject, int batch) {
    const NetworkOptions options{.batch = batch, .threads = 1};
    Network plain(lenet5_x86_64_api, options), strict(lenet5_x86_64_strict_api, options);
    std::vector<double> plain_times, strict_times;
    for (int repetition = 0; repetition < repetitions; ++repetition) {
        plain_times.push_back(microseconds_an_image(plain, subject));
        strict_times.push_back(microseconds_an_image(strict, subject));
    }
    const double plain_time = summary_of(plain_times).median, strict_time = summary_of(strict_times).median;
    fmt::print("{:<12}{:>6}{:>10.2f}{:>10.2f}{:>10.2f}\n", strict.isa(), batch, plain_time, strict_time,
               strict_time / plain_time);
}

void run() {
    const Subject subject = make_subject();
    fmt::print("{}; medians of {} runs, microseconds an image\n{:<12}{:>6}{:>10}{:>10}{:>10}\n", machine_name(),
               repetitions, "", "batch", "plain", "strict", "ratio");
    const halenet_model_info &model = *lenet5_x86_64_strict_api.model;
    for (const halenet_isa_info &isa : std::span(model.isas, model.isa_count)) {
        ::setenv("HALENET_ISA", isa.name, 1);
        try {
            for (const int batch : {32, 128})
                measure(subject, batch);
        } catch (const Error &error) {
            fmt::print("{}\n", error.what());
        }
    }
}

} // namespace
} // namespace halenet::bench

int main() {
    try {
        halenet::bench::run();
    } catch (const std::exception &error) {
        fmt::print(stderr, "halenet-strict-cost: {}\n", error.what());
        return 1;
    }
}
