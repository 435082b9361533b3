#!/usr/bin/env python3
"""Trains each model with its recipes and seeds, and prints the README's table of results.

usage: bench/results.py [--run MODEL:RECIPE]... [--seeds N] [--data DIR] PROGRAM        (./dev results runs it)
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

RUNS = ("lenet5:default", "lenet5:augmented", "lenet5:tutorial", "lenet5_1998:default", "lenet5_1998:augmented")


def train(program, run, seed, data, folder):
    """One training in a process of its own; its JSON report."""
    model, recipe = run.split(":")
    report = folder / "report.json"
    command = [program, "train", "--model", model, "--recipe", recipe, "--seed", str(seed)]
    command += ["--out", str(folder / "weights.safetensors"), "--json", str(report)]
    command += ["--data", data] if data else []
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return json.loads(report.read_text())


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
            accuracies = []
            for seed in range(options.seeds):
                report = train(options.program, run, seed, options.data, pathlib.Path(folder))
                accuracies.append(100 * report["test"]["accuracy"])
                print(row(f"{run.replace(':', ', ')}, {seed}", report), flush=True)
            print(f"{run}: mean test accuracy {statistics.mean(accuracies):.3f} %", file=sys.stderr)


if __name__ == "__main__":
    main()
