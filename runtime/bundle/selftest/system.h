/* What a program needs to start, write and end without a C library: two system calls of Linux, or WASI's one. The
 * program itself is the function `run_program`. */
#ifndef HALENET_SELFTEST_SYSTEM_H
#define HALENET_SELFTEST_SYSTEM_H

#include <stddef.h>
#include <stdint.h>

#if defined(__wasm__)

struct piece {
    const char *bytes;
    size_t count;
};
__attribute__((import_module("wasi_snapshot_preview1"), import_name("fd_write"))) int
wasi_write(int descriptor, const struct piece *pieces, size_t piece_count, size_t *written);

static size_t write_some(const char *bytes, size_t count) {
    const struct piece piece = {bytes, count};
    size_t written;
    return wasi_write(1, &piece, 1, &written) == 0 ? written : 0;
}

/* A program of WASI ends when it returns. */
static void end(void) {}

#else

#if defined(__x86_64__)
enum { WRITE = 1, EXIT = 231 };

static long system_call(long number, long first, long second, long third) {
    long result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(first), "S"(second), "d"(third)
                     : "rcx", "r11", "memory");
    return result;
}
#elif defined(__aarch64__)
enum { WRITE = 64, EXIT = 94 };

static long system_call(long number, long first, long second, long third) {
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = first;
    register long x1 __asm__("x1") = second;
    register long x2 __asm__("x2") = third;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
    return x0;
}
#elif defined(__riscv)
enum { WRITE = 64, EXIT = 94 };

static long system_call(long number, long first, long second, long third) {
    register long a7 __asm__("a7") = number;
    register long a0 __asm__("a0") = first;
    register long a1 __asm__("a1") = second;
    register long a2 __asm__("a2") = third;
    __asm__ volatile("ecall" : "+r"(a0) : "r"(a7), "r"(a1), "r"(a2) : "memory");
    return a0;
}
#endif

static size_t write_some(const char *bytes, size_t count) {
    const long written = system_call(WRITE, 1, (long)bytes, (long)count);
    return written > 0 ? (size_t)written : 0;
}

static void end(void) {
    (void)system_call(EXIT, 0, 0, 0);
}

#endif

static void write_bytes(const char *bytes, size_t count) {
    while (count > 0) {
        const size_t written = write_some(bytes, count);
        if (written == 0)
            return; /* whoever reads misses the end */
        bytes += written;
        count -= written;
    }
}

static void run_program(void);

void _start(void);
#if defined(__x86_64__)
/* Called by nobody, so that no return address is on the stack, which functions expect for their alignment. */
__attribute__((force_align_arg_pointer))
#endif
void _start(void) {
    run_program();
    end();
}

/* Compilers call these two by themselves. Built with -fno-builtin, or the loops would become calls of themselves. */
void *memcpy(void *restrict target, const void *restrict source, size_t bytes) {
    for (size_t k = 0; k < bytes; ++k)
        ((unsigned char *)target)[k] = ((const unsigned char *)source)[k];
    return target;
}

void *memset(void *target, int byte, size_t bytes) {
    for (size_t k = 0; k < bytes; ++k)
        ((unsigned char *)target)[k] = (unsigned char)byte;
    return target;
}

#endif
