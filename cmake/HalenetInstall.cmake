# What `cmake --install` makes: a folder that can be moved as a whole, found by find_package(halenet).
#
#   bin/                the programs
#   lib/                the runtime's static libraries; lib/halenet/ has Halide, for halenet-generate alone
#   include/halenet/    public headers
#   share/halenet/      what the programs read: vocabulary and models, the core's sources, the project of `halenet new`
#   lib/cmake/halenet/  the CMake package
#   lib/pkgconfig/      the same for other build systems
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# halenet_install_module(NAME): the module halenet_NAME is part of the package, as halenet::NAME.
function(halenet_install_module name)
  set_target_properties(halenet_${name} PROPERTIES EXPORT_NAME ${name})
  install(TARGETS halenet_${name} EXPORT halenet)
endfunction()

# halenet_install_program(TARGET): a program of the package; it finds shared libraries where the build found them, those
# of the package itself beside it.
function(halenet_install_program target)
  file(RELATIVE_PATH private_libraries "/${CMAKE_INSTALL_BINDIR}" "/${CMAKE_INSTALL_LIBDIR}/halenet")
  set_target_properties(${target} PROPERTIES INSTALL_RPATH "$ORIGIN/${private_libraries}")
  install(TARGETS ${target} EXPORT halenet)
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
  install(EXPORT halenet NAMESPACE halenet:: FILE halenet-targets.cmake DESTINATION "${folder}")
  install(
    FILES "${PROJECT_BINARY_DIR}/cmake/halenet-config.cmake" "${PROJECT_BINARY_DIR}/cmake/halenet-config-version.cmake"
          cmake/HalenetAddLibrary.cmake
    DESTINATION "${folder}")
  file(RELATIVE_PATH prefix_of_pkgconfig "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
  string(REGEX REPLACE "/$" "" prefix_of_pkgconfig "${prefix_of_pkgconfig}")
  configure_file(cmake/halenet.pc.in "${PROJECT_BINARY_DIR}/cmake/halenet.pc" @ONLY)
  install(FILES "${PROJECT_BINARY_DIR}/cmake/halenet.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
endfunction()
