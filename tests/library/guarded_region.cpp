#include "tests/library/guarded_region.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <halenet/core.h>
#include <stdexcept>
#include <sys/mman.h>
#include <system_error>
#include <unistd.h>

namespace halenet::testing {

namespace {

constexpr std::byte pattern{0xcd};

std::size_t page() {
    return static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

void require(bool succeeded) {
    if (!succeeded)
        throw std::system_error(errno, std::generic_category(), "memory with guards");
}

} // namespace

GuardedRegion::GuardedRegion(std::size_t bytes) : bytes_(bytes), pages_((bytes + page() - 1) / page() * page()) {
    if (bytes % HALENET_ALIGNMENT != 0)
        throw std::invalid_argument("a guarded region's size must be a multiple of the alignment");
    void *memory = mmap(nullptr, pages_ + page(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    require(memory != MAP_FAILED);
    start_ = static_cast<std::byte *>(memory);
    require(mprotect(start_ + pages_, page(), PROT_NONE) == 0);
    std::memset(start_, std::to_integer<int>(pattern), pages_);
}

GuardedRegion::~GuardedRegion() {
    munmap(start_, pages_ + page());
}

bool GuardedRegion::untouched_before() const {
    return std::all_of(start_, data(), [](std::byte byte) { return byte == pattern; });
}

void GuardedRegion::make_read_only() const {
    require(mprotect(start_, pages_, PROT_READ) == 0);
}

} // namespace halenet::testing
