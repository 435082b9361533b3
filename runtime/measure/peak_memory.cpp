#include "runtime/measure/peak_memory.h"

#include <fstream>
#include <string>

#include <halenet/error.h>

namespace halenet {

// getrusage would not do: what it tells begins with the peak of the process that started this one.
double peak_memory_mb() {
    constexpr double bytes_a_kb = 1024; // as the kernel counts
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (double kb = 0; word == "VmHWM:" && status >> kb)
            return kb * bytes_a_kb / 1e6;
    throw Error("/proc/self/status: found no VmHWM, the process's peak of memory was expected");
}

} // namespace halenet
