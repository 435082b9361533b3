#include <algorithm>
#include <filesystem>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/small_model.h"
#include "tests/package/command.h"
#include "tests/runtime/environment_variable.h"
#include "tests/runtime/temporary_folder.h"

using namespace package_tests;
using Catch::Matchers::ContainsSubstring;

namespace fs = std::filesystem;

namespace {

Result configure(const fs::path &project, const std::string &generator = "Ninja") {
    const std::string prefix = "-DCMAKE_PREFIX_PATH=" HALENET_PREFIX;
    std::vector<std::string> command{HALENET_CMAKE, "-S", ".", "-B", "build", "-G", generator, prefix};
    if (generator == "Ninja")
        command.emplace_back("-DCMAKE_MAKE_PROGRAM=" HALENET_NINJA);
    return run_command(command, project);
}

Result build(const fs::path &project) {
    return run_command({HALENET_CMAKE, "--build", "build"}, project);
}

/// A program in C that says how many parameters the network has: from the header, and from the library.
constexpr const char *c_program = R"(#include <net.h>
#include <stdio.h>

int main(void) {
    printf("%d %zu\n", NET_PARAMETERS, net_api.model->parameters);
    return 0;
}
)";

constexpr const char *c_project = R"(cmake_minimum_required(VERSION 3.20)
project(sizes LANGUAGES C CXX)
find_package(halenet REQUIRED)
halenet_add_library(net MODEL model.h STRUCT Small)
add_executable(sizes main.c)
target_link_libraries(sizes PRIVATE net)
)";

} // namespace

TEST_CASE("the package's texts name neither the source tree nor the place where it was installed") {
    for (const fs::directory_entry &entry : fs::recursive_directory_iterator(HALENET_PREFIX)) {
        const std::string extension = entry.path().extension().string();
        if (extension != ".cmake" && extension != ".h" && extension != ".in")
            continue;
        CAPTURE(entry.path().string());
        CHECK_THAT(content_of(entry.path()), !ContainsSubstring(HALENET_SOURCE_DIR));
        CHECK_THAT(content_of(entry.path()), !ContainsSubstring(HALENET_PREFIX));
    }
}

TEST_CASE("the Debian package has the runtime and the bundles, and not the generator") {
    const TemporaryFolder folder;
    const Result packed =
        run_command({fs::path(HALENET_CMAKE).parent_path() / "cpack", "--config",
                     std::string(HALENET_BUILD_FOLDER) + "/CPackConfig.cmake", "-B", folder.path().string()},
                    folder.path());
    INFO(packed.output);
    REQUIRE(packed.status == 0);
    const auto is_package = [](const fs::directory_entry &entry) { return entry.path().extension() == ".deb"; };
    const auto package = std::find_if(fs::directory_iterator(folder.path()), fs::directory_iterator(), is_package);
    REQUIRE(package != fs::directory_iterator());
    const std::string files = run_command({"dpkg-deb", "--contents", package->path().string()}, folder.path()).output;
    for (const char *file : {"/usr/bin/halenet\n", "/usr/lib/libhalenet_train.a\n", "/usr/include/halenet/network.h\n",
                             "/usr/lib/liblenet5.a\n", "/usr/include/lenet5.h\n", "/usr/include/lenet5.hpp\n",
                             "/usr/lib/pkgconfig/lenet5.pc\n", "/usr/lib/cmake/lenet5/lenet5-config.cmake\n",
                             "/usr/lib/cmake/halenet/halenet-config.cmake\n"})
        CHECK_THAT(files, ContainsSubstring(file));
    CHECK_THAT(files, !ContainsSubstring("halenet-generate") && !ContainsSubstring("libHalide"));
}

TEST_CASE("a new project builds, trains and classifies") {
    const TemporaryFolder folder;
    const Result made = run_command({HALENET_PROGRAM, "new", "my digits", "--name", "digits"}, folder.path());
    REQUIRE(made.status == 0);
    CHECK_THAT(made.output, ContainsSubstring("-DCMAKE_PREFIX_PATH=" HALENET_PREFIX));
    const fs::path project = folder / "my digits";
    const Result configured = configure(project);
    INFO(configured.output);
    REQUIRE(configured.status == 0);
    const Result built = build(project);
    INFO(built.output);
    REQUIRE(built.status == 0);

    const EnvironmentVariable data("HALENET_DATA", small_data().string());
    const Result trained = run_command({"build/digits"}, project);
    INFO(trained.output);
    CHECK(trained.status == 0);
    CHECK_THAT(trained.output, ContainsSubstring("epoch 3: ") && ContainsSubstring("the first one is a "));
    CHECK(fs::exists(project / "digits.safetensors"));

    const EnvironmentVariable nowhere("HALENET_DATA", "/nowhere");
    const Result failed = run_command({"build/digits"}, project);
    CHECK(failed.status == 1);
    CHECK_THAT(failed.output, ContainsSubstring("digits: HALENET_DATA: /nowhere is no folder"));
}

TEST_CASE("an edit generates the library anew; a mistake is a compiler error") {
    const std::string generator = GENERATE(as<std::string>(), "Ninja", "Unix Makefiles");
    const TemporaryFolder folder;
    folder.write("CMakeLists.txt", c_project);
    folder.write("main.c", c_program);
    folder.write("sizes.h", "constexpr int units = 20;\n");
    folder.write("model.h", cli_tests::small_model("units", "sizes.h"));
    const Result configured = configure(folder.path(), generator);
    INFO(configured.output);
    REQUIRE(configured.status == 0);
    const auto build_says = [&](const std::string &sizes) {
        const Result built = build(folder.path());
        INFO(built.output);
        REQUIRE(built.status == 0);
        CHECK(run_command({"build/sizes"}, folder.path()).output == sizes);
    };
    build_says("15910 15910\n");

    folder.write("sizes.h", "constexpr int units = 21;\n"); // what the model includes
    build_says("16705 16705\n");

    folder.write("model.h", cli_tests::small_model("units + 1", "sizes.h"));
    build_says("17500 17500\n");

    folder.write("model.h", cli_tests::small_model("0"));
    const Result broken = build(folder.path());
    CHECK(broken.status != 0);
    CHECK_THAT(broken.output, ContainsSubstring((folder / "model.h").string() + cli_tests::place_of_units));

    folder.write("model.h", cli_tests::small_model("10", "gone.h"));
    const Result missing = build(folder.path());
    CHECK(missing.status != 0);
    CHECK_THAT(missing.output, ContainsSubstring("model.h:2:10: fatal error: 'gone.h' file not found"));

    folder.write("model.h", cli_tests::small_model("10"));
    build_says("7960 7960\n");
    CHECK_THAT(build(folder.path()).output, !ContainsSubstring("Generating"));
}

TEST_CASE("a cross build with a toolchain file generates for its system, or for the targets that it names") {
    const auto [targets, expected] = GENERATE(
        table<std::string, std::string>({{"", "arm-64"}, {"TARGETS arm-64-linux-arm_dot_prod", "arm-64-dotprod"}}));
    const TemporaryFolder folder;
    folder.write("model.h", cli_tests::small_model());
    folder.write("arm.cmake",
                 "set(CMAKE_SYSTEM_NAME Linux)\nset(CMAKE_SYSTEM_PROCESSOR aarch64)\n"
                 "set(CMAKE_C_COMPILER clang-19)\nset(CMAKE_C_COMPILER_TARGET aarch64-linux-gnu)\n"
                 "set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)\n"
                 "set(CMAKE_C_FLAGS_INIT \"-ffreestanding -nostdlibinc\")\n"); // there is no C library for it
    folder.write("user.c",
                 "#include <net.h>\nint parameters(void);\nint parameters(void) { return NET_PARAMETERS; }\n");
    folder.write("CMakeLists.txt", "cmake_minimum_required(VERSION 3.20)\nproject(cross LANGUAGES C)\n"
                                   "find_package(halenet REQUIRED COMPONENTS generator)\n"
                                   "halenet_add_library(net MODEL model.h FOR classify " +
                                       targets +
                                       ")\nadd_library(user STATIC user.c)\ntarget_link_libraries(user PRIVATE net)\n"
                                       "set_target_properties(user PROPERTIES C_STANDARD 11)\n");
    const Result configured = run_command({HALENET_CMAKE, "-S", ".", "-B", "build", "-G", "Ninja",
                                           std::string("-DCMAKE_MAKE_PROGRAM=") + HALENET_NINJA,
                                           std::string("-DCMAKE_PREFIX_PATH=") + HALENET_PREFIX,
                                           "-DCMAKE_TOOLCHAIN_FILE=" + (folder / "arm.cmake").string()},
                                          folder.path());
    INFO(configured.output);
    REQUIRE(configured.status == 0);
    const Result built = build(folder.path());
    INFO(built.output);
    REQUIRE(built.status == 0);
    const auto manifest = nlohmann::json::parse(content_of(folder / "build/generated/net/bundle/manifest.json"));
    CHECK(manifest.at("targets").at(0).at("name") == expected);
    CHECK(manifest.at("for") == "classify");
}

TEST_CASE("halenet_add_library says what is wrong with its arguments") {
    const TemporaryFolder folder;
    folder.write("model.h", cli_tests::small_model());
    for (const auto &[arguments, sentence] :
         {std::pair("Net MODEL model.h", "found the name \"Net\""), std::pair("net", "found no MODEL"),
          std::pair("net MODEL nowhere.h", "there is no "),
          std::pair("net MODEL model.h BATCH 4", "found \"BATCH;4\"")}) {
        folder.write("CMakeLists.txt", std::string("cmake_minimum_required(VERSION 3.20)\nproject(p LANGUAGES CXX)\n"
                                                   "find_package(halenet REQUIRED)\nhalenet_add_library(") +
                                           arguments + ")\n");
        const Result result = configure(folder.path());
        CHECK(result.status != 0);
        CHECK_THAT(result.output, ContainsSubstring(sentence));
    }
}

TEST_CASE("a C program links what generate wrote, with the folder as all that it knows") {
    const TemporaryFolder folder;
    folder.write("net.h", cli_tests::small_model());
    folder.write("main.c", c_program);
    const Result generated =
        run_command({HALENET_PROGRAM, "generate", "--model", "./net.h", "--out", "net"}, folder.path());
    INFO(generated.output);
    REQUIRE(generated.status == 0);
    const Result compiled =
        run_command({"cc", "-std=c99", "-Inet/include", "main.c", "net/lib/libnet.a", "-o", "main"}, folder.path());
    INFO(compiled.output);
    REQUIRE(compiled.status == 0);
    CHECK(run_command({"./main"}, folder.path()).output == "7960 7960\n");
}
