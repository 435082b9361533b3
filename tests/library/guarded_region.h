/// Memory of exactly the size that a library asks for, whose neighbourhood shows who strayed.
#pragma once

#include <cstddef>

namespace halenet::testing {

/// Ends right before a page that nobody may touch: reading or writing behind it ends the test. What lies before it is
/// filled with a pattern.
class GuardedRegion {
  public:
    /// `bytes`, a multiple of the core's alignment.
    explicit GuardedRegion(std::size_t bytes);
    GuardedRegion(const GuardedRegion &) = delete;
    GuardedRegion &operator=(const GuardedRegion &) = delete;
    ~GuardedRegion();

    [[nodiscard]] std::byte *data() const { return start_ + (pages_ - bytes_); }
    [[nodiscard]] std::size_t size() const { return bytes_; }
    [[nodiscard]] bool untouched_before() const;
    /// From here on a write ends the test.
    void make_read_only() const;

  private:
    std::size_t bytes_, pages_; ///< pages_: bytes of the pages that hold it
    std::byte *start_ = nullptr;
};

} // namespace halenet::testing
