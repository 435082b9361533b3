/// What the self-test is told of kernels, against what the Generators themselves declare.
#include "generator/driver/emit_kernels.h"

#include <catch2/catch_test_macros.hpp>

#include <Halide.h>

using namespace halenet::driver;

namespace {

Program program_of(const std::string &generator, const std::map<std::string, std::string> &parameters) {
    Program program;
    program.kernels.push_back({"kernel", generator, parameters});
    return program;
}

} // namespace

TEST_CASE("the self-test knows every Generator, with its inputs and outputs", "[driver][selftest]") {
    using namespace Halide::Internal;
    const auto names = GeneratorRegistry::enumerate();
    REQUIRE(!names.empty());
    for (const std::string &name : names) {
        CAPTURE(name);
        const auto generator = GeneratorRegistry::create(name, Halide::GeneratorContext(Halide::get_host_target()));
        Ports declared;
        for (const AbstractGenerator::ArgInfo &argument : generator->arginfos()) {
            const int values = static_cast<int>(argument.types.size());
            (argument.dir == ArgInfoDirection::Input ? declared.inputs : declared.outputs) += values;
        }
        const Ports ports = ports_of(name);
        CHECK(ports.inputs == declared.inputs);
        CHECK(ports.outputs == declared.outputs);
    }
}

TEST_CASE("a kernel's row holds its parameters as the core's fields", "[driver][selftest]") {
    CHECK(kernel_rows(program_of("dropout", {{"elements", "3"}, {"rate", "0.1"}, {"lanes", "true"}})) ==
          std::vector<std::string>{"{\"kernel\", HALENET_DROPOUT, 0x10u, "
                                   "{.elements = 3, .lanes = 1, .rate = 0x1.999999999999ap-4}}"});
    CHECK(kernel_rows(program_of("activation_backward", {{"activation", "tanh"}})) ==
          std::vector<std::string>{"{\"kernel\", HALENET_ACTIVATION_BACKWARD, 0x4u, {.activation = HALENET_TANH}}"});
    CHECK(kernel_rows(program_of("adam", {})) ==
          std::vector<std::string>{"{\"kernel\", HALENET_ADAM_KERNEL, 0x1c0u, {0}}"});
}

TEST_CASE("what the self-test has no word for is an error of ours", "[driver][selftest]") {
    CHECK_THROWS_AS(kernel_rows(program_of("unheard", {})), std::logic_error);
    CHECK_THROWS_AS(kernel_rows(program_of("softmax", {{"unheard", "1"}})), std::logic_error);
}

TEST_CASE("a call's outputs are counted with 16 images and in whole doubles", "[driver][selftest]") {
    Program program = program_of("max_pool2d_forward", {});
    program.views.push_back({Region::shard, Type::f32, 0, {{100, 1}, {images_extent, 100}}});
    program.views.push_back({Region::shard, Type::f32, 0, {{2, 1}, {3, 7}, {5, 21}, {images_extent, 105}}});
    program.views.push_back({Region::shard, Type::u8, 0, {{1, 1}, {3, 1}, {1, 3}, {1, 3}}});
    program.calls.push_back({0, {{true, 0}, {true, 1}, {true, 2}}});
    CHECK(selftest_output_bytes(program) == sizeof(float) * 2 * 3 * 5 * 16 + 8);
}
