/* What an x86 processor tells about itself, and which registers its operating system saves. */
#include "internal.h"

#include "cpu.h"

#if defined(__x86_64__)

#include <cpuid.h>

typedef struct registers {
    uint32_t a, b, c, d;
} registers;

/* All zero where the processor has no such leaf. */
static registers cpuid(uint32_t leaf, uint32_t subleaf) {
    registers found = {0, 0, 0, 0};
    __get_cpuid_count(leaf, subleaf, &found.a, &found.b, &found.c, &found.d);
    return found;
}

/* XCR0, which can be read where the operating system has turned XSAVE on. */
static uint64_t saved_state(void) {
    uint32_t low, high;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    uint64_t state = ((uint64_t)high << 32) | low;
#if defined(__APPLE__)
    state |= HALENET_STATE_AVX512; /* macOS sets these bits for a thread when it first uses the registers */
#endif
    return state;
}

halenet_cpu halenet_find_cpu(void) {
    const registers none = {0, 0, 0, 0};
    const registers leaf1 = cpuid(1, 0), leaf7 = cpuid(7, 0), extended = cpuid(0x80000001u, 0);
    const registers leaf7_1 = leaf7.a >= 1 ? cpuid(7, 1) : none; /* a: the last subleaf */
    const uint64_t words[HALENET_CPUID_WORDS] = {
        [HALENET_CPUID_1_C] = leaf1.c,          [HALENET_CPUID_7_0_B] = leaf7.b,   [HALENET_CPUID_7_0_C] = leaf7.c,
        [HALENET_CPUID_7_0_D] = leaf7.d,        [HALENET_CPUID_7_1_A] = leaf7_1.a, [HALENET_CPUID_7_1_D] = leaf7_1.d,
        [HALENET_CPUID_80000001_C] = extended.c};
    const bool xsave = (leaf1.c & (uint32_t)bit_OSXSAVE) != 0;
    return halenet_new_cpu(&halenet_x86, words, xsave ? saved_state() : 0);
}

#endif
