"""Serves one peer to bench/peers/player.py: prepares, warms up, then answers each line of standard input with one.

usage: worker.py JOB        JOB is a JSON object; see player.py
"""
import functools
import importlib
import json
import os
import sys

import numpy

import digits
import timing


def prepare(job):
    """What the lines `measure` and `verify` call."""
    module = importlib.import_module("contestants." + job["module"])
    images, labels = digits.load(job["data"], "t10k")
    if job["measurement"] == "epoch":
        train = digits.load(job["data"], "train")
        epoch, predict = module.trainer(job["variant"], *train, job["batch"], job["threads"])
        batches = [images]
        measure = functools.partial(timing.time_epoch, epoch)
    else:
        predict = module.classifier(job["variant"], digits.load_weights(job["weights"]), job["batch"], job["threads"])
        whole = len(images) // job["batch"]  # a shorter batch would have a shape that the network was not made for
        batches = numpy.split(images[: whole * job["batch"]], whole)
        times = {"latency": timing.time_latency, "throughput": timing.time_throughput}[job["measurement"]]
        measure = functools.partial(times, predict, batches)

    def verify():
        probabilities = numpy.concatenate([predict(part) for part in batches])
        return digits.quality(probabilities, labels[: len(probabilities)])

    return {"measure": measure, "verify": verify}


def main():
    # Libraries print what they like: standard output becomes standard error, and answers go out by a copy of it.
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)

    def answer(work):
        try:
            print(json.dumps(work()), file=answers)
        except Exception as error:  # whatever a library throws is a result: it is reported, and the others go on
            print(json.dumps({"error": f"{type(error).__name__}: {error}"}), file=answers)
            raise

    calls = {}

    def start():
        calls.update(prepare(json.loads(sys.argv[1])))
        calls["measure"]()  # warms up, and compiles where that is done at the first call
        return {}

    answer(start)
    for line in sys.stdin:
        answer(calls[line.strip()])


if __name__ == "__main__":
    main()
