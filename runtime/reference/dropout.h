/// The naive oracle of Dropout (Srivastava et al., JMLR 15, 2014), inverted: what is kept is divided by the share of
/// what is kept. It is also its own backward, on the gradient.
#pragma once

#include "runtime/reference/random.h"

#include <xtensor/xtensor.hpp>

#include <cstddef>
#include <cstdint>

namespace halenet::reference {

/// Is element e of image g of the batch kept? `elements`: of one image.
inline bool is_kept(double rate, Key key, std::uint32_t stream, std::size_t elements, std::size_t image,
                    std::size_t element) {
    const auto counter = static_cast<std::uint32_t>(element + elements * image);
    return static_cast<double>(random_bits(key, stream, counter)) >= rate * 4294967296.0;
}

/// Rows (n, i); row 0 is image `first_image` of the batch.
template <class Real>
xt::xtensor<Real, 2> dropout(xt::xtensor<Real, 2> rows, double rate, std::uint32_t stream, Key key,
                             std::size_t first_image = 0) {
    for (std::size_t n = 0; n < rows.shape(0); ++n) {
        for (std::size_t i = 0; i < rows.shape(1); ++i) {
            rows(n, i) = is_kept(rate, key, stream, rows.shape(1), first_image + n, i)
                             ? rows(n, i) / static_cast<Real>(1 - rate)
                             : Real(0);
        }
    }
    return rows;
}

} // namespace halenet::reference
