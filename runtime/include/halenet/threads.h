#pragma once

namespace halenet {

/// How many threads can run at once here: the CPUs of this process's affinity mask, or fewer where a cgroup's quota
/// (version 1 or 2) grants less, at least 1. What `threads = 0` stands for in every options struct.
[[nodiscard]] int available_cpus();

} // namespace halenet
