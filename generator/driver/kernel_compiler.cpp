#include "generator/driver/kernel_compiler.h"

#include "generator/driver/autoschedule.h"
#include "generator/driver/bounded_memory.h"
#include "generator/driver/portable_kernel.h"
#include "generator/driver/riscv_vectors.h"
#include "generator/driver/scratch.h"

#include <stdexcept>

namespace halenet::driver {

namespace {

struct Reporter : Halide::CompileTimeErrorReporter {
    bool strict = true; ///< warnings are errors

    void warning(const char *message) override {
        if (strict) {
            throw std::runtime_error(message);
        }
    }
    [[noreturn]] void error(const char *message) override { throw std::runtime_error(message); }
};

} // namespace

LoweredKernel lower_kernel(const Kernel &kernel, const std::string &symbol, const Halide::Target &target) {
    static Reporter reporter;
    reporter.strict = kernel.autoscheduler.empty();
    Halide::set_custom_compile_time_error_reporter(&reporter);
    const Halide::Target lowering = lowering_target(target);
    const auto generator = Halide::Internal::GeneratorRegistry::create(
        kernel.generator, Halide::GeneratorContext(lowering, autoscheduler_of(kernel)));
    if (generator == nullptr) {
        throw std::runtime_error("no generator is named " + kernel.generator);
    }
    generator->set_generatorparam_values(kernel.parameters);
    if (!kernel.space.names.empty()) {
        generator->set_generatorparam_value("plan", to_text(kernel.space, kernel.plan));
    }
    const Halide::Module whole = kernel.autoscheduler.empty() ? generator->build_module(symbol)
                                                              : autoscheduled_module(*generator, kernel, symbol);

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
        if (!kernel.autoscheduler.empty()) {
            bound_memory(function, kernel.extents);
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
