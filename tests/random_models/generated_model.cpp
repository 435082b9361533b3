#include "tests/random_models/generated_model.h"

#include "generator/description/json.h"
#include "runtime/files/files.h"

#include <fmt/format.h>

#include <cstdlib>
#include <stdexcept>

namespace halenet::testing {

namespace fs = std::filesystem;

namespace {

void run(const std::string &command) {
    if (std::system((command + " >log 2>&1 </dev/null").c_str()) != 0)
        throw std::runtime_error(command + " failed: " + read_file("log"));
}

} // namespace

GeneratedModel generate(const std::string &header, const std::string &name) {
    const fs::path folder = fs::path(HALENET_RANDOM_MODELS_FOLDER) / name;
    fs::create_directories(folder);
    fs::current_path(folder);
    const fs::path model = folder / "model.json";
    write_file_atomically(folder / "model.h", header);
    run("'" HALENET_READER "' model.h --out model.json");
    run(fmt::format("'" HALENET_GENERATE "' --model model.json --shared --name {} --out bundle --cache cache", name));
    return {description::from_json(read_file(model)),
            LoadedLibrary(folder / "bundle/lib" / ("lib" + name + ".so"), name)};
}

} // namespace halenet::testing
