#include "generator/driver/kernel_texts.h"

#include "generator/driver/kernel_compiler.h"
#include "runtime/files/files.h"
#include "runtime/files/scratch_folder.h"

#include <fmt/format.h>
#include <stdexcept>

namespace halenet::driver {

namespace {

struct Form {
    Halide::OutputFileType type;
    const char *extension;
};

Form form_of(const std::string &name) {
    if (name == "assembly") {
        return {Halide::OutputFileType::assembly, ".s"};
    }
    if (name == "stmt") {
        return {Halide::OutputFileType::stmt, ".stmt"};
    }
    throw std::runtime_error(fmt::format(R"(--emit: "{}" is not known, "assembly" or "stmt" was expected)", name));
}

} // namespace

std::vector<BundleFile> kernel_texts(const Library &library, const std::vector<std::string> &forms) {
    std::vector<BundleFile> files;
    const ScratchFolder folder;
    for (const std::string &name : forms) {
        const Form form = form_of(name);
        for (const Isa &isa : library.isas) {
            const Halide::Target target = kernel_target(isa.target.halide, library.checked, library.strict);
            for (const Kernel &kernel : isa.program.kernels) {
                const std::filesystem::path file = folder.path() / (std::string("kernel") + form.extension);
                compile_kernel(lower_kernel(kernel, symbol_of(library, isa.target, kernel), target), file, form.type);
                files.push_back(
                    {fmt::format("{}/{}/{}{}", name, isa.target.name, kernel.name, form.extension), read_file(file)});
            }
        }
    }
    return files;
}

} // namespace halenet::driver
