/* What an Arm processor has beyond NEON, by what Linux tells. Other systems have no way to ask that needs no library,
 * and so allow the baseline alone; on macOS the baseline is Apple's M1 (generator/driver/requirements.cpp). */
#include "internal.h"

#include "cpu.h"

#if defined(__aarch64__)

#if defined(__linux__)

/* `rdvl x0, #1`, which an assembler takes only when SVE is turned on. */
static int32_t sve_bits(void) {
    register uint64_t bytes __asm__("x0");
    __asm__ volatile(".inst 0x04bf5020" : "=r"(bytes));
    return (int32_t)(8 * bytes);
}

halenet_cpu halenet_find_cpu(void) {
    uint64_t words[HALENET_HWCAP_WORDS] = {0};
    const bool told = halenet_read_hwcap(words);
    halenet_cpu cpu = halenet_new_cpu(&halenet_arm, words, 0);
    cpu.told = told;
    cpu.vector_bits = halenet_greatest_level(cpu.architecture, cpu.features) < 0 ? 0 : sve_bits();
    return cpu;
}

#else

halenet_cpu halenet_find_cpu(void) {
    const halenet_cpu cpu = {&halenet_arm, false, 0, 0, 0};
    return cpu;
}

#endif

#endif
