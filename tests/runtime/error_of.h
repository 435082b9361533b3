#pragma once

#include <string>

#include <catch2/catch_test_macros.hpp>

#include <halenet/error.h>

/// The sentence of the Error that `call` throws; fails the test if it throws none.
template <typename Call>
std::string error_of(Call &&call) {
    try {
        static_cast<void>(call());
    } catch (const halenet::Error &error) {
        const std::string sentence = error.what();
        CHECK(sentence.find('\n') == std::string::npos);
        return sentence;
    }
    FAIL("an Error was expected, but none was thrown");
    return {};
}
