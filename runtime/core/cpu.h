/* Between cpu.c, which judges, and the files that find out about the processor. As everywhere in the core, names.h
 * comes first. C and C++: tests judge processors that they do not have. */
#ifndef HALENET_CORE_CPU_H
#define HALENET_CORE_CPU_H

#include "cpu_features.h"
#include "halenet/core.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A processor as a program finds it, with its operating system. Sets of features are as in halenet_requirements. */
typedef struct halenet_cpu {
    const halenet_architecture *architecture;
    bool told;           /* false: the operating system does not tell what the processor has */
    uint64_t features;   /* that it has, and that a program can use */
    uint64_t unsaved;    /* that it has, but whose registers the operating system does not save */
    int32_t vector_bits; /* of its scalable vectors; 0: has none */
} halenet_cpu;

/* This processor: in cpu_x86.c, cpu_arm.c and cpu_riscv.c, each of which is empty for other architectures. */
halenet_cpu halenet_find_cpu(void);

/* A processor without scalable vectors whose system told these words of the architecture's table. */
halenet_cpu halenet_new_cpu(const halenet_architecture *architecture, const uint64_t *words, uint64_t state);

/* The row of the greatest level of vector instructions among the features; -1: none. */
int halenet_greatest_level(const halenet_architecture *architecture, uint64_t features);

/* Whether it can run the kernels of the instruction set of that name. */
halenet_status halenet_judge_cpu(const halenet_cpu *cpu, const char *isa, const halenet_requirements *needs);

/* Linux on Arm and RISC-V (cpu_linux.c). */
long halenet_system_call(long number, long a, long b, long c, long d, long e);
bool halenet_read_hwcap(uint64_t words[HALENET_HWCAP_WORDS]); /* over zeros; false: it could not be read */

#ifdef __cplusplus
}
#endif

#endif
