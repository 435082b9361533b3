#pragma once

namespace halenet {

/// How many threads can run at once here: the CPUs of this process's affinity mask, or fewer where a cgroup's quota
/// (version 1 or 2) grants less, at least 1.
[[nodiscard]] int available_cpus();

/// The same, but no more than a batch of `batch` images has shards of 16: a thread more would find nothing to do in the
/// larger part of a step. What `threads = 0` stands for in every options struct.
[[nodiscard]] int useful_threads(int batch);

} // namespace halenet
