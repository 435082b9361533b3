# What `cmake --install` makes: a folder that can be moved as a whole, found by find_package(halenet).
#
#   bin/                the programs
#   lib/                the runtime's static libraries; lib/halenet/ has Halide, for halenet-generate alone
#   include/halenet/    public headers
#   share/halenet/      what the programs read: vocabulary and models, the core's sources, the project of `halenet new`
#   lib/cmake/halenet/  the CMake package
#   lib/pkgconfig/      the same for other build systems
#
# Two components: `runtime`, which a program links, with the program `halenet` and the bundles of the shipped models, is
# the Debian package too (cpack); `generator`, which makes libraries, stays where it was built or installed.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# halenet_install_module(NAME): the module halenet_NAME is part of the package, as halenet::NAME.
function(halenet_install_module name)
  set_target_properties(halenet_${name} PROPERTIES EXPORT_NAME ${name})
  install(TARGETS halenet_${name} EXPORT halenet COMPONENT runtime)
endfunction()

# halenet_install_program(TARGET COMPONENT): a program of the package; it finds shared libraries where the build found
# them, those of the package itself beside it.
function(halenet_install_program target component)
  file(RELATIVE_PATH private_libraries "/${CMAKE_INSTALL_BINDIR}" "/${CMAKE_INSTALL_LIBDIR}/halenet")
  set_target_properties(${target} PROPERTIES INSTALL_RPATH "$ORIGIN/${private_libraries}")
  if(component STREQUAL "generator")
    install(TARGETS ${target} EXPORT halenet-generator COMPONENT generator)
  else()
    install(TARGETS ${target} COMPONENT ${component})
  endif()
endfunction()

# halenet_install_package(): the CMake package over all that was named before, and its pkg-config file.
function(halenet_install_package)
  set(folder "${CMAKE_INSTALL_LIBDIR}/cmake/halenet")
  set(model_folder "${CMAKE_INSTALL_DATADIR}/halenet/model")
  configure_package_config_file(
    cmake/halenet-config.cmake.in "${PROJECT_BINARY_DIR}/cmake/halenet-config.cmake"
    INSTALL_DESTINATION "${folder}"
    PATH_VARS model_folder)
  write_basic_package_version_file("${PROJECT_BINARY_DIR}/cmake/halenet-config-version.cmake" COMPATIBILITY SameMinorVersion)
  install(EXPORT halenet NAMESPACE halenet:: FILE halenet-targets.cmake DESTINATION "${folder}" COMPONENT runtime)
  install(EXPORT halenet-generator NAMESPACE halenet:: FILE halenet-generator-targets.cmake DESTINATION "${folder}"
          COMPONENT generator)
  install(FILES "${PROJECT_BINARY_DIR}/cmake/halenet-config.cmake" "${PROJECT_BINARY_DIR}/cmake/halenet-config-version.cmake"
          DESTINATION "${folder}" COMPONENT runtime)
  install(FILES cmake/HalenetAddLibrary.cmake DESTINATION "${folder}" COMPONENT generator)
  file(RELATIVE_PATH prefix_of_pkgconfig "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
  string(REGEX REPLACE "/$" "" prefix_of_pkgconfig "${prefix_of_pkgconfig}")
  configure_file(cmake/halenet.pc.in "${PROJECT_BINARY_DIR}/cmake/halenet.pc" @ONLY)
  install(FILES "${PROJECT_BINARY_DIR}/cmake/halenet.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig"
          COMPONENT runtime)
endfunction()

# halenet_install_bundle(NAME): the bundle of a library that halenet_add_library made, where packages have such files.
function(halenet_install_bundle name)
  set(bundle "${PROJECT_BINARY_DIR}/generated/${name}/bundle")
  install(DIRECTORY "${bundle}/lib/" DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT runtime)
  install(DIRECTORY "${bundle}/include/" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT runtime)
  install(FILES "${bundle}/manifest.json" "${bundle}/memory-map.txt" "${bundle}/README.md" "${bundle}/LICENSE"
          DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/${name}" COMPONENT runtime)
endfunction()
