#include "runtime/train/shuffle.h"

#include <utility>

namespace halenet {
namespace {

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
class Random {
  public:
    explicit Random(std::uint64_t state) : state_(state) {}

    std::uint64_t draw() {
        state_ += 0x9e3779b97f4a7c15;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }

    // From [0, bound), each number with the same probability: draws past the last whole multiple of bound are rejected.
    std::uint64_t below(std::uint64_t bound) {
        const std::uint64_t rejected = (0 - bound) % bound; // 2^64 mod bound
        std::uint64_t number = draw();
        while (number < rejected)
            number = draw();
        return number % bound;
    }

  private:
    std::uint64_t state_;
};

} // namespace

void shuffle(std::span<std::uint32_t> order, std::uint64_t seed, std::uint64_t epoch) {
    // Mixed twice, so that neighbouring seeds and epochs do not share a stream shifted by a draw.
    Random random(Random(Random(seed).draw() + epoch).draw());
    for (std::size_t left = order.size(); left > 1; --left)
        std::swap(order[left - 1], order[random.below(left)]);
}

} // namespace halenet
