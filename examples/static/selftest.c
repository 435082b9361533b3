/* Asks a generated library whether it computes on this machine what it should: a program without any file or shared
 * library, to be copied to the machine in question.
 *
 *     ./selftest
 *
 * CMakeLists.txt builds this, or, with the bundle's folder in $BUNDLE and $BUNDLE/lib/pkgconfig in PKG_CONFIG_PATH,
 *
 *     cc -static selftest.c $(pkg-config --cflags --libs lenet5) -o selftest
 *     cc -static selftest.c -I$BUNDLE/include $BUNDLE/lib/liblenet5.a -o selftest
 */
#include <lenet5.h>
#include <stdio.h>
#include <stdlib.h>

int main(void) {
    static _Alignas(HALENET_ALIGNMENT) unsigned char memory[LENET5_SELFTEST_BYTES];
    static halenet_kernel_report kernels[LENET5_KERNELS];
    halenet_selftest_report report = {.kernels = kernels, .capacity = LENET5_KERNELS};
    const halenet_status status = lenet5_selftest(memory, sizeof memory, NULL, &report);
    for (int32_t k = 0; k < report.kernel_count; ++k) {
        printf("%-32s error %.1e of at most %.1e\n", kernels[k].kernel, kernels[k].error, kernels[k].allowed);
    }
    if (status.code != HALENET_OK) {
        fprintf(stderr, "selftest: %s\n", status.sentence);
        return EXIT_FAILURE;
    }
    printf("%d kernels of %s are right; digest %s\n", report.kernel_count, lenet5_api.model->name, report.digest);
    return EXIT_SUCCESS;
}
