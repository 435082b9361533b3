/* check_cpu NAME FEATURES VECTOR_BITS: whether this processor runs an instruction set of that name with these
 * requirements, by the core's own sentence. Without any library, so that it runs under every emulator. */
#include "internal.h"

#include "cpu.h"

#if defined(__x86_64__)

enum { WRITE = 1, EXIT = 60 };

long halenet_system_call(long number, long a, long b, long c, long d, long e) {
    long result;
    (void)d;
    (void)e;
    __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
    return result;
}
__asm__(".globl _start\n_start: mov %rsp, %rdi\n and $-16, %rsp\n call start");

#else

enum { WRITE = 64, EXIT = 93 };

#if defined(__aarch64__)
__asm__(".globl _start\n_start: mov x0, sp\n bl start");
#else
__asm__(".globl _start\n_start: mv a0, sp\n call start");
#endif

#endif

/* Compilers call it on their own. */
void *memset(void *target, int byte, size_t bytes) {
    volatile unsigned char *next = target;
    while (bytes-- > 0) {
        *next++ = (unsigned char)byte;
    }
    return target;
}

static uint64_t number(const char *digits) {
    uint64_t value = 0;
    for (; *digits != '\0'; ++digits) {
        value = 10 * value + (uint64_t)(*digits - '0');
    }
    return value;
}

/* The stack of a new process: the number of arguments, the program's name, the arguments. */
void start(const char *const *stack);
void start(const char *const *stack) {
    const halenet_isa isa = {.name = stack[2], .requirements = {number(stack[3]), (int32_t)number(stack[4])}};
    const halenet_status status = halenet_check_cpu(&isa);
    const char *text = status.code == HALENET_OK ? "fits" : status.sentence;
    long length = 0;
    while (text[length] != '\0') {
        ++length;
    }
    halenet_system_call(WRITE, 1, (long)text, length, 0, 0);
    halenet_system_call(EXIT, 0, 0, 0, 0, 0);
}
