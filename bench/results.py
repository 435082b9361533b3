#!/usr/bin/env python3
"""Trains LeNet-5 with each recipe and seed, and prints the README's table of results.

usage: bench/results.py [--seeds N] [--data DIR] PROGRAM        (./dev results runs it)
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

RECIPES = ("default", "tutorial")


def train(program, recipe, seed, data, folder):
    """One training in a process of its own; its JSON report."""
    report = folder / f"{recipe}-{seed}.json"
    command = [program, "train", "--recipe", recipe, "--seed", str(seed)]
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
    parser.add_argument("--seeds", type=int, default=5, help="seeds 0 to N - 1 of each recipe [5]")
    parser.add_argument("--data", default="", help="folder with MNIST [where halenet looks]")
    options = parser.parse_args()
    print("| recipe, seed | training accuracy | validation | test accuracy | test loss | an epoch |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for recipe in RECIPES:
            accuracies = []
            for seed in range(options.seeds):
                report = train(options.program, recipe, seed, options.data, pathlib.Path(folder))
                accuracies.append(100 * report["test"]["accuracy"])
                print(row(f"{recipe}, {seed}", report), flush=True)
            print(f"{recipe}: mean test accuracy {statistics.mean(accuracies):.3f} %", file=sys.stderr)


if __name__ == "__main__":
    main()
