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

/* AVX-512 by the generations of processors that Halide's targets are named after; b and c of leaf 7. */
static uint32_t avx512_features(uint32_t b, uint32_t c) {
    const uint32_t skylake_b = (uint32_t)bit_AVX512DQ | (uint32_t)bit_AVX512BW | (uint32_t)bit_AVX512VL;
    const uint32_t zen4_c = (uint32_t)bit_AVX512VBMI2 | (uint32_t)bit_AVX512VNNI | (uint32_t)bit_AVX512BITALG |
                            (uint32_t)bit_AVX512VPOPCNTDQ;
    uint32_t leaf7_1a, unused_b, unused_c, unused_d, features = 0;
    if (!all(b, (uint32_t)bit_AVX512F | (uint32_t)bit_AVX512CD)) {
        return 0;
    }
    features |= HALENET_X86_AVX512;
    if (!all(b, skylake_b)) {
        return features;
    }
    features |= HALENET_X86_AVX512_SKYLAKE;
    if (!all(b, bit_AVX512IFMA) || !all(c, bit_AVX512VBMI)) {
        return features;
    }
    features |= HALENET_X86_AVX512_CANNONLAKE;
    if (all(c, zen4_c) && __get_cpuid_count(7, 1, &leaf7_1a, &unused_b, &unused_c, &unused_d) &&
        (leaf7_1a & bit_AVX512BF16) != 0) {
        features |= HALENET_X86_AVX512_ZEN4;
    }
    return features;
}

uint32_t halenet_cpu_features(void) {
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
    features |= (state & avx512_state) == avx512_state ? avx512_features(b, c) : 0;
    return features;
}

#else

uint32_t halenet_cpu_features(void) {
    return 0;
}

#endif
