#include "tests/targets/inputs.h"

#include "runtime/files/files.h"
#include "runtime/files/scratch_folder.h"
#include "tests/golden/golden.h"

#include <lenet5.h>

#include <halenet/weights.h>

namespace halenet::targets {

std::string weights_file(std::span<const float> parameters) {
    const ScratchFolder scratch;
    save_weights(scratch.path() / "weights", *lenet5_api.model, parameters);
    return read_file(scratch.path() / "weights");
}

Inputs golden_inputs() {
    const auto images = golden::images();
    const auto labels = golden::labels();
    const auto parameters = golden::initial_parameters();
    return {{"images", {images.begin(), images.end()}},
            {"labels", {labels.begin(), labels.end()}},
            {"weights", weights_file({parameters.data(), parameters.size()})}};
}

} // namespace halenet::targets
