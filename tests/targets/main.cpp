#include "tests/targets/tested_target.h"

#include <catch2/catch_session.hpp>

int main(int argc, char **argv) {
    Catch::Session session;
    auto &tested = halenet::targets::tested_target();
    using Catch::Clara::Opt;
    session.cli(session.cli() | Opt(tested.name, "name")["--target"]("what the tests are about") |
                Opt(tested.library, "name")["--library"]("that has kernels for the target"));
    const int status = session.applyCommandLine(argc, argv);
    return status == 0 ? session.run() : status;
}
