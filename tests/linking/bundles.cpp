#include "tests/linking/bundles.h"

namespace linking_tests {

namespace fs = std::filesystem;

fs::path bundle(const std::string &name) {
    return fs::path(HALENET_BUNDLES) / name;
}

Result shell(const std::string &commands, const fs::path &folder) {
    return package_tests::run_command({"bash", "-e", "-c", commands}, folder);
}

Places::Places()
    : bundle_("BUNDLE", bundle("lenet5").string()), a_("A", bundle("lenet5").string()),
      b_("B", bundle("lenet5_1998").string()), halenet_("HALENET", HALENET_PREFIX),
      pkg_config_path_("PKG_CONFIG_PATH", (bundle("lenet5") / "lib/pkgconfig").string() + ":" +
                                              (bundle("lenet5_1998") / "lib/pkgconfig").string() +
                                              ":" HALENET_PREFIX "/lib/pkgconfig") {}

Result build_project(const fs::path &source, const fs::path &folder, const std::string &prefixes,
                     const std::string &options) {
    return shell("'" HALENET_CMAKE "' -S '" + source.string() +
                     "' -B build -G Ninja '-DCMAKE_MAKE_PROGRAM=" HALENET_NINJA "' '-DCMAKE_PREFIX_PATH=" + prefixes +
                     "' " + options + "\n'" HALENET_CMAKE "' --build build",
                 folder);
}

} // namespace linking_tests
