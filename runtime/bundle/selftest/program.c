/* What `halenet verify` links with a bundle: runs the library's self-test for each of its instruction sets and writes
 * what it found. It needs no C library, so no cross compiler's either. One line for each fact:
 *
 *     isa NAME
 *     kernel ERROR ALLOWED NAME     numbers as the hexadecimal digits of their bits
 *     digest DIGITS
 *     status CODE SENTENCE          the last line of an isa
 *     end
 *
 * HEADER is the library's header, API its table, KERNELS and SELFTEST_BYTES its sizes. */
#include HEADER

#include "system.h"

static halenet_kernel_report kernels[KERNELS];
static _Alignas(HALENET_ALIGNMENT) unsigned char memory[SELFTEST_BYTES];

static void put(const char *text) {
    size_t count = 0;
    while (text[count] != '\0')
        ++count;
    write_bytes(text, count);
}

static void put_line(const char *key, const char *value) {
    put(key);
    put(" ");
    put(value);
    put("\n");
}

static void put_bits(uint32_t bits) {
    char digits[] = "00000000 ";
    for (int k = 0; k < 8; ++k)
        digits[k] = "0123456789abcdef"[bits >> (28 - 4 * k) & 15];
    put(digits);
}

static void put_float(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    put_bits(bits);
}

static void test(const char *isa) {
    halenet_selftest_report report = {.kernels = kernels, .capacity = KERNELS};
    const halenet_status status = API.selftest(memory, sizeof memory, isa, &report);
    put_line("isa", isa);
    for (int32_t k = 0; k < report.kernel_count; ++k) {
        put("kernel ");
        put_float(kernels[k].error);
        put_float(kernels[k].allowed);
        put(kernels[k].kernel);
        put("\n");
    }
    put_line("digest", report.digest);
    put("status ");
    put_bits(status.code);
    put(status.sentence);
    put("\n");
}

static void run_program(void) {
    for (size_t k = 0; k < API.model->isa_count; ++k)
        test(API.model->isas[k].name);
    put("end\n");
}
