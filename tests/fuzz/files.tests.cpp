/// Weights files that were damaged at random: each is taken whole or refused with nothing written.
#include "runtime/data/split_mix.h"
#include "tests/fuzz/fuzzed.h"
#include "tests/fuzz/kernels.h"
#include "tests/library/instance.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstring>
#include <string_view>

using namespace halenet;
using namespace halenet::testing;

namespace {

constexpr std::size_t length_bytes = 8;

/// Pieces that a scanner may stumble over.
constexpr std::string_view pieces[] = {"{",
                                       "}",
                                       "[",
                                       "]",
                                       ",",
                                       ":",
                                       "\"",
                                       "\\",
                                       "\\u",
                                       "\\ud800",
                                       "\\u0041",
                                       "\xc3",
                                       "\xf0\x9f",
                                       "0",
                                       "-1",
                                       "1e9",
                                       "18446744073709551615",
                                       "18446744073709551616",
                                       "null",
                                       "true",
                                       "\"F32\"",
                                       "\"shape\"",
                                       "__metadata__",
                                       " ",
                                       "\n",
                                       "\xff",
                                       "\"a\":\"b\",",
                                       "[[[[",
                                       "\xff\xff\xff\xff\xff\xff\xff"};

/// A place of a text, or its end.
std::size_t place_in(const std::string &text, SplitMix &random) {
    return random.below(text.size() + 1);
}

void damage(std::string &text, SplitMix &random) {
    const std::size_t place = place_in(text, random), other = place_in(text, random);
    const std::string piece(pieces[random.below(std::size(pieces))]);
    switch (random.below(6)) {
    case 0:
        if (place < text.size())
            text[place] = static_cast<char>(text[place] ^ 1 << random.below(8));
        break;
    case 1:
        text.insert(place, piece);
        break;
    case 2:
        text.replace(place, piece.size(), piece);
        break;
    case 3:
        text.erase(place, random.below(12));
        break;
    case 4:
        text.insert(place, text.substr(other, random.below(80)));
        break;
    default:
        text.resize(place);
    }
}

/// The header is damaged most; its length is then set right most times, so that it is read at all.
std::string damaged(const std::string &file, SplitMix &random) {
    std::uint64_t length = 0;
    std::memcpy(&length, file.data(), length_bytes);
    std::string header = file.substr(length_bytes, length), data = file.substr(length_bytes + length);
    if (random.below(8) == 0) { // nothing behind the last byte of the header
        header.resize(place_in(header, random));
        data.clear();
    }
    for (std::uint64_t k = random.below(3); k < 3; ++k)
        damage(random.below(8) == 0 ? data : header, random);
    length = random.below(16) == 0 ? random.next() >> random.below(64) : header.size();
    std::string result(length_bytes, '\0');
    std::memcpy(result.data(), &length, length_bytes);
    result += header + data;
    if (random.below(16) == 0)
        result.resize(random.below(result.size()));
    return result;
}

} // namespace

TEST_CASE("whatever becomes of a weights file, it is taken whole or refused with nothing written", "[fuzz]") {
    const std::string file = weights_file();
    fuzzed_kernels = {0x3d, false, false};
    Instance instance(fuzzed_api, 1, Instance::Use::classify);
    const std::vector<float> before(fuzzed_api.model->parameters, 0.25f);
    int taken = 0, refused = 0;
    for (int seed = 0; seed < 30'000 * fuzz_factor(); ++seed) {
        CAPTURE(seed);
        SplitMix random(static_cast<std::uint64_t>(seed));
        const std::string content = damaged(file, random);
        // Of exactly its size, at any address.
        const std::size_t shift = 1 + random.below(8);
        std::vector<char> memory(shift + content.size());
        std::copy(content.begin(), content.end(), memory.begin() + static_cast<std::ptrdiff_t>(shift));
        instance.load(before);
        const halenet_status status = fuzzed_api.load_file(instance.get(), memory.data() + shift, content.size());
        if (status.code == HALENET_OK) {
            ++taken;
            REQUIRE(fuzzed_api.check_weights(instance.get()).code == HALENET_OK);
        } else {
            ++refused;
            const bool as_expected = status.code == HALENET_BAD_WEIGHTS || status.code == HALENET_NOT_FINITE;
            REQUIRE(as_expected);
            REQUIRE(same_bits(instance.parameters(), before));
        }
    }
    CHECK(taken > 0); // damage to a free text of the metadata or to a weight does no harm
    CHECK(refused > taken);
}
