#include "runtime/train/thread_team.h"

#include <chrono>
#include <system_error>

#include <fmt/format.h>

#include <halenet/error.h>

namespace halenet {
namespace {

// Longer than the few microseconds between a step's two fork-joins, shorter than anybody notices on a shared machine.
constexpr std::chrono::microseconds spin_time{20};

template <typename Atomic, typename Value>
void wait_for_change(const Atomic &atomic, Value old) {
    const auto end = std::chrono::steady_clock::now() + spin_time;
    while (atomic.load(std::memory_order_acquire) == old) {
        if (std::chrono::steady_clock::now() >= end) {
            atomic.wait(old, std::memory_order_acquire);
            return;
        }
    }
}

} // namespace

ThreadTeam::ThreadTeam(int threads) {
    workers_.reserve(static_cast<std::size_t>(threads - 1));
    try {
        for (int worker = 1; worker < threads; ++worker)
            workers_.emplace_back([this] { serve(); });
    } catch (const std::system_error &refusal) {
        leave();
        throw Error(fmt::format("of {} threads the system starts only {}: {}; use fewer", threads, this->threads(),
                                refusal.code().message()));
    }
}

ThreadTeam::~ThreadTeam() {
    leave();
}

void ThreadTeam::leave() {
    leaving_.store(true, std::memory_order_relaxed);
    round_.fetch_add(1, std::memory_order_release);
    round_.notify_all();
    for (std::thread &worker : workers_)
        worker.join();
}

void ThreadTeam::run(std::int32_t count, halenet_task task, void *task_context) {
    if (count <= 1 || workers_.empty()) {
        for (std::int32_t index = 0; index < count; ++index)
            task(task_context, index);
        return;
    }
    task_ = task;
    count_ = count;
    task_context_ = task_context;
    unfinished_.store(count, std::memory_order_relaxed);
    unclaimed_.store(count, std::memory_order_release);
    round_.fetch_add(1, std::memory_order_release);
    wake(count - 1);
    work();
    for (std::int32_t left; (left = unfinished_.load(std::memory_order_acquire)) != 0;)
        wait_for_change(unfinished_, left);
}

// No more sleepers than there is work for: waking one costs a system call. Who spins sees the new round by itself, and
// who sleeps on misses nothing, because the caller works too until all is claimed.
void ThreadTeam::wake(std::int32_t helpers) {
    if (helpers >= std::ssize(workers_)) {
        round_.notify_all();
        return;
    }
    for (; helpers > 0; --helpers)
        round_.notify_one();
}

void ThreadTeam::parallel_for(void *team, std::int32_t count, halenet_task task, void *task_context) {
    static_cast<ThreadTeam *>(team)->run(count, task, task_context);
}

void ThreadTeam::serve() {
    for (std::uint32_t round = 0; !leaving_.load(std::memory_order_relaxed);) {
        work();
        wait_for_change(round_, round);
        round = round_.load(std::memory_order_acquire);
    }
}

void ThreadTeam::work() {
    for (std::int32_t left = unclaimed_.load(std::memory_order_acquire); left > 0;) {
        if (!unclaimed_.compare_exchange_weak(left, left - 1, std::memory_order_acq_rel, std::memory_order_acquire))
            continue;
        // From here on the job stays: its owner waits for this index.
        task_(task_context_, count_ - left);
        if (unfinished_.fetch_sub(1, std::memory_order_acq_rel) == 1)
            unfinished_.notify_one();
        left = unclaimed_.load(std::memory_order_acquire);
    }
}

} // namespace halenet
