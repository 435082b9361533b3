#pragma once

#include <filesystem>
#include <optional>

namespace halenet {

/// The CPUs that a process's control groups grant it, rounded up, or nothing where they set no limit. A group is
/// limited by its ancestors too, so the least of their quotas counts. `membership` is the process's /proc/self/cgroup,
/// `mount` the folder where the groups are mounted, /sys/fs/cgroup.
[[nodiscard]] std::optional<int> cgroup_cpu_quota(const std::filesystem::path &membership,
                                                  const std::filesystem::path &mount);

} // namespace halenet
