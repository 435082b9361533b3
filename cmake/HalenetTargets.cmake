# The project's own way of declaring targets: C++20, warnings as the project wants them, optional sanitizers.
# Everything is per target; nothing is directory-wide.

# halenet_configure(TARGET): language level, warnings and sanitizers of a target of ours.
function(halenet_configure target)
  target_compile_features(${target} PRIVATE cxx_std_20)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF C_STANDARD 99 C_EXTENSIONS OFF POSITION_INDEPENDENT_CODE ON)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
  target_compile_definitions(${target} PRIVATE $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>) # bounds, empty optionals
  if(HALENET_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=address,undefined -fno-sanitize-recover=all)
    target_link_options(${target} PUBLIC -fsanitize=address,undefined)
  endif()
endfunction()

# halenet_add_module(NAME SOURCES...): a static library `halenet_NAME` with the alias `halenet::NAME`.
# Includes are relative to the repository's root: #include "generator/description/description.h".
function(halenet_add_module name)
  add_library(halenet_${name} STATIC ${ARGN})
  add_library(halenet::${name} ALIAS halenet_${name})
  target_include_directories(halenet_${name} PUBLIC "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>")
  halenet_configure(halenet_${name})
endfunction()
