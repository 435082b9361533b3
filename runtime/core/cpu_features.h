/* What kernels can need of a processor beyond its architecture's baseline, and where a program finds out about it. The
 * generator, in C++, shares these tables: data only.
 *
 * A table has all that a compiler emits by itself for the processors and features that Halide names to LLVM. It leaves
 * out what only intrinsics and system programs reach: AES, SHA, CRC32 and carry-less products in all widths, tiles,
 * VP2INTERSECT, random numbers, XSAVE, control of caches and memory; on Arm also JSCVT, FRINTTS and pointer
 * authentication. A virtual machine that hides those is no reason to refuse. */
#ifndef HALENET_CORE_CPU_FEATURES_H
#define HALENET_CORE_CPU_FEATURES_H

#include <stdbool.h>
#include <stdint.h>

/* What a processor must have for the kernels of an instruction set. */
typedef struct halenet_requirements {
    uint64_t features;   /* bit k: row k of the architecture's table */
    int32_t vector_bits; /* the exact length of its scalable vectors; 0: has none, or any will do */
} halenet_requirements;

typedef struct halenet_feature {
    const char *name;
    bool level;     /* of vector instructions: greater than the levels of the rows before */
    int word, bit;  /* where the system tells about it: a bit of one of the words below */
    uint32_t state; /* bits of XCR0: registers that the operating system must save; of x86 only */
} halenet_feature;

/* An architecture's features, by and by as processors came to have them. */
typedef struct halenet_architecture {
    const halenet_feature *features;
    int count;
    const char *base; /* the level of vector instructions that every processor has */
} halenet_architecture;

/* ---- x86: words of CPUID, named after leaf, subleaf and register. */

enum {
    HALENET_CPUID_1_C,
    HALENET_CPUID_7_0_B,
    HALENET_CPUID_7_0_C,
    HALENET_CPUID_7_0_D,
    HALENET_CPUID_7_1_A,
    HALENET_CPUID_7_1_D,
    HALENET_CPUID_80000001_C,
    HALENET_CPUID_WORDS
};
enum { HALENET_STATE_AVX = 0x6, HALENET_STATE_AVX512 = 0xe6, HALENET_STATE_APX = 0x80000 };

static const halenet_feature halenet_x86_features[] = {
    {"cx16", false, HALENET_CPUID_1_C, 13, 0},
    {"sse3", true, HALENET_CPUID_1_C, 0, 0},
    {"ssse3", true, HALENET_CPUID_1_C, 9, 0},
    {"sse4.1", true, HALENET_CPUID_1_C, 19, 0},
    {"popcnt", false, HALENET_CPUID_1_C, 23, 0},
    {"sse4a", false, HALENET_CPUID_80000001_C, 6, 0},
    {"sse4.2", true, HALENET_CPUID_1_C, 20, 0},
    {"avx", true, HALENET_CPUID_1_C, 28, HALENET_STATE_AVX},
    {"fma4", false, HALENET_CPUID_80000001_C, 16, HALENET_STATE_AVX},
    {"f16c", false, HALENET_CPUID_1_C, 29, HALENET_STATE_AVX},
    {"fma", false, HALENET_CPUID_1_C, 12, HALENET_STATE_AVX},
    {"movbe", false, HALENET_CPUID_1_C, 22, 0},
    {"lzcnt", false, HALENET_CPUID_80000001_C, 5, 0},
    {"bmi1", false, HALENET_CPUID_7_0_B, 3, 0},
    {"bmi2", false, HALENET_CPUID_7_0_B, 8, 0},
    {"avx2", true, HALENET_CPUID_7_0_B, 5, HALENET_STATE_AVX},
    {"avx512cd", false, HALENET_CPUID_7_0_B, 28, HALENET_STATE_AVX512},
    {"avx512f", true, HALENET_CPUID_7_0_B, 16, HALENET_STATE_AVX512},
    {"avx512dq", false, HALENET_CPUID_7_0_B, 17, HALENET_STATE_AVX512},
    {"avx512bw", false, HALENET_CPUID_7_0_B, 30, HALENET_STATE_AVX512},
    {"avx512vl", false, HALENET_CPUID_7_0_B, 31, HALENET_STATE_AVX512},
    {"avx512ifma", false, HALENET_CPUID_7_0_B, 21, HALENET_STATE_AVX512},
    {"avx512vbmi", false, HALENET_CPUID_7_0_C, 1, HALENET_STATE_AVX512},
    {"gfni", false, HALENET_CPUID_7_0_C, 8, 0},
    {"avx512vbmi2", false, HALENET_CPUID_7_0_C, 6, HALENET_STATE_AVX512},
    {"avx512bitalg", false, HALENET_CPUID_7_0_C, 12, HALENET_STATE_AVX512},
    {"avx512vpopcntdq", false, HALENET_CPUID_7_0_C, 14, HALENET_STATE_AVX512},
    {"avx512vnni", false, HALENET_CPUID_7_0_C, 11, HALENET_STATE_AVX512},
    {"avx512bf16", false, HALENET_CPUID_7_1_A, 5, HALENET_STATE_AVX512},
    {"avxvnni", false, HALENET_CPUID_7_1_A, 4, HALENET_STATE_AVX},
    {"avx512fp16", false, HALENET_CPUID_7_0_D, 23, HALENET_STATE_AVX512},
    {"avx10.1", false, HALENET_CPUID_7_1_D, 19, HALENET_STATE_AVX512},
    {"apx", false, HALENET_CPUID_7_1_D, 21, HALENET_STATE_APX},
};
static const halenet_architecture halenet_x86 = {
    halenet_x86_features, (int)(sizeof halenet_x86_features / sizeof halenet_x86_features[0]), "sse2"};

/* ---- Arm and RISC-V: words of the auxiliary vector. On RISC-V the first has a bit for each letter of an extension. */

enum { HALENET_HWCAP, HALENET_HWCAP2, HALENET_HWCAP_WORDS };

/* The comments are the names of Linux. */
static const halenet_feature halenet_arm_features[] = {
    {"lse", false, HALENET_HWCAP, 8, 0},      /* HWCAP_ATOMICS */
    {"rdm", false, HALENET_HWCAP, 12, 0},     /* HWCAP_ASIMDRDM */
    {"fp16", false, HALENET_HWCAP, 10, 0},    /* HWCAP_ASIMDHP */
    {"fcma", false, HALENET_HWCAP, 14, 0},    /* HWCAP_FCMA */
    {"rcpc", false, HALENET_HWCAP, 15, 0},    /* HWCAP_LRCPC */
    {"dotprod", false, HALENET_HWCAP, 20, 0}, /* HWCAP_ASIMDDP */
    {"lse2", false, HALENET_HWCAP, 25, 0},    /* HWCAP_USCAT */
    {"rcpc2", false, HALENET_HWCAP, 26, 0},   /* HWCAP_ILRCPC */
    {"flagm", false, HALENET_HWCAP, 27, 0},   /* HWCAP_FLAGM */
    {"bf16", false, HALENET_HWCAP2, 14, 0},   /* HWCAP2_BF16 */
    {"i8mm", false, HALENET_HWCAP2, 13, 0},   /* HWCAP2_I8MM */
    {"sve", true, HALENET_HWCAP, 22, 0},      /* HWCAP_SVE */
    {"sve2", true, HALENET_HWCAP2, 1, 0},     /* HWCAP2_SVE2 */
    {"mops", false, HALENET_HWCAP2, 43, 0},   /* HWCAP2_MOPS */
    {"cssc", false, HALENET_HWCAP2, 34, 0},   /* HWCAP2_CSSC */
};
static const halenet_architecture halenet_arm = {
    halenet_arm_features, (int)(sizeof halenet_arm_features / sizeof halenet_arm_features[0]), "neon"};

static const halenet_feature halenet_riscv_features[] = {{"rvv", true, HALENET_HWCAP, 'v' - 'a', 0}};
static const halenet_architecture halenet_riscv = {halenet_riscv_features, 1, "no vector extension (V)"};

#endif
