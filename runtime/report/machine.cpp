#include "runtime/report/machine.h"

#include <fstream>

#include <sys/utsname.h>

namespace halenet {

std::string machine_name() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);)
        if (const std::size_t colon = line.find(": "); line.starts_with("model name") && colon != std::string::npos)
            return line.substr(colon + 2);
    utsname system{}; // arm's cpuinfo has no name
    return ::uname(&system) == 0 ? static_cast<const char *>(system.machine) : "unknown";
}

} // namespace halenet
