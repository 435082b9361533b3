# Finds what `./dev setup` installed (cmake/pins.sh lists it); fetches nothing.

# Halide's wheel keeps its CMake packages where CMake does not look on Debian.
if(NOT DEFINED Halide_DIR)
  execute_process(
    COMMAND "${PROJECT_SOURCE_DIR}/.venv/bin/python3" -c "import sysconfig; print(sysconfig.get_path('platlib'))"
    OUTPUT_VARIABLE site_packages
    OUTPUT_STRIP_TRAILING_WHITESPACE
    COMMAND_ERROR_IS_FATAL ANY)
  set(Halide_DIR "${site_packages}/halide/lib64/cmake/Halide" CACHE PATH "Halide's CMake package")
  set(HalideHelpers_DIR "${site_packages}/halide/lib64/cmake/HalideHelpers" CACHE PATH "Halide's CMake helpers")
endif()
find_package(Halide 21 CONFIG REQUIRED)

# The reader's Clang; its version is part of the pins.
find_package(Clang REQUIRED CONFIG HINTS /usr/lib/llvm-19/lib/cmake/clang)
find_program(HALENET_CLANG clang-19 REQUIRED DOC "Compiles the C core for any target")

find_package(nlohmann_json 3.11 CONFIG REQUIRED)
find_package(fmt 9 CONFIG REQUIRED)
find_package(CLI11 2.1 CONFIG REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Threads REQUIRED)

find_package(PkgConfig REQUIRED)
pkg_check_modules(libmd REQUIRED IMPORTED_TARGET libmd)

if(HALENET_BUILD_TESTING)
  find_package(Catch2 3 CONFIG REQUIRED)
  find_package(xtensor CONFIG REQUIRED)
endif()
