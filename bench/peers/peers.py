#!/usr/bin/env python3
"""Times halenet beside PyTorch, Keras, TFLite and ONNX Runtime: the same network, data, batch, threads and optimizer.

usage: bench/peers/peers.py [OPTIONS]        (./dev peers installs the peers and runs it)
"""
import argparse
import contextlib
import datetime
import functools
import importlib.metadata
import json
import os
import pathlib
import signal
import sys
import tempfile

import chart
import idx
import player
import roster
import rounds
import summary
from halenet import Halenet, train

ROOT = pathlib.Path(__file__).resolve().parents[2]
LOG = ROOT / "build/peers.log"  # what the peers print, their errors among it
WEIGHTS = "weights.safetensors"


def parse_arguments():
    names = [contestant.id for contestant in roster.CONTESTANTS]
    parser = argparse.ArgumentParser(
        prog="./dev peers", description=__doc__.splitlines()[0],
        epilog=f"Contestants: {', '.join(names)}. bench/peers/README.md tells how the comparison is kept fair.")
    positive = functools.partial(whole_number, least=1)
    parser.add_argument("--rounds", type=positive, help="measurements of each contestant [5; 2 with --quick]")
    parser.add_argument("--only", nargs="+", choices=names, metavar="NAME", default=names,
                        help="these contestants [all]")
    parser.add_argument("--measure", nargs="+", choices=list(roster.JUDGED_BY), metavar="WHAT",
                        default=list(roster.JUDGED_BY), help="of epoch, latency and throughput [all]")
    parser.add_argument("--threads", type=positive, default=2, help="of training; predictions have one [2]")
    parser.add_argument("--batch", type=positive, nargs="+", default=[128, 32], help="images a training step [128 32]")
    parser.add_argument("--quick", action="store_true", help="a part of the data, only to see that everything works")
    parser.add_argument("--data", help="folder with MNIST's four files [where halenet train looks]")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "bench/results/peers",
                        help="where results.json, results.md, chart.svg and chart.png go [bench/results/peers]")
    parser.add_argument("--halenet", type=pathlib.Path, default=ROOT / "build/release/halenet",
                        help="the program [build/release/halenet]")
    options = parser.parse_args()
    if not contests_of(options):
        parser.error(f"{', '.join(options.only)} cannot do what --measure asks for")
    return options


def whole_number(text, least):
    value = int(text)
    if value < least:
        raise argparse.ArgumentTypeError(f"{text} was given, a whole number from {least} on was expected")
    return value


def contestants_of(contest, names):
    return [each for each in roster.CONTESTANTS if each.id in names and contest.has(each)]


def contests_of(options):
    """Those that somebody takes part in."""
    every = [roster.Contest("epoch", batch, options.threads) for batch in options.batch]
    every += [roster.Contest("latency", 1, 1), roster.Contest("throughput", 64, 1)]
    return [contest for contest in every
            if contest.measurement in options.measure and contestants_of(contest, options.only)]


def versions(halenet):
    """Of halenet and of the peers that are installed."""
    found = {"halenet": halenet}
    for name in roster.PACKAGES:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            found[name] = importlib.metadata.version(name)
    return found


def train_shared_weights(options, out):
    """The report of the training, which tells where MNIST was found."""
    if not os.access(options.halenet, os.X_OK):
        sys.exit(f"./dev peers: {options.halenet}: there is no such program; ./dev build makes build/release/halenet")
    print("Training the weights that all classifiers share", flush=True)
    try:
        training = train(options.halenet, out, *(["--data", options.data] if options.data else []))
    except player.PlayerError as error:
        sys.exit(f"./dev peers: {error}")
    if training["data"]["synthetic"]:
        sys.exit("./dev peers: MNIST was not found, and digits that halenet draws are no match for it; "
                 "--data names its folder")
    return training


def compete(contest, options, files, log):
    """One contest, with its progress and its table on standard output."""
    def start(contestant):
        if contestant.id == "halenet":
            return Halenet(options.halenet, contest, files)
        return player.Peer(contestant, contest, files, log)

    print(f"\n{contest.title()}", end="")
    tell = functools.partial(print, end="", flush=True)
    entries = rounds.play(contest, contestants_of(contest, options.only), options.rounds, start, tell)
    result = summary.contest_result(contest, entries)
    print(summary.table(result), flush=True)
    return result


def write(report, folder):
    (folder / "results.json").write_text(json.dumps(report, indent=2) + "\n")
    (folder / "results.md").write_text(summary.markdown(report))
    complaint = chart.draw(report["contests"], folder)
    if complaint:
        sys.exit(f"./dev peers: no chart was drawn: {complaint}")


def main():
    options = parse_arguments()
    options.rounds = options.rounds or (2 if options.quick else 5)
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, LOG.open("w") as log:
        folder = pathlib.Path(temporary)
        training = train_shared_weights(options, folder / WEIGHTS)
        data = training["data"]["source"]
        if options.quick:
            data = idx.write_part(data, folder / "data")
        files = {"data": str(data), "weights": str(folder / WEIGHTS)}
        report = {
            "format": "halenet-peers",
            "version": 1,
            "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
            "machine": {"cpu": training["machine"], "cpus": len(os.sched_getaffinity(0))},
            "versions": versions(training["halenet"]),
            "rounds": options.rounds,
            "quick": options.quick,
            "contests": [compete(contest, options, files, log) for contest in contests_of(options)],
        }
    write(report, options.out)
    print(f"\nWritten to {options.out}: results.json, results.md, chart.svg, chart.png. The peers' own output: {LOG}")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that no stopped peer is left behind
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
