/* Whether a RISC-V processor has vectors, and how long they are.
 *
 * Without an operating system nobody can be asked: a program there is built for one processor, so its vectors are taken
 * for granted, and only their length is checked. */
#include "internal.h"

#include "cpu.h"

#if defined(__riscv)

static const uint64_t letter_v = (uint64_t)1 << ('v' - 'a');

/* `csrr vlenb`, by its number, which an assembler takes when the vector extension is off as well. */
static int32_t vector_bits(void) {
    uint64_t bytes;
    __asm__ volatile("csrr %0, 0xc22" : "=r"(bytes));
    return (int32_t)(8 * bytes);
}

#if defined(__linux__)

/* Vectors as ratified, version 1.0, take `vsetvli zero, zero, e8, m1, ta, ma`. Version 0.7.1, which old kernels of some
 * boards announce by the same letter, does not and makes vtype (0xc21) negative. */
static bool ratified(void) {
    int64_t type;
    __asm__ volatile(".insn i 0x57, 7, zero, zero, 0xc0\n\tcsrr %0, 0xc21" : "=r"(type));
    return type >= 0;
}

/* A bit for each letter of an extension, as in the auxiliary vector, over zeros; false: Linux does not tell. */
static bool read_letters(uint64_t words[HALENET_HWCAP_WORDS]) {
    enum { RISCV_HWPROBE = 258, KEY_IMA_EXT_0 = 4, IMA_V = 1 << 2 };
    struct {
        int64_t key; /* -1 where Linux does not know it */
        uint64_t value;
    } answer = {KEY_IMA_EXT_0, 0};
    if (halenet_system_call(RISCV_HWPROBE, (long)&answer, 1, 0, 0, 0) == 0) { /* of all processors; since Linux 6.4 */
        words[HALENET_HWCAP] |= (answer.value & IMA_V) != 0 ? letter_v : 0;
        return answer.key == KEY_IMA_EXT_0;
    }
    if (!halenet_read_hwcap(words)) {
        return false;
    }
    if ((words[HALENET_HWCAP] & letter_v) != 0 && !ratified()) {
        words[HALENET_HWCAP] &= ~letter_v;
    }
    return true;
}

#else

static bool read_letters(uint64_t words[HALENET_HWCAP_WORDS]) {
    words[HALENET_HWCAP] = letter_v;
    return true;
}

#endif

halenet_cpu halenet_find_cpu(void) {
    uint64_t words[HALENET_HWCAP_WORDS] = {0};
    const bool told = read_letters(words);
    halenet_cpu cpu = halenet_new_cpu(&halenet_riscv, words, 0);
    cpu.told = told;
    cpu.vector_bits = halenet_greatest_level(cpu.architecture, cpu.features) < 0 ? 0 : vector_bits();
    return cpu;
}

#endif
