/* What Linux tells about the processor, asked without a C library: the auxiliary vector that a program starts with. */
#include "internal.h"

#include "cpu.h"

#if defined(__linux__) && (defined(__aarch64__) || defined(__riscv))

/* The same numbers on both architectures. */
enum { OPENAT = 56, CLOSE = 57, READ = 63 };
enum { AT_NULL = 0, AT_HWCAP = 16, AT_HWCAP2 = 26 };

long halenet_system_call(long number, long a, long b, long c, long d, long e) {
#if defined(__aarch64__)
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x4 __asm__("x4") = e;
    __asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4) : "memory");
    return x0;
#else
    register long a7 __asm__("a7") = number;
    register long a0 __asm__("a0") = a;
    register long a1 __asm__("a1") = b;
    register long a2 __asm__("a2") = c;
    register long a3 __asm__("a3") = d;
    register long a4 __asm__("a4") = e;
    __asm__ volatile("ecall" : "+r"(a0) : "r"(a7), "r"(a1), "r"(a2), "r"(a3), "r"(a4) : "memory");
    return a0;
#endif
}

bool halenet_read_hwcap(uint64_t words[HALENET_HWCAP_WORDS]) {
    static const char path[] = "/proc/self/auxv";
    struct {
        uint64_t key, value;
    } entries[64] = {{AT_NULL, 0}}; /* twice what Linux has; the last one is never read into and ends the list */
    const long file = halenet_system_call(OPENAT, 0, (long)path, 0, 0, 0);
    int k;
    if (file < 0) {
        return false;
    }
    halenet_system_call(READ, file, (long)entries, sizeof entries - sizeof entries[0], 0, 0);
    halenet_system_call(CLOSE, file, 0, 0, 0, 0);
    for (k = 0; entries[k].key != AT_NULL; ++k) {
        if (entries[k].key == AT_HWCAP) {
            words[HALENET_HWCAP] = entries[k].value;
        } else if (entries[k].key == AT_HWCAP2) {
            words[HALENET_HWCAP2] = entries[k].value;
        }
    }
    return k > 0;
}

#endif
