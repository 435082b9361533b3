/// A library's constant tables, changed for as long as a test wants to see what the library makes of it.
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <sys/mman.h>
#include <system_error>
#include <unistd.h>

namespace halenet::testing {

/// `place`, in a program's read-only data, holds `value` while this lives.
template <typename Value>
class Patch {
  public:
    Patch(const Value &place, const Value &value) : place_(const_cast<Value *>(&place)), before_(place) {
        const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
        const auto first = reinterpret_cast<std::uintptr_t>(place_) / page * page;
        const auto end = reinterpret_cast<std::uintptr_t>(place_ + 1);
        if (mprotect(reinterpret_cast<void *>(first), end - first, PROT_READ | PROT_WRITE) != 0) {
            throw std::system_error(errno, std::generic_category(), "memory to patch");
        }
        std::memcpy(place_, &value, sizeof value);
    }
    Patch(const Patch &) = delete;
    Patch &operator=(const Patch &) = delete;
    ~Patch() { std::memcpy(place_, &before_, sizeof before_); }

  private:
    Value *place_;
    Value before_;
};

} // namespace halenet::testing
