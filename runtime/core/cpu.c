/* Whether the processor can run an instruction set's kernels. Compiled for the architecture's baseline, like all of the
 * core, so that it can refuse. */
#include "internal.h"

#include "cpu.h"

static bool has(uint64_t features, int row) {
    return (features >> row & 1u) != 0;
}

int halenet_greatest_level(const halenet_architecture *architecture, uint64_t features) {
    int row = architecture->count - 1;
    while (row >= 0 && !(architecture->features[row].level && has(features, row))) {
        --row;
    }
    return row;
}

static int first(uint64_t features) {
    int row = 0;
    while (!has(features, row)) {
        ++row;
    }
    return row;
}

halenet_cpu halenet_new_cpu(const halenet_architecture *architecture, const uint64_t *words, uint64_t state) {
    halenet_cpu cpu = {architecture, true, 0, 0, 0};
    int row;
    for (row = 0; row < architecture->count; ++row) {
        const halenet_feature *feature = &architecture->features[row];
        const uint64_t bit = words[feature->word] >> feature->bit & 1u;
        if ((state & feature->state) == feature->state) {
            cpu.features |= bit << row;
        } else {
            cpu.unsaved |= bit << row;
        }
    }
    return cpu;
}

/* A sentence about the one missing feature that tells most: a level of vector instructions above the processor's own,
 * or else the first that it lacks. */
static halenet_status refuse_features(const halenet_cpu *cpu, const char *isa, uint64_t missing) {
    const halenet_feature *features = cpu->architecture->features;
    const int best = halenet_greatest_level(cpu->architecture, cpu->features);
    const int level = halenet_greatest_level(cpu->architecture, missing);
    const int row = level > best ? level : first(missing);
    const char *names[3] = {isa, features[row].name, best < 0 ? cpu->architecture->base : features[best].name};
    const char *text = "@ needs @, which this CPU lacks";
    if (!cpu->told) {
        text = "@ needs @; the operating system does not tell whether this CPU has it";
    } else if (has(cpu->unsaved, row)) {
        text = "@ needs @, whose registers the operating system does not save";
    } else if (level > best) {
        text = "@ needs @; this CPU has @";
    }
    return halenet_refuse_with(HALENET_UNSUPPORTED_CPU, text, names, NULL);
}

halenet_status halenet_judge_cpu(const halenet_cpu *cpu, const char *isa, const halenet_requirements *needs) {
    const uint64_t missing = needs->features & ~cpu->features;
    if (missing != 0) {
        return refuse_features(cpu, isa, missing);
    }
    if (needs->vector_bits != 0 && needs->vector_bits != cpu->vector_bits) {
        const int64_t lengths[2] = {needs->vector_bits, cpu->vector_bits};
        return halenet_refuse_with(HALENET_UNSUPPORTED_CPU, "@ needs vectors of # bits; this CPU has #", &isa, lengths);
    }
    return halenet_ok();
}

halenet_status halenet_check_cpu(const halenet_isa *isa) {
    if (isa->requirements.features == 0 && isa->requirements.vector_bits == 0) {
        return halenet_ok(); /* the baseline: what this very code runs on */
    }
    const halenet_cpu cpu = halenet_find_cpu();
    return halenet_judge_cpu(&cpu, isa->name, &isa->requirements);
}

#if !defined(__x86_64__) && !defined(__aarch64__) && !defined(__riscv)
/* WebAssembly: nothing to find out, because an engine validates all of a module before it runs any of it. */
halenet_cpu halenet_find_cpu(void) {
    static const halenet_architecture architecture = {NULL, 0, ""};
    return halenet_new_cpu(&architecture, NULL, 0);
}
#endif
