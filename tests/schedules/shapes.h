/// Machines and shapes that every plan is tried for.
#pragma once

#include "schedules/convolution_shape.h"

#include <initializer_list>

namespace halenet::schedules {

/// Registers of 8 floats: 16 of them, 32, and 32 beside wider ones that are not worth it; of 16 floats; of 4, without
/// fused multiply-adds.
inline const Machine avx2{8, 16, 8}, avx512vl{8, 32, 8}, avx512{8, 32, 16}, wide_avx512{16, 32, 16}, sse{4, 16, 4},
    scalar{1, 16, 1};
inline constexpr std::initializer_list<const Machine *> machines{&avx2, &avx512vl, &avx512, &wide_avx512, &sse};

template <typename Function>
void for_each_shape(Function check) {
    for (int channels : {1, 3, 6, 7, 32}) {
        for (int filters : {1, 5, 6, 7, 16, 17, 64}) {
            for (int kernel : {1, 2, 3, 5, 7}) {
                for (int pool : {1, 2, 3}) {
                    for (int stride : {1, 2}) {
                        for (bool same : {false, true}) {
                            const ConvolutionShape shape{channels, 17, 14, filters, kernel, stride, same, pool};
                            if (shape.pooled_width() > 0 && shape.pooled_height() > 0) {
                                check(shape);
                            }
                        }
                    }
                }
            }
        }
    }
}

} // namespace halenet::schedules
