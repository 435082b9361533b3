#include "generator/driver/kernel_compiler.h"

#include "generator/driver/portable_kernel.h"
#include "generator/driver/riscv_vectors.h"
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
    const Halide::Target lowering = lowering_target(target);
    const auto generator =
        Halide::Internal::GeneratorRegistry::create(kernel.generator, Halide::GeneratorContext(lowering));
    if (generator == nullptr) {
        throw std::runtime_error("no generator is named " + kernel.generator);
    }
    generator->set_generatorparam_values(kernel.parameters);
    const Halide::Module whole = generator->build_module(symbol);

    // The core calls through argument arrays; Halide's metadata would only add text.
    LoweredKernel lowered{Halide::Module(symbol, lowering), target};
    // Or what a kernel marks as strict would be compiled like the rest of it: as if no number were NaN.
    lowered.module.set_any_strict_float(whole.any_strict_float());
    for (Halide::Internal::LoweredFunc function : whole.functions()) {
        if (function.linkage == Halide::LinkageType::ExternalPlusMetadata) {
            function.linkage = Halide::LinkageType::ExternalPlusArgv;
        }
        if (lowering.has_feature(Halide::Target::RVV)) {
            repair_riscv_vectors(function, lowering);
        }
        lowered.scratch_bytes += move_to_scratch(function);
        lowered.module.append(function);
    }
    for (const auto &buffer : whole.buffers()) {
        lowered.module.append(buffer);
    }
    return lowered;
}

void compile_kernel(const LoweredKernel &kernel, const std::filesystem::path &file, Halide::OutputFileType form) {
    const bool machine_code = form == Halide::OutputFileType::object || form == Halide::OutputFileType::assembly;
    if (machine_code && kernel.module.target() != kernel.target) {
        compile_portable(kernel.module, kernel.target, file, form);
    } else {
        kernel.module.compile({{form, file.string()}});
    }
}

} // namespace halenet::driver
