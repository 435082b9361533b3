/// The search on surfaces whose best plan is known: that of all plans which takes the least time.
#include "generator/tune/search.h"
#include "tests/tune/surfaces.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cmath>
#include <cstddef>
#include <functional>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace halenet::tune;

namespace {

using Answer = std::function<std::optional<double>(const Values &plan)>;

/// The gain of a surface's plan over its start.
Answer exact(const Surface &surface, const Values &start) {
    return [=](const Values &plan) { return std::log(surface.time(start) / surface.time(plan)); };
}

/// All that the search asks, in order, until it has asked `most` plans or has no other; what it promises of every
/// question is checked.
std::vector<Values> ask(Search &search, const Space &space, const Answer &answer, std::size_t most) {
    std::vector<Values> asked;
    std::set<Values> before;
    while (asked.size() < most) {
        const std::vector<Values> plans = search.next();
        if (plans.empty()) {
            break;
        }
        CHECK(plans.size() <= 8);
        for (const Values &plan : plans) {
            CHECK(why_not(space, plan).empty());
            CHECK(before.insert(plan).second);
            asked.push_back(plan);
            search.tell(plan, answer(plan));
        }
    }
    CHECK(search.tried() == asked.size());
    return asked;
}

/// Questions until the best plan of a surface was among them; more than `most`: it was not.
std::size_t questions_to_best(const Surface &surface, const Values &start, std::uint64_t seed, std::size_t most) {
    Search search(surface.space, start, {}, seed);
    const std::vector<Values> asked = ask(search, surface.space, exact(surface, start), most);
    const double least = least_time(surface);
    const auto found = std::ranges::find_if(asked, [&](const Values &plan) { return surface.time(plan) == least; });
    return static_cast<std::size_t>(found - asked.begin()) + 1;
}

} // namespace

// ---- What it finds.

TEST_CASE("the best plan of knobs that do not interact is found within 30 questions", "[search]") {
    const Surface surface = separable();
    const std::uint64_t seed = GENERATE(1u, 2u, 3u);
    CHECK(questions_to_best(surface, surface.space.portable(), seed, 30) <= 30);
    CHECK(questions_to_best(surface, surface.space.shipped, seed, 30) <= 30);
}

TEST_CASE("the best register block of 16 registers is found within 45 questions", "[search]") {
    const Surface surface = register_blocks(16);
    const std::uint64_t seed = GENERATE(1u, 2u, 3u);
    CHECK(questions_to_best(surface, surface.space.portable(), seed, 45) <= 45);
    CHECK(questions_to_best(surface, surface.space.shipped, seed, 45) <= 45);
}

TEST_CASE("noise of 0.5 % costs at most 2 % of the best time after 60 questions", "[search]") {
    const std::uint64_t seed = GENERATE(1u, 2u, 3u, 4u, 5u);
    for (const int registers : {16, 32}) {
        const Surface surface = register_blocks(registers);
        const Values start = surface.space.portable();
        std::mt19937_64 random(seed);
        const auto noisy = [&, answer = exact(surface, start)](const Values &plan) {
            return answer(plan).value() + 0.01 * (static_cast<double>(random() % 2001) / 1000 - 1); // +-1 %, even
        };
        Search search(surface.space, start, {}, seed);
        ask(search, surface.space, noisy, 60);
        double least = HUGE_VAL;
        for (const Values &plan : search.best(5)) {
            least = std::min(least, surface.time(plan));
        }
        CHECK(least <= 1.02 * least_time(surface));
    }
}

TEST_CASE("two counts with a limited product are turned together", "[search]") {
    // On the limit no single knob can be turned but downwards, which costs more and more.
    const std::vector<int> counts{1, 2, 3, 4, 6, 8, 12, 16, 24, 32};
    const Surface surface{.space = {.names = {"rows", "columns", "flag"},
                                    .values = {counts, counts, {0, 1}},
                                    .shipped = {32, 1, 0},
                                    .refusal = [](const Values &p) -> std::string {
                                        return p[0] * p[1] > 32 ? "the block is too large" : "";
                                    }},
                          .time = [](const Values &p) { return 1.0 / p[0] / p[1] + 0.01 / p[1] + 0.01 * p[2]; }};
    Search search(surface.space, surface.space.shipped, {}, 1);
    const std::vector<Values> asked = ask(search, surface.space, exact(surface, surface.space.shipped), 40);
    CHECK(search.best(1).front() == Values{1, 32, 0});
    CHECK(asked.size() < legal_plans(surface.space).size()); // it was no matter of trying all
}

TEST_CASE("a restart finds the narrow basin beside a wide one", "[search]") {
    const Surface surface = deceptive();
    const std::uint64_t seed = GENERATE(1u, 2u, 3u, 4u, 5u);
    CHECK(questions_to_best(surface, surface.space.portable(), seed, 200) <= 200); // of 512 plans
    CHECK(questions_to_best(surface, surface.space.shipped, seed, 200) <= 200);
}

TEST_CASE("restarts are anywhere and near the best plan, by turns", "[search]") {
    // Twelve flags, nothing as good as the start: a line is one question, a restart some more at once.
    Space space;
    for (int knob = 0; knob < 12; ++knob) {
        space.names.push_back("flag " + std::to_string(knob));
        space.values.push_back({0, 1});
    }
    const Values start = space.shipped = space.portable();
    Search search(space, start, {}, 1);
    std::vector<std::ptrdiff_t> turned; // most flags that a plan of a restart turned
    while (turned.size() < 4) {
        const std::vector<Values> plans = search.next();
        for (const Values &plan : plans) {
            search.tell(plan, plan == start ? 0 : -1);
        }
        if (plans.size() > 1) {
            const Values farthest =
                std::ranges::max(plans, {}, [](const Values &p) { return std::ranges::count(p, 1); });
            turned.push_back(std::ranges::count(farthest, 1));
        }
    }
    CHECK(turned[0] > 3);
    CHECK(turned[1] <= 3);
    CHECK(turned[2] > 3);
    CHECK(turned[3] <= 3);
}

TEST_CASE("less than the noise is no reason to move", "[search]") {
    const Surface surface{
        .space = {.names = {"a", "b"}, .values = {values_up_to(6), values_up_to(6)}, .shipped = {1, 1}},
        .time = [](const Values &p) { return 1 - 0.0001 * (p[0] + p[1]); }};
    Search search(surface.space, surface.space.shipped, {}, 1);
    for (const Values &plan : ask(search, surface.space, exact(surface, surface.space.shipped), 11)) {
        CHECK((plan[0] == 1 || plan[1] == 1)); // both lines go through the start
    }
}

// ---- What it is told and tells.

TEST_CASE("the start comes first, then the other plans, and the search goes on from the best of them", "[search]") {
    const Surface surface = separable();
    const Values start = surface.space.shipped, good{16, 6, 5, 1, 1, 0}, bad{4, 1, 12, 8, 0, 1},
                 illegal{5, 6, 5, 1, 1, 0};
    Search search(surface.space, start, {bad, good, start, illegal, good}, 1);
    const Answer answer = exact(surface, start);
    CHECK(search.next() == std::vector<Values>{start});
    search.tell(start, 0);
    CHECK(search.next() == std::vector<Values>{bad, good});
    search.tell(bad, answer(bad));
    search.tell(good, answer(good));
    for (const Values &plan : search.next()) {
        CHECK(std::equal(plan.begin() + 1, plan.end(), good.begin() + 1, good.end())); // along the first knob
    }
}

TEST_CASE("the best plans are sorted and the start is one of them", "[search]") {
    const Surface surface = separable();
    const Values start = surface.space.shipped;
    Search search(surface.space, start, {}, 1);
    ask(search, surface.space, exact(surface, start), 25);
    const std::vector<Values> all = search.best(search.tried());
    CHECK(all.size() == search.tried());
    CHECK(std::ranges::count(all, start) == 1);
    CHECK(search.gain_of(start) == 0);
    CHECK(std::ranges::is_sorted(all, std::greater(), [&](const Values &plan) { return search.gain_of(plan); }));
    CHECK(search.best(3) == std::vector(all.begin(), all.begin() + 3));
}

TEST_CASE("plans that fail are never the best and do not stop the search", "[search]") {
    const Surface surface = separable();
    const Values start = surface.space.portable();
    const auto fails = [](const Values &plan) { return plan[1] == 6 || plan[4] == 1; };
    const auto failing = [&, answer = exact(surface, start)](const Values &plan) {
        return fails(plan) ? std::nullopt : answer(plan);
    };
    Search search(surface.space, start, {}, 1);
    const std::vector<Values> asked = ask(search, surface.space, failing, 60);
    CHECK(std::ranges::count_if(asked, fails) > 0);
    CHECK(std::ranges::none_of(search.best(search.tried()), fails));
    const Values best = search.best(1).front();
    CHECK((best == Values{16, 5, 5, 2, 0, 0} || best == Values{16, 7, 5, 2, 0, 0})); // beside those that fail
}

TEST_CASE("the same answers lead the same way, another seed another", "[search]") {
    const Surface surface = deceptive();
    const Answer answer = exact(surface, surface.space.shipped);
    const auto way = [&](std::uint64_t seed) {
        Search search(surface.space, surface.space.shipped, {}, seed);
        return ask(search, surface.space, answer, 150);
    };
    CHECK(way(1) == way(1));
    CHECK(way(1) != way(2));
}

// ---- Where it ends.

TEST_CASE("a search without knobs asks for the start alone", "[search]") {
    Search search(Space{}, {}, {}, 1);
    CHECK(search.next() == std::vector<Values>{{}});
    search.tell({}, 0);
    for (int i = 0; i < 3; ++i) {
        CHECK(search.next().empty());
    }
    CHECK(search.best(5) == std::vector<Values>{{}});
}

TEST_CASE("all legal plans are tried before it ends", "[search]") {
    const Surface surface = deceptive();
    Space space = surface.space;
    space.refusal = [](const Values &p) -> std::string { return p[0] * p[1] % 5 == 3 ? "refused" : ""; };
    Search search(space, space.shipped, {}, GENERATE(1u, 2u));
    const std::vector<Values> asked = ask(search, space, exact(surface, space.shipped), 10'000);
    CHECK(asked.size() == legal_plans(space).size());
    CHECK(search.next().empty());
    CHECK(search.next().empty());
}

TEST_CASE("it ends where a huge space has next to no legal plans", "[search]") {
    Space space;
    for (int knob = 0; knob < 12; ++knob) {
        space.names.push_back("knob " + std::to_string(knob));
        space.values.push_back(values_up_to(10));
    }
    space.shipped = space.portable();
    space.refusal = [&](const Values &p) -> std::string {
        return std::ranges::count(p, 1) < 11 ? "more than one knob is turned" : "";
    };
    Search search(space, space.shipped, {}, 1);
    const std::vector<Values> asked = ask(search, space, [](const Values &) { return 0.0; }, 10'000);
    CHECK(asked.size() <= 1 + 12 * 9);
    CHECK(search.next().empty());
}
