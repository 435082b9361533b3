/// Calling a Generator as the tests do: compiled in memory for this machine, with all of Halide's assertions, so that
/// bounds and layouts are checked too.
#pragma once

#include "tests/kernels/memory.h"

#include <Halide.h>
#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>

#include <map>
#include <string>

namespace halenet::kernels {

using Parameters = std::map<std::string, std::string>;

class Kernel {
  public:
    explicit Kernel(const std::string &name, const Parameters &parameters = {})
        : callable_(
              Halide::create_callable_from_generator(Halide::get_jit_target_from_environment(), name, parameters)) {}

    /// Memory and scalars in the order of the kernel's ports, outputs last. Fails the test where the kernel reports an
    /// error or writes into a guard.
    template <class... Arguments>
    void operator()(Arguments &&...arguments) const {
        int error_code = -1;
        try {
            error_code = callable_(passed(arguments)...);
        } catch (const Halide::Error &error) { // no std::exception
            FAIL(error.what());
        }
        REQUIRE(error_code == 0);
        REQUIRE((intact(arguments) && ...));
    }

  private:
    template <class Value>
    static Halide::Runtime::Buffer<Value> passed(Memory<Value> &memory) {
        return memory.buffer();
    }
    template <class Value>
    static Halide::Runtime::Buffer<Value> passed(Halide::Runtime::Buffer<Value> &buffer) {
        return buffer;
    }
    template <class Scalar>
    static Scalar passed(const Scalar &scalar) {
        return scalar;
    }
    template <class Argument>
    static bool intact(const Argument &argument) {
        if constexpr (requires { argument.guards_intact(); }) {
            return argument.guards_intact();
        } else {
            return true;
        }
    }

    Halide::Callable callable_;
};

inline std::string text(double number) {
    return fmt::format("{}", number);
} // the shortest that reads back the same

} // namespace halenet::kernels
