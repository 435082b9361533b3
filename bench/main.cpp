/// halenet-bench: what LeNet-5 costs on this machine. `./dev bench` runs it and makes tables and pictures of it.
#include <cstdio>
#include <exception>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <halenet/error.h>

#include "bench/benchmarks.h"
#include "runtime/measure/peak.h"
#include "runtime/report/machine.h"

namespace {

using namespace halenet;
using namespace halenet::bench;

void run() {
    const Manifest manifest = read_manifest(HALENET_BENCH_MANIFEST);
    const Subject subject = make_subject();
    benchmark::AddCustomContext("cpu", machine_name());
    benchmark::AddCustomContext("target", manifest.target);
    benchmark::AddCustomContext("vectors", std::string(measure_peak().vectors));
    benchmark::AddCustomContext("data", subject.synthetic ? "synthetic digits" : "MNIST");
    benchmark::AddCustomContext("halenet", manifest.halenet);
    benchmark::AddCustomContext("halide", manifest.halide);
    benchmark::AddCustomContext("core_compiler", manifest.core_compiler);
    add_limits();
    add_kernels(manifest, subject);
    add_epochs(manifest, subject);
    add_network(subject);
    benchmark::RunSpecifiedBenchmarks();
}

} // namespace

int main(int argc, char **argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 2;
    try {
        run();
    } catch (const std::exception &error) {
        fmt::print(stderr, "halenet-bench: {}\n", error.what());
        return 1;
    }
    benchmark::Shutdown();
    return 0;
}
