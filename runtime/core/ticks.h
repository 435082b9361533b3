/* The clock that timing counts by. Who measures includes it too, to learn how long a tick is. */
#ifndef HALENET_TICKS_H
#define HALENET_TICKS_H

#include <stdint.h>

/* Ticks of a clock that runs on and that user programs may read; 0 where there is none. */
static inline uint64_t halenet_ticks(void) {
#if defined(__x86_64__)
    return __builtin_ia32_rdtsc();
#elif defined(__aarch64__)
    uint64_t now;
    __asm__ volatile("mrs %0, cntvct_el0" : "=r"(now));
    return now;
#elif defined(__riscv)
    uint64_t now;
    __asm__ volatile("rdtime %0" : "=r"(now));
    return now;
#else
    return 0;
#endif
}

#endif
