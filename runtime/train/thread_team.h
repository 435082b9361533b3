#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <thread>
#include <vector>

#include <halenet/core.h>

namespace halenet {

/// The calling thread and `threads - 1` of its own, for fork-join work: what a network gives the core as parallel_for.
/// Each thread has a share of the indices, the same in every job of as many, so that it meets the memory again that it
/// has in its cache; indices are claimed one by one, and who is done with its own share goes on with the others'. Which
/// thread takes which never shows in a result, because the core's tasks write apart from each other. An idle thread
/// spins for about 20 us, the time between a step's two fork-joins, and then sleeps. One thread at a time may call a
/// team.
class ThreadTeam {
  public:
    explicit ThreadTeam(int threads); ///< 1 or more; 1 starts no thread. Throws Error where the system refuses one
    ~ThreadTeam();
    ThreadTeam(const ThreadTeam &) = delete;
    ThreadTeam &operator=(const ThreadTeam &) = delete;

    [[nodiscard]] int threads() const { return static_cast<int>(workers_.size()) + 1; }

    /// Calls task(task_context, i) once for each i in [0, count); returns when all have returned. Tasks must not throw.
    void run(std::int32_t count, halenet_task task, void *task_context);

    /// `run` in the form of a halenet_parallel_for; `team` is a ThreadTeam.
    static void parallel_for(void *team, std::int32_t count, halenet_task task, void *task_context);

  private:
    /// The indices [next, end) of a job that are not claimed, as one word: a late thread that still looks at an earlier
    /// job must not take the end of one for the next of another.
    class alignas(64) Share {
      public:
        void fill(std::int32_t first, std::int32_t end);
        [[nodiscard]] std::optional<std::int32_t> claim();

      private:
        std::atomic<std::uint64_t> unclaimed_ = 0; ///< next below, end above
    };

    void serve(std::size_t worker);
    void work(std::size_t thread);
    void wake(std::int32_t helpers);
    void leave();

    // The job is written while nothing is claimed and read only by who has claimed an index of it.
    halenet_task task_ = nullptr;
    void *task_context_ = nullptr;
    std::vector<Share> shares_; ///< of each thread, the caller's first
    std::atomic<std::int32_t> unfinished_ = 0;
    std::atomic<std::uint32_t> round_ = 0; ///< counts jobs; a change wakes the sleepers
    std::atomic<bool> leaving_ = false;
    std::vector<std::thread> workers_;
};

} // namespace halenet
