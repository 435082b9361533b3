#include "generator/driver/kernel_compiler.h"

#include "generator/driver/scratch.h"

#include <stdexcept>

namespace halenet::driver {

namespace {

class StrictReporter : public Halide::CompileTimeErrorReporter {
  public:
    void warning(const char *message) override { throw std::runtime_error(message); }
    [[noreturn]] void error(const char *message) override { throw std::runtime_error(message); }
};

} // namespace

LoweredKernel lower_kernel(const Kernel &kernel, const std::string &symbol, const Halide::Target &target) {
    static StrictReporter reporter;
    Halide::set_custom_compile_time_error_reporter(&reporter);
    const auto generator =
        Halide::Internal::GeneratorRegistry::create(kernel.generator, Halide::GeneratorContext(target));
    if (generator == nullptr) {
        throw std::runtime_error("no generator is named " + kernel.generator);
    }
    generator->set_generatorparam_values(kernel.parameters);
    const Halide::Module whole = generator->build_module(symbol);

    // The core calls through argument arrays; Halide's metadata would only add text.
    LoweredKernel lowered{Halide::Module(symbol, target)};
    for (Halide::Internal::LoweredFunc function : whole.functions()) {
        if (function.linkage == Halide::LinkageType::ExternalPlusMetadata) {
            function.linkage = Halide::LinkageType::ExternalPlusArgv;
        }
        lowered.scratch_bytes += move_to_scratch(function);
        lowered.module.append(function);
    }
    for (const auto &buffer : whole.buffers()) {
        lowered.module.append(buffer);
    }
    return lowered;
}

void compile_kernel(const LoweredKernel &kernel, const std::filesystem::path &object) {
    kernel.module.compile({{Halide::OutputFileType::object, object.string()}});
}

} // namespace halenet::driver
