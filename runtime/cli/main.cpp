#include <array>

#include <lenet5.h>
#include <lenet5_1998.h>

#include "runtime/cli/program.h"

int main(int argc, char **argv) {
    const std::array models{halenet::cli::ShippedModel{"lenet5", &lenet5_api},
                            halenet::cli::ShippedModel{"lenet5_1998", &lenet5_1998_api}};
    return halenet::cli::run_program(models, argc, argv);
}
