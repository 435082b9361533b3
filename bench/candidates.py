#!/usr/bin/env python3
"""Trains with candidates for a recipe and prints what each reaches on the held-out images; the test set is not looked at.

usage: bench/candidates.py [--seeds N] [--data DIR] PROGRAM OPTIONS...
OPTIONS are those of halenet train, one argument a candidate:
    bench/candidates.py --seeds 20 build/release/halenet "--recipe tutorial" "--recipe tutorial --batch 64"
"""
import argparse
import pathlib
import statistics
import tempfile

from trainings import train


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="build/release/halenet")
    parser.add_argument("options", nargs="+", help="a candidate's options, as one argument")
    parser.add_argument("--seeds", type=int, default=20, help="seeds 0 to N - 1 of each candidate, 2 or more [20]")
    parser.add_argument("--data", default="", help="folder with MNIST [where halenet looks]")
    arguments = parser.parse_args()
    print("| candidate | validation accuracy | its standard error | validation loss |")
    print("|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for options in arguments.options:
            words = ["--validation", "5000", *options.split()]
            epochs = [
                train(arguments.program, words, seed, arguments.data, pathlib.Path(folder))["epochs"][-1]
                for seed in range(arguments.seeds)
            ]
            accuracies = [100 * epoch["validation_accuracy"] for epoch in epochs]
            error = statistics.stdev(accuracies) / len(accuracies) ** 0.5
            loss = statistics.mean(epoch["validation_loss"] for epoch in epochs)
            print(f"| `{options}` | {statistics.mean(accuracies):.3f} % | {error:.3f} | {loss:.4f} |", flush=True)


if __name__ == "__main__":
    main()
