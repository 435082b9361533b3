#include <lenet5.h>

#include "runtime/cli/program.h"

int main(int argc, char **argv) {
    return halenet::cli::run_program(lenet5_api, argc, argv);
}
