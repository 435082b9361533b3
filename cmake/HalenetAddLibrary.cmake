# halenet_add_library(NAME MODEL FILE [STRUCT STRUCT] [TARGETS TARGET...] [FOR train|classify] [STRICT]
#                     [WEIGHTS FILE [EMBED]] [PLANS FOLDER] [SYMBOLS] [TIMING] [CHECKED])
#
# Makes the library NAME from a model while the project is built: link it and include <NAME.h> or <NAME.hpp>.
#
#   MODEL    a model header (.h), read by halenet-reader, or a description (.json) that the reader wrote before
#   STRUCT   the model's struct, where the header has several
#   TARGETS  the processors, as `halenet targets` lists them; several make one library that picks the best that a
#            processor has. Without it, this machine; in a cross build, the baseline of the system that it is for
#   FOR      train (and classify), which is the default, or classify alone
#   STRICT   the same bits on every processor
#   WEIGHTS  a weights file to bring along, in the bundle or, with EMBED, inside the library
#   PLANS    a folder of tuned plans, as `halenet tune --plans FOLDER` writes them, in place of halenet's own
#   SYMBOLS  all names and the lines of the core, for profilers and debuggers
#   TIMING   a core that can count what each kernel takes
#   CHECKED  kernels that verify their arguments and bounds, for tests
#
# The bundle that `halenet generate` would write is ${PROJECT_BINARY_DIR}/generated/NAME/bundle, ready to be installed.
# A mistake in the model is a compiler error at its line, and an edit to the header, or to what it includes, generates
# the library anew. halenet::NAME is the same target under a name that CMake refuses to see misspelt.
cmake_policy(VERSION 3.20...3.31)

# What a library is for where nobody says: this machine; in a cross build, all that the system's processors have in common.
function(halenet_default_target result)
  set(target host)
  if(CMAKE_CROSSCOMPILING)
    string(TOLOWER "${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR}" system)
    if(system MATCHES "^linux-(aarch64|arm64)")
      set(target arm-64)
    elseif(system MATCHES "^linux-riscv64")
      set(target riscv-64)
    elseif(system MATCHES "^linux-(x86_64|amd64)")
      set(target x86-64-v1)
    elseif(system MATCHES "^(emscripten|wasi)|wasm32")
      set(target wasm-simd)
    else()
      message(FATAL_ERROR "halenet_add_library: found no TARGETS in a cross build for ${CMAKE_SYSTEM_NAME} on "
                          "${CMAKE_SYSTEM_PROCESSOR}, expected one that `halenet targets` lists or a Halide target string")
    endif()
  endif()
  set(${result} ${target} PARENT_SCOPE)
endfunction()

function(halenet_add_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "CHECKED;STRICT;SYMBOLS;TIMING;EMBED" "MODEL;STRUCT;FOR;WEIGHTS;PLANS" "TARGETS")
  if(NOT name MATCHES "^[a-z][a-z0-9_]*$")
    message(FATAL_ERROR "halenet_add_library: found the name \"${name}\", expected lower-case letters, digits and _, the "
                        "first a letter: it becomes the prefix of C functions")
  endif()
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "halenet_add_library(${name}): found \"${arg_UNPARSED_ARGUMENTS}\", expected MODEL, STRUCT, "
                        "TARGETS, FOR, STRICT, WEIGHTS, EMBED, PLANS, SYMBOLS, TIMING or CHECKED")
  endif()
  if(NOT arg_MODEL)
    message(FATAL_ERROR "halenet_add_library(${name}): found no MODEL, expected a model header after it")
  endif()
  cmake_path(ABSOLUTE_PATH arg_MODEL BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
  if(NOT EXISTS "${arg_MODEL}")
    message(FATAL_ERROR "halenet_add_library(${name}): there is no ${arg_MODEL}, expected a model header")
  endif()

  if(NOT arg_TARGETS)
    halenet_default_target(arg_TARGETS)
  endif()
  list(JOIN arg_TARGETS "," targets)
  set(options "$<$<BOOL:${arg_CHECKED}>:--checked>" "$<$<BOOL:${arg_STRICT}>:--strict>"
              "$<$<BOOL:${arg_SYMBOLS}>:--symbols>" "$<$<BOOL:${arg_TIMING}>:--timing>")
  if(arg_FOR)
    list(APPEND options --for "${arg_FOR}")
  endif()
  if(arg_WEIGHTS)
    cmake_path(ABSOLUTE_PATH arg_WEIGHTS BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
    list(APPEND options --weights "${arg_WEIGHTS}" --weights-as "$<IF:$<BOOL:${arg_EMBED}>,embed,file>")
  endif()
  if(arg_PLANS)
    cmake_path(ABSOLUTE_PATH arg_PLANS BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
    list(APPEND options --plans "${arg_PLANS}")
  endif()

  set(out "${PROJECT_BINARY_DIR}/generated/${name}")
  set(description "${arg_MODEL}")
  if(NOT arg_MODEL MATCHES "\\.json$")
    set(description "${out}/model.json")
    add_custom_command(
      OUTPUT "${description}"
      COMMAND halenet::halenet-reader "${arg_MODEL}" "$<$<BOOL:${arg_STRUCT}>:--model;${arg_STRUCT}>" --out "${description}"
              --depfile "${description}.d"
      DEPENDS halenet::halenet-reader "${arg_MODEL}"
      DEPFILE "${description}.d"
      COMMENT "Reading ${arg_MODEL}"
      COMMAND_EXPAND_LISTS
      VERBATIM)
    # Beside the library's header, so that an editor finds the vocabulary too.
    get_target_property(layers halenet::halenet-reader HALENET_LAYERS)
    configure_file("${layers}" "${out}/vocabulary/layers.h" COPYONLY)
  endif()
  set(bundle "${out}/bundle")
  add_custom_command(
    OUTPUT "${out}/stamp"
    BYPRODUCTS "${bundle}/lib/lib${name}.a" "${bundle}/include/${name}.h" "${bundle}/include/${name}.hpp"
               "${bundle}/include/halenet/core.h" "${bundle}/manifest.json"
    COMMAND halenet::halenet-generate --model "${description}" --name ${name} --target "${targets}" --out "${bundle}"
            --cache "${out}/cache" ${options}
    COMMAND "${CMAKE_COMMAND}" -E touch "${out}/stamp"
    DEPENDS halenet::halenet-generate "$<TARGET_PROPERTY:halenet::halenet-generate,HALENET_READS>" "${description}"
            ${arg_WEIGHTS} ${arg_PLANS}
    # The driver leaves unchanged outputs alone, so that nothing depending on them is rebuilt; a stamp remembers the run.
    COMMENT "Generating ${name}"
    COMMAND_EXPAND_LISTS
    VERBATIM)
  add_custom_target(generate_${name} DEPENDS "${out}/stamp")
  add_library(${name} INTERFACE)
  add_library(halenet::${name} ALIAS ${name})
  add_dependencies(${name} generate_${name})
  target_include_directories(${name} INTERFACE "${bundle}/include" "${out}/vocabulary")
  target_link_libraries(${name} INTERFACE "${bundle}/lib/lib${name}.a")
  if(arg_CHECKED) # Halide's runtime
    find_package(Threads REQUIRED)
    target_link_libraries(${name} INTERFACE Threads::Threads ${CMAKE_DL_LIBS})
  endif()
endfunction()
