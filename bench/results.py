#!/usr/bin/env python3
"""Trains each model with its recipes and seeds, and prints the README's table of results.

usage: bench/results.py [--run MODEL:RECIPE]... [--seeds N] [--data DIR] PROGRAM        (./dev results runs it)
"""
import argparse
import pathlib
import statistics
import sys
import tempfile

from trainings import train

RUNS = ("lenet5:default", "lenet5:augmented", "lenet5:tutorial", "lenet5_1998:default", "lenet5_1998:augmented")


def row(name, report):
    epochs = report["epochs"]
    seconds = statistics.median(epoch["seconds"] for epoch in epochs)
    return (
        f"| {name} | {100 * report['train']['accuracy']:.2f} % | {100 * epochs[-1]['validation_accuracy']:.2f} % "
        f"| {100 * report['test']['accuracy']:.2f} % | {report['test']['loss']:.4f} | {seconds:.2f} s |"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="build/release/halenet")
    parser.add_argument("--run", action="append", metavar="MODEL:RECIPE", help=f"what to train [{' '.join(RUNS)}]")
    parser.add_argument("--seeds", type=int, default=5, help="seeds 0 to N - 1 of each run [5]")
    parser.add_argument("--data", default="", help="folder with MNIST [where halenet looks]")
    options = parser.parse_args()
    print("| model, recipe, seed | training accuracy | validation | test accuracy | test loss | an epoch |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for run in options.run or RUNS:
            model, recipe = run.split(":")
            words = ["--model", model, "--recipe", recipe]
            accuracies = []
            for seed in range(options.seeds):
                report = train(options.program, words, seed, options.data, pathlib.Path(folder))
                accuracies.append(100 * report["test"]["accuracy"])
                print(row(f"{run.replace(':', ', ')}, {seed}", report), flush=True)
            print(f"{run}: mean test accuracy {statistics.mean(accuracies):.3f} %", file=sys.stderr)


if __name__ == "__main__":
    main()
