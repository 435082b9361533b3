# The Debian package, by `cpack --preset release`: the runtime with the program `halenet`, and the bundles of the shipped
# models. The generator needs Clang and Halide and stays in the checkout.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME halenet)
set(CPACK_PACKAGE_VENDOR halenet)
set(CPACK_PACKAGE_CONTACT "the developers of halenet")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "trains and classifies with small networks known at compile time")
set(CPACK_PACKAGE_DIRECTORY "${PROJECT_BINARY_DIR}/package")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_COMPONENTS_ALL runtime)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME halenet)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
# What `halenet` is linked to, and what a program that links the runtime's static libraries needs.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libc6, libstdc++6, libfmt-dev, libxtensor-dev, zlib1g-dev, libmd-dev, libpng-dev, libturbojpeg0-dev")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "curl, gnuplot-nox")
include(CPack)
