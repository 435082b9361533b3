# halenet_add_library(NAME MODEL FILE [STRUCT STRUCT] [CHECKED])
#
# Makes the library NAME from a model while the project is built: link it and include <NAME.h>.
#
#   MODEL    a model header (.h), read by halenet-reader, or a description (.json) that the reader wrote before
#   STRUCT   the model's struct, where the header has several
#   CHECKED  kernels that verify their arguments and bounds, for tests
#
# A mistake in the model is a compiler error at its line, and an edit to the header, or to what it includes, generates
# the library anew. halenet::NAME is the same target under a name that CMake refuses to see misspelt.
cmake_policy(VERSION 3.20...3.31)

function(halenet_add_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "CHECKED" "MODEL;STRUCT" "")
  if(NOT name MATCHES "^[a-z][a-z0-9_]*$")
    message(FATAL_ERROR "halenet_add_library: found the name \"${name}\", expected lower-case letters, digits and _, the "
                        "first a letter: it becomes the prefix of C functions")
  endif()
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "halenet_add_library(${name}): found \"${arg_UNPARSED_ARGUMENTS}\", expected MODEL, STRUCT or CHECKED")
  endif()
  if(NOT arg_MODEL)
    message(FATAL_ERROR "halenet_add_library(${name}): found no MODEL, expected a model header after it")
  endif()
  cmake_path(ABSOLUTE_PATH arg_MODEL BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
  if(NOT EXISTS "${arg_MODEL}")
    message(FATAL_ERROR "halenet_add_library(${name}): there is no ${arg_MODEL}, expected a model header")
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
    configure_file("${layers}" "${out}/layers.h" COPYONLY)
  endif()
  add_custom_command(
    OUTPUT "${out}/stamp"
    BYPRODUCTS "${out}/lib${name}.a" "${out}/${name}.h" "${out}/${name}.manifest.json" "${out}/halenet/core.h"
    COMMAND halenet::halenet-generate --model "${description}" --name ${name} --out "${out}"
            "$<$<BOOL:${arg_CHECKED}>:--checked>"
    COMMAND "${CMAKE_COMMAND}" -E touch "${out}/stamp"
    DEPENDS halenet::halenet-generate "$<TARGET_PROPERTY:halenet::halenet-generate,HALENET_READS>" "${description}"
    # The driver leaves unchanged outputs alone, so that nothing depending on them is rebuilt; a stamp remembers the run.
    COMMENT "Generating ${name}"
    COMMAND_EXPAND_LISTS
    VERBATIM)
  add_custom_target(generate_${name} DEPENDS "${out}/stamp")
  add_library(${name} INTERFACE)
  add_library(halenet::${name} ALIAS ${name})
  add_dependencies(${name} generate_${name})
  target_include_directories(${name} INTERFACE "${out}")
  target_link_libraries(${name} INTERFACE "${out}/lib${name}.a")
  if(arg_CHECKED) # Halide's runtime
    find_package(Threads REQUIRED)
    target_link_libraries(${name} INTERFACE Threads::Threads ${CMAKE_DL_LIBS})
  endif()
endfunction()
