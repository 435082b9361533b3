#include <filesystem>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "runtime/train/cpu_quota.h"
#include "tests/runtime/temporary_folder.h"

namespace {

namespace fs = std::filesystem;

/// A folder that looks like /sys/fs/cgroup, with a membership file beside it.
class FakeGroups {
  public:
    void write(const fs::path &file, const std::string &text) const {
        fs::create_directories((folder_.path() / file).parent_path());
        folder_.write(file, text);
    }

    [[nodiscard]] std::optional<int> quota(const std::string &membership) const {
        write("membership", membership);
        return halenet::cgroup_cpu_quota(folder_ / "membership", folder_ / "mount");
    }

  private:
    TemporaryFolder folder_;
};

} // namespace

TEST_CASE("a version 2 quota counts, rounded up, the least of a group and its ancestors") {
    const FakeGroups groups;
    CHECK(groups.quota("0::/job/step\n") == std::nullopt);
    groups.write("mount/job/step/cpu.max", "max 100000\n");
    CHECK(groups.quota("0::/job/step\n") == std::nullopt);
    groups.write("mount/job/cpu.max", "250000 100000\n");
    CHECK(groups.quota("0::/job/step\n") == 3);
    groups.write("mount/job/step/cpu.max", "50000 100000\n");
    CHECK(groups.quota("0::/job/step\n") == 1);
    CHECK(groups.quota("0::/job\n") == 3);
    CHECK(groups.quota("0::/\n") == std::nullopt);
}

TEST_CASE("a version 1 quota counts where the cpu controller is mounted") {
    const FakeGroups groups;
    groups.write("mount/cpu,cpuacct/job/cpu.cfs_quota_us", "-1\n");
    groups.write("mount/cpu,cpuacct/job/cpu.cfs_period_us", "100000\n");
    const std::string membership = "7:memory:/job\n4:cpu,cpuacct:/job\n3:cpuset:/\n";
    CHECK(groups.quota(membership) == std::nullopt);
    groups.write("mount/cpu,cpuacct/job/cpu.cfs_quota_us", "200000\n");
    CHECK(groups.quota(membership) == 2);
}

TEST_CASE("no control groups, no quota") {
    const FakeGroups groups;
    CHECK(halenet::cgroup_cpu_quota("/nowhere/membership", "/nowhere") == std::nullopt);
    CHECK(groups.quota("not a membership line\n") == std::nullopt);
    groups.write("mount/cpu.max", "nonsense\n");
    CHECK(groups.quota("0::/\n") == std::nullopt);
}
