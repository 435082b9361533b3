/// The ways of linking that static libraries often do not survive.
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "tests/linking/bundles.h"
#include "tests/package/documents.h"
#include "tests/runtime/temporary_folder.h"

using namespace linking_tests;

namespace {

/// A program that runs the self-test of each of these libraries and ends with 0 where they are right.
std::string program_of(std::initializer_list<std::string> names, const std::string &begin = "int main(void) {") {
    std::string includes, calls;
    for (const std::string &name : names) {
        includes += "#include <" + name + ".h>\n";
        calls += "    bad += failed(" + name + "_selftest(memory, sizeof memory, 0, &report));\n";
    }
    return includes + R"(#include <stdio.h>
static _Alignas(64) unsigned char memory[1 << 22];
static halenet_selftest_report report;
static int failed(halenet_status status) {
    return printf("%s\n", status.sentence) > 1;
}
)" + begin +
           "\n    int bad = 0;\n" + calls + "    return bad;\n}\n";
}

bool missing(const std::string &programs) {
    return shell("for program in " + programs + "; do command -v $program; done", ".").status != 0;
}

void check(const std::string &commands, const TemporaryFolder &folder) {
    const EnvironmentVariable bundles("BUNDLES", HALENET_BUNDLES);
    const Result result = shell(commands, folder.path());
    CAPTURE(commands, result.output);
    CHECK(result.status == 0);
}

} // namespace

TEST_CASE("a model under two names links into one program, whole archives included") {
    const TemporaryFolder folder;
    folder.write("main.c", program_of({"first", "second"}));
    const std::string compile = "cc main.c -I$BUNDLES/first/include -I$BUNDLES/second/include ";
    const std::string libraries = "$BUNDLES/first/lib/libfirst.a $BUNDLES/second/lib/libsecond.a ";
    check(compile + libraries + "-o main && ./main", folder);
    check(compile + "-Wl,--whole-archive " + libraries + "-Wl,--no-whole-archive -o main && ./main", folder);
    check(compile + libraries + "-static -o main && ./main", folder);
    check(compile + libraries + "-flto -Wl,--gc-sections -Wl,-z,defs -o main && ./main", folder);
}

TEST_CASE("a shared library takes it in: it is position independent") {
    const TemporaryFolder folder;
    folder.write("plugin.c", program_of({"lenet5"}, "int check(void);\nint check(void) {"));
    folder.write("main.c", "int check(void);\nint main(void) { return check(); }\n");
    check("cc -shared -fPIC plugin.c -I$BUNDLES/lenet5/include $BUNDLES/lenet5/lib/liblenet5.a -Wl,-z,defs -Wl,-z,text "
          "-o "
          "libplugin.so\ncc main.c -L. -lplugin -Wl,-rpath,. -o main\n./main",
          folder);
}

TEST_CASE("memcpy and memset are all that it needs") {
    const TemporaryFolder folder;
    folder.write("main.c", R"(#include <lenet5.h>
void *memcpy(void *to, const void *from, size_t bytes) {
    for (volatile char *t = to; bytes > 0; --bytes)
        *t++ = *(const char *)from, from = (const char *)from + 1;
    return to;
}
void *memset(void *to, int value, size_t bytes) {
    for (volatile char *t = to; bytes > 0; --bytes)
        *t++ = (char)value;
    return to;
}
static _Alignas(64) unsigned char memory[LENET5_SELFTEST_BYTES];
static halenet_selftest_report report;
int start(void);
int start(void) { return lenet5_selftest(memory, sizeof memory, 0, &report).code; }
)");
    check("cc -nostdlib -ffreestanding -fno-stack-protector -static -Wl,-e,start -Wl,--whole-archive main.c "
          "-I$BUNDLES/lenet5/include $BUNDLES/lenet5/lib/liblenet5.a -Wl,--no-whole-archive -o main",
          folder);
}

TEST_CASE("Debian's compiler for arm-64 links a library for it") {
    if (missing("aarch64-linux-gnu-gcc qemu-aarch64"))
        SKIP("aarch64-linux-gnu-gcc (gcc-aarch64-linux-gnu) or qemu-aarch64 (qemu-user) is not installed");
    const TemporaryFolder folder;
    folder.write("main.c", program_of({"arm"}));
    check("aarch64-linux-gnu-gcc main.c -I$BUNDLES/arm/include $BUNDLES/arm/lib/libarm.a -static -o main\n"
          "qemu-aarch64 ./main",
          folder);
}

TEST_CASE("Debian's compiler for WebAssembly links a library for it") {
    if (missing("clang wasm-ld node") || !std::filesystem::exists("/usr/lib/wasm32-wasi/libc.a"))
        SKIP("clang, wasm-ld (lld), node (nodejs) or wasi-libc is not installed");
    const TemporaryFolder folder;
    folder.write("main.c", program_of({"wasm"}));
    for (const package_tests::Block &block :
         package_tests::blocks_of(content_of(HALENET_SOURCE_DIR "/docs/linking.md")))
        if (block.file == "run.mjs")
            folder.write(block.file, block.text);
    check("clang --target=wasm32-wasi main.c -I$BUNDLES/wasm/include $BUNDLES/wasm/lib/libwasm.a -o main.wasm\n"
          "node --no-warnings run.mjs main.wasm",
          folder);
}
