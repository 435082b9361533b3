# Finds what `./dev setup` installed (cmake/pins.sh lists it); fetches nothing.

# Halide's wheel keeps its CMake packages where CMake does not look on Debian.
if(NOT DEFINED Halide_DIR)
  set(python "${PROJECT_SOURCE_DIR}/.venv/bin/python3")
  if(NOT EXISTS "${python}")
    message(FATAL_ERROR "There is no Halide: ${python} does not exist. Run ./dev setup, or say where Halide 21's CMake "
                        "package is with -DHalide_DIR=FOLDER.")
  endif()
  execute_process(
    COMMAND "${python}" -c "import sysconfig; print(sysconfig.get_path('platlib'))"
    OUTPUT_VARIABLE site_packages
    OUTPUT_STRIP_TRAILING_WHITESPACE
    COMMAND_ERROR_IS_FATAL ANY)
  set(Halide_DIR "${site_packages}/halide/lib64/cmake/Halide" CACHE PATH "Halide's CMake package")
endif()
set(CMAKE_DISABLE_FIND_PACKAGE_Halide_Python ON) # its bindings, which Halide's package looks for unasked
find_package(Halide 21 CONFIG REQUIRED COMPONENTS Halide)

# The reader's Clang; its version is part of the pins.
find_package(Clang REQUIRED CONFIG HINTS /usr/lib/llvm-19/lib/cmake/clang)
if(NOT LLVM_VERSION_MAJOR EQUAL 19)
  message(FATAL_ERROR "The reader needs Clang 19, but ${Clang_DIR} is version ${LLVM_VERSION}. Run ./dev setup, or give "
                      "-DClang_DIR=FOLDER.")
endif()
find_program(HALENET_CLANG clang-19 REQUIRED DOC "Compiles the C core for any target")
find_program(HALENET_LLD ld.lld-19 REQUIRED DOC "Joins a library's objects, for any ELF target")
find_program(HALENET_OBJCOPY llvm-objcopy-19 REQUIRED DOC "Makes all of a library's symbols local but its API")
find_program(HALENET_AR llvm-ar-19 REQUIRED DOC "Makes static libraries, for any target")
find_program(HALENET_SIZE llvm-size-19 REQUIRED DOC "Measures a library's machine code")

find_package(nlohmann_json 3.11 CONFIG REQUIRED)
find_package(fmt 9 CONFIG REQUIRED)
find_package(CLI11 2.1 CONFIG REQUIRED)
find_package(ZLIB REQUIRED)
find_package(PNG 1.6 REQUIRED)
find_package(Threads REQUIRED)
find_package(xtensor 0.24 CONFIG REQUIRED)

find_package(PkgConfig REQUIRED)
pkg_check_modules(libmd REQUIRED IMPORTED_TARGET libmd)
pkg_check_modules(libturbojpeg REQUIRED IMPORTED_TARGET libturbojpeg)

if(HALENET_BUILD_TESTING)
  find_package(Catch2 3 CONFIG REQUIRED)
endif()
