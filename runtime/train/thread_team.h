#pragma once

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

#include <halenet/core.h>

namespace halenet {

/// The calling thread and `threads - 1` of its own, for fork-join work: what a network gives the core as parallel_for.
/// Indices are claimed one by one, so a slow thread takes fewer; which thread takes which never shows in a result,
/// because the core's tasks write apart from each other. An idle thread spins for about 20 us, the time between a
/// step's two fork-joins, and then sleeps. One thread at a time may call a team.
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
    void serve();
    void work();
    void wake(std::int32_t helpers);
    void leave();

    // The job is written while nothing is claimed and read only by who has claimed an index of it.
    halenet_task task_ = nullptr;
    std::int32_t count_ = 0;
    void *task_context_ = nullptr;
    std::atomic<std::int32_t> unclaimed_ = 0;
    std::atomic<std::int32_t> unfinished_ = 0;
    std::atomic<std::uint32_t> round_ = 0; ///< counts jobs; a change wakes the sleepers
    std::atomic<bool> leaving_ = false;
    std::vector<std::thread> workers_;
};

} // namespace halenet
