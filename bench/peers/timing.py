"""The clock around a peer's calls: one measurement of each kind, the same for every peer."""
import statistics
import time


def time_epoch(epoch):
    start = time.perf_counter()
    epoch()
    return {"seconds": time.perf_counter() - start}


def time_latency(predict, batches):
    """Of each call, in microseconds: the median, and what 99 of 100 calls took at most."""
    clock = time.perf_counter_ns
    nanoseconds = []
    for images in batches:
        start = clock()
        predict(images)
        nanoseconds.append(clock() - start)
    return {
        "microseconds": statistics.median(nanoseconds) / 1e3,
        "microseconds_p99": statistics.quantiles(nanoseconds, n=100, method="inclusive")[98] / 1e3,
    }


def time_throughput(predict, batches):
    start = time.perf_counter()
    for images in batches:
        predict(images)
    return {"images_per_second": sum(map(len, batches)) / (time.perf_counter() - start)}
