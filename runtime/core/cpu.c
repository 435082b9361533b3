/* What the processor can run. Compiled for the architecture's baseline, like all of the core, so that it can refuse. */
#include "internal.h"

#if defined(__x86_64__)

#include <cpuid.h>

/* Register state that the operating system saves: bits of XCR0. */
static uint64_t saved_state(void) {
    uint32_t low, high;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return ((uint64_t)high << 32) | low;
}

static bool all(uint32_t flags, uint32_t wanted) {
    return (flags & wanted) == wanted;
}

uint32_t halenet_cpu_features(void) {
    const uint32_t leaf7_avx512 = (1u << 16) | (1u << 28);                              /* F, CD */
    const uint32_t leaf7_skylake = leaf7_avx512 | (1u << 17) | (1u << 30) | (1u << 31); /* DQ, BW, VL */
    const uint64_t avx_state = 0x6, avx512_state = 0xe6;
    uint32_t a, b, c, d, features = 0;
    if (!__get_cpuid(1, &a, &b, &c, &d)) {
        return 0;
    }
    const uint32_t leaf1 = c;
    features |= (leaf1 & bit_SSE4_1) ? HALENET_X86_SSE41 : 0;
    const uint64_t state = (leaf1 & bit_OSXSAVE) ? saved_state() : 0;
    if ((state & avx_state) != avx_state) {
        return features;
    }
    features |= (leaf1 & bit_AVX) ? HALENET_X86_AVX : 0;
    features |= (leaf1 & bit_F16C) ? HALENET_X86_F16C : 0;
    features |= (leaf1 & bit_FMA) ? HALENET_X86_FMA : 0;
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) {
        return features;
    }
    features |= (b & bit_AVX2) ? HALENET_X86_AVX2 : 0;
    if ((state & avx512_state) == avx512_state) {
        const bool vnni = (c & bit_AVX512VNNI) != 0, ifma = (b & bit_AVX512IFMA) != 0;
        features |= all(b, leaf7_avx512) ? HALENET_X86_AVX512 : 0;
        features |= all(b, leaf7_skylake) ? HALENET_X86_AVX512_SKYLAKE : 0;
        features |= all(b, leaf7_skylake) && vnni && ifma ? HALENET_X86_AVX512_ICELAKE : 0;
    }
    return features;
}

#else

uint32_t halenet_cpu_features(void) {
    return 0;
}

#endif
