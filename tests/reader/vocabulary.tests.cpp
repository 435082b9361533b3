/// The models as plain C++, through the project's own compiler: no reader is at work here.
#include "generator/model/lenet5.h"
#include "generator/model/lenet5_1998.h"
#include "tests/models/mlp.h"
#include "tests/models/tiny.h"

#include <catch2/catch_test_macros.hpp>

#include <type_traits>

namespace {

using namespace halenet;

template <typename T>
concept IsModel = std::is_base_of_v<Model, T> && std::is_aggregate_v<T>;

// Whether Conv2D takes these words; the layers themselves state the same rule in a static_assert, which no concept
// sees.
template <auto... words>
concept FitConv2D =
    are_in_order<2, Word::filters, Word::kernel, Word::stride, Word::padding, Word::activation>(words...);

} // namespace

TEST_CASE("A model header is plain C++20") {
    STATIC_CHECK(IsModel<models::LeNet5>);
    STATIC_CHECK(IsModel<models::LeNet5_1998>);
    STATIC_CHECK(IsModel<models::Tiny>);
    STATIC_CHECK(IsModel<models::Mlp>);
    STATIC_CHECK(std::is_same_v<decltype(models::LeNet5::output), Dense<Units<10>, softmax>>);
}

TEST_CASE("Words stand in one order, once each, and those with a default may be left out") {
    STATIC_CHECK(FitConv2D<Filters<6>, Kernel<5>>);
    STATIC_CHECK(FitConv2D<Filters<6>, Kernel<5>, relu>);
    STATIC_CHECK(FitConv2D<Filters<6>, Kernel<5>, Stride<2>, tanh>);
    STATIC_CHECK(FitConv2D<Filters<6>, Kernel<5>, Stride<2>, Padding::same, relu>);
    STATIC_CHECK_FALSE(FitConv2D<>);
    STATIC_CHECK_FALSE(FitConv2D<Filters<6>>);
    STATIC_CHECK_FALSE(FitConv2D<Kernel<5>, Filters<6>>);
    STATIC_CHECK_FALSE(FitConv2D<Units<6>, Kernel<5>>);
    STATIC_CHECK_FALSE(FitConv2D<Filters<6>, Kernel<5>, relu, Padding::same>);
    STATIC_CHECK_FALSE(FitConv2D<Filters<6>, Kernel<5>, relu, relu>);
    STATIC_CHECK_FALSE(FitConv2D<Filters<6>, Kernel<5>, Kernel<5>>);
    STATIC_CHECK_FALSE(FitConv2D<6, 5>);
    STATIC_CHECK_FALSE(FitConv2D<Filters<6>, Kernel<5>, 2>);
}
