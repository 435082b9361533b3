/// The models as plain C++, through the project's own compiler: no reader is at work here.
#include "generator/model/lenet5.h"
#include "tests/models/mlp.h"
#include "tests/models/tiny.h"

#include <catch2/catch_test_macros.hpp>

#include <type_traits>

namespace {

using namespace halenet;

template <typename T>
concept IsModel = std::is_base_of_v<Model, T> && std::is_aggregate_v<T>;

// Whether words in this order make a layer.
template <typename First, typename Second>
concept MakeConv2D = requires { typename Conv2D<First, Second>; };

} // namespace

TEST_CASE("A model header is plain C++20") {
    STATIC_CHECK(IsModel<models::LeNet5>);
    STATIC_CHECK(IsModel<models::Tiny>);
    STATIC_CHECK(IsModel<models::Mlp>);
    STATIC_CHECK(std::is_same_v<decltype(models::LeNet5::output), Dense<Units<10>, softmax>>);
}

TEST_CASE("A compiler refuses words in the wrong order") {
    STATIC_CHECK(MakeConv2D<Filters<6>, Kernel<5>>);
    STATIC_CHECK_FALSE(MakeConv2D<Kernel<5>, Filters<6>>);
    STATIC_CHECK_FALSE(MakeConv2D<Units<6>, Kernel<5>>);
}
