#include <halenet/threads.h>

#include <algorithm>
#include <thread>

#include <halenet/core.h>
#include <sched.h>

#include "runtime/train/cpu_quota.h"

namespace halenet {
namespace {

int affinity_cpus() {
    cpu_set_t mask;
    CPU_ZERO(&mask);
    if (sched_getaffinity(0, sizeof mask, &mask) == 0)
        return CPU_COUNT(&mask);
    // More than the 1,024 CPUs of a cpu_set_t.
    return static_cast<int>(std::thread::hardware_concurrency());
}

} // namespace

int available_cpus() {
    const int cpus = std::max(1, affinity_cpus());
    return std::min(cpus, cgroup_cpu_quota("/proc/self/cgroup", "/sys/fs/cgroup").value_or(cpus));
}

int useful_threads(int batch) {
    return std::min(available_cpus(), (batch + HALENET_SHARD_IMAGES - 1) / HALENET_SHARD_IMAGES);
}

} // namespace halenet
