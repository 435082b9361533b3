# halenet_generate_library(NAME MODEL model.json [CHECKED]): runs the driver at build time and makes `halenet::NAME`, the
# generated static library with its header. CHECKED: kernels verify arguments and bounds (for tests).
function(halenet_generate_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "CHECKED" "MODEL" "")
  cmake_path(ABSOLUTE_PATH arg_MODEL BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
  set(out "${PROJECT_BINARY_DIR}/generated/${name}")
  set(core "${PROJECT_SOURCE_DIR}/runtime/core")
  add_custom_command(
    OUTPUT "${out}/stamp"
    BYPRODUCTS "${out}/lib${name}.a" "${out}/${name}.h" "${out}/${name}.manifest.json" "${out}/halenet/core.h"
    COMMAND halenet-generate --model "${arg_MODEL}" --name ${name} --out "${out}" "$<$<BOOL:${arg_CHECKED}>:--checked>"
    COMMAND "${CMAKE_COMMAND}" -E touch "${out}/stamp"
    DEPENDS
      halenet-generate
      "${arg_MODEL}"
      "${core}/api.c"
      "${core}/cpu.c"
      "${core}/instance.c"
      "${core}/internal.h"
      "${core}/library.h.in"
      "${core}/names.h"
      "${core}/network.c"
      "${core}/prepare.c"
      "${core}/run.c"
      "${core}/status.c"
      "${core}/weights.c"
      "${PROJECT_SOURCE_DIR}/runtime/include/halenet/core.h"
    # The driver leaves unchanged outputs alone, so that nothing depending on them is rebuilt; a stamp remembers the run.
    COMMENT "Generating ${name}"
    COMMAND_EXPAND_LISTS
    VERBATIM)
  add_custom_target(generate_${name} DEPENDS "${out}/stamp")
  add_library(halenet_${name} INTERFACE)
  add_library(halenet::${name} ALIAS halenet_${name})
  add_dependencies(halenet_${name} generate_${name})
  target_include_directories(halenet_${name} INTERFACE "${out}")
  target_link_libraries(halenet_${name} INTERFACE "${out}/lib${name}.a")
  if(arg_CHECKED)
    target_link_libraries(halenet_${name} INTERFACE Threads::Threads ${CMAKE_DL_LIBS})
  endif()
endfunction()
