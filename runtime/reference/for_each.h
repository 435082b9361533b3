/// The loop that the oracle's files share.
#pragma once

#include <array>
#include <cstddef>

namespace halenet::reference {

/// Calls visit(n, y, x, c) for every element of a tensor of that shape, in memory order.
template <class Visit>
void for_each(const std::array<std::size_t, 4> &shape, Visit visit) {
    for (std::size_t n = 0; n < shape[0]; ++n) {
        for (std::size_t y = 0; y < shape[1]; ++y) {
            for (std::size_t x = 0; x < shape[2]; ++x) {
                for (std::size_t c = 0; c < shape[3]; ++c) {
                    visit(n, y, x, c);
                }
            }
        }
    }
}

} // namespace halenet::reference
