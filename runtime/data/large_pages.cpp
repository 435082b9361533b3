#include "runtime/data/large_pages.h"

#include <cstddef>
#include <memory>

#include <sys/mman.h>
#include <unistd.h>

namespace halenet {

void advise_large_pages(std::span<std::uint8_t> memory) {
    // Advice is for whole small pages; the system finds the large ones among them.
    const auto page_bytes = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    void *first = memory.data();
    std::size_t bytes = memory.size();
    if (std::align(page_bytes, page_bytes, first, bytes) != nullptr)
        ::madvise(first, bytes - bytes % page_bytes, MADV_HUGEPAGE);
}

} // namespace halenet
