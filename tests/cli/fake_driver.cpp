#include "tests/cli/fake_driver.h"

#include <filesystem>

namespace cli_tests {

namespace fs = std::filesystem;

FakeDriver::FakeDriver(const std::string &script, const std::string &program) {
    const fs::path halenet = HALENET_PROGRAM;
    // Copied, because it finds the driver beside the file that it was started from, links followed.
    fs::copy_file(halenet, programs_ / "halenet");
    fs::create_symlink(halenet.parent_path() / "halenet-reader", programs_ / "halenet-reader");
    const fs::path driver =
        programs_.file(program, "#!/bin/sh\necho \"$*\" >>'" + (programs_ / "calls").string() + "'\n" + script);
    fs::permissions(driver, fs::perms::owner_all);
}

Outcome FakeDriver::run(const std::vector<std::string> &arguments) const {
    return Child(arguments, folder_.path(), Child::Output::pipe, programs_ / "halenet").finish();
}

std::string FakeDriver::calls() const {
    return content_of(programs_ / "calls");
}

} // namespace cli_tests
