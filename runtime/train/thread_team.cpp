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

void ThreadTeam::Share::fill(std::int32_t first, std::int32_t end) {
    unclaimed_.store(static_cast<std::uint64_t>(end) << 32 | static_cast<std::uint32_t>(first),
                     std::memory_order_release);
}

std::optional<std::int32_t> ThreadTeam::Share::claim() {
    std::uint64_t left = unclaimed_.load(std::memory_order_acquire);
    for (;;) {
        const auto next = static_cast<std::int32_t>(left & UINT32_MAX);
        if (next >= static_cast<std::int32_t>(left >> 32))
            return std::nullopt;
        if (unclaimed_.compare_exchange_weak(left, left + 1, std::memory_order_acq_rel, std::memory_order_acquire))
            return next;
    }
}

ThreadTeam::ThreadTeam(int threads) : shares_(static_cast<std::size_t>(threads)) {
    workers_.reserve(static_cast<std::size_t>(threads - 1));
    try {
        for (int worker = 1; worker < threads; ++worker)
            workers_.emplace_back([this, worker] { serve(static_cast<std::size_t>(worker)); });
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
    task_context_ = task_context;
    unfinished_.store(count, std::memory_order_relaxed);
    const auto part = [&](std::size_t thread) {
        return static_cast<std::int32_t>(static_cast<std::size_t>(count) * thread / shares_.size());
    };
    for (std::size_t thread = 0; thread < shares_.size(); ++thread)
        shares_[thread].fill(part(thread), part(thread + 1));
    round_.fetch_add(1, std::memory_order_release);
    wake(count - 1);
    work(0);
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

void ThreadTeam::serve(std::size_t worker) {
    for (std::uint32_t round = 0; !leaving_.load(std::memory_order_relaxed);) {
        work(worker);
        wait_for_change(round_, round);
        round = round_.load(std::memory_order_acquire);
    }
}

void ThreadTeam::work(std::size_t thread) {
    for (std::size_t k = 0; k < shares_.size(); ++k) {
        Share &share = shares_[(thread + k) % shares_.size()];
        while (const std::optional<std::int32_t> index = share.claim()) {
            // From here on the job stays: its owner waits for this index.
            task_(task_context_, *index);
            if (unfinished_.fetch_sub(1, std::memory_order_acq_rel) == 1)
                unfinished_.notify_one();
        }
    }
}

} // namespace halenet
