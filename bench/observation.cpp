#include "bench/observation.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include <halenet/error.h>

namespace halenet::bench {
namespace {

constexpr std::size_t most_calls = 1024;

CallObserver *current = nullptr;

template <std::size_t call>
int observed(void **arguments) {
    return current->on_call(call, arguments);
}

template <std::size_t... calls>
constexpr std::array<halenet_kernel, sizeof...(calls)> make_kernels(std::index_sequence<calls...> /*all*/) {
    return {observed<calls>...};
}

constexpr auto observed_kernels = make_kernels(std::make_index_sequence<most_calls>());

} // namespace

std::span<const halenet_call> calls_of(const halenet_isa &isa) {
    return {isa.calls, static_cast<std::size_t>(isa.call_count)};
}

std::vector<std::size_t> kernel_numbers(std::span<const halenet_call> calls) {
    std::vector<std::size_t> numbers;
    std::ranges::transform(calls, std::back_inserter(numbers),
                           [](const halenet_call &call) { return static_cast<std::size_t>(call.info); });
    return numbers;
}

Observation::Observation(halenet_instance &instance, CallObserver &observer)
    : instance_(instance), own_(instance.isa), isa_(*instance.isa) {
    const std::span<const halenet_call> calls = calls_of(*own_);
    if (calls.size() > most_calls)
        throw Error(fmt::format("the library's tables have {} calls, expected at most {}", calls.size(), most_calls));
    calls_.assign(calls.begin(), calls.end());
    for (std::size_t call = 0; call < calls_.size(); ++call)
        calls_[call].kernel = observed_kernels[call];
    isa_.calls = calls_.data();
    instance_.isa = &isa_;
    current = &observer;
}

Observation::~Observation() {
    instance_.isa = own_;
    current = nullptr;
}

} // namespace halenet::bench
