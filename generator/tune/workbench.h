/// What libraries work with while they are measured.
#pragma once

#include "generator/tune/specimen.h"
#include "runtime/train/thread_team.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <halenet/core.h>

namespace halenet::tune {

/// A table for all the libraries of a measurement: they work in the same memory, one after the other, so that no
/// difference between them comes from where it lies. Whoever is next loads its weights first.
class Workbench {
  public:
    static constexpr int largest_batch = 128;

    /// `threads` are those of the team. Throws Error where the system refuses one.
    Workbench(const Specimen &specimen, std::span<const halenet_api *const> libraries, int threads);

    [[nodiscard]] const Specimen &specimen() const { return *specimen_; }
    [[nodiscard]] ThreadTeam &team() { return team_; }

    /// For any instance of up to largest_batch images; one that only classifies is given no state.
    [[nodiscard]] halenet_memory memory(bool with_state);
    [[nodiscard]] std::span<std::byte> adapt_memory() { return bytes_of(adapt_); }

    /// What reads memory that it has not written shall not find there what another library has left.
    void fill_with_garbage();

    /// Images of run `number`, with their labels: other ones in each run, so that no branch can be learnt by heart.
    [[nodiscard]] halenet_batch images(std::size_t number, int count) const;

  private:
    struct alignas(4096) Page {
        std::array<std::byte, 4096> bytes;
    };
    using Region = std::vector<Page>;
    static std::span<std::byte> bytes_of(Region &region) { return std::as_writable_bytes(std::span(region)); }

    const Specimen *specimen_;
    Region weights_, state_, workspace_, adapt_;
    ThreadTeam team_;
};

} // namespace halenet::tune
