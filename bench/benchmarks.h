/// The families of benchmarks, added to Google Benchmark's list. What they are given must outlive its run.
///
/// Counters: `image`, seconds an image; and for kernels that multiply `flops`, operations a second, dense-equivalent: 2
/// for each multiply-add of the layer, whether the kernel takes or skips it.
#pragma once

#include "bench/manifest.h"
#include "bench/subject.h"

namespace halenet::bench {

/// "kernel/NAME/batch:B": each kernel alone. An iteration is all its calls of one pass, so 32 shards of 512 images:
/// on one and the same shard a processor learns the branches by heart, and the time is half of the truth. What is
/// called once a step, whatever the batch, is measured for 128 and for 32 images. Throws Error where tables and
/// manifest differ.
void add_kernels(const Manifest &manifest, const Subject &subject);

/// "epoch/batch:B": a first epoch of training on one thread with a clock around each kernel's call. Counters:
/// `kernel:NAME`, `clock` and `rest`, all in seconds an image.
void add_epochs(const Manifest &manifest, const Subject &subject);

/// "train_step/batch:B/threads:T" and "predict/batch:B", through halenet::Network.
void add_network(const Subject &subject);

/// What one core can do at most, measured again and again among the others: "peak", whose counter is `flops`, and
/// "read/L2" and "read/memory", bytes a second that it reads from there.
void add_limits();

} // namespace halenet::bench
