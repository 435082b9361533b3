#!/usr/bin/env python3
"""Measures LeNet-5's kernels, training steps and predictions, and writes tables and pictures.

usage: bench/bench.py [--quick] [--out DIR | --guard] [FILTER] PROGRAM              (./dev bench runs it)
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys

import bench_guard
import bench_pictures
import bench_tables
from bench_measurements import measure

ROOT = pathlib.Path(__file__).resolve().parent.parent
RESULTS = "bench/results"
FAMILIES = ("bandwidth", "kernels", "epochs", "train_step", "predict")  # of the measurements


def committed_measurements():
    """bench.json of the last commit, whatever a later run has written over it."""
    path = f"HEAD:{RESULTS}/bench.json"
    shown = subprocess.run(["git", "-C", ROOT, "show", path], capture_output=True, text=True, check=False)
    if shown.returncode != 0:
        sys.exit(f"halenet: {RESULTS}/bench.json: not in the last commit, expected the measurements to compare with")
    return json.loads(shown.stdout)


def guard(program, quick):
    """0 where every kernel is as fast as in the committed measurements."""
    committed = committed_measurements()
    refusal = bench_guard.refusal(committed, measure(program, "^peak$", quick=True))
    if refusal:
        sys.exit(f"halenet: {refusal}")
    now = measure(program, "^kernel/", quick)
    suspects = bench_guard.dropped(committed, now)
    if suspects:  # a disturbance that lasted is no regression, so they get a second chance
        pattern = "|".join(f"^kernel/{re.escape(name)}/batch:{batch}$" for name, batch in suspects)
        now = bench_guard.merged(now, measure(program, pattern, quick))
    table, sentences = bench_guard.report(committed, now)
    print(table, *sentences, sep="\n")
    return 1 if bench_guard.dropped(committed, now) else 0


def write(measured, folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bench.json").write_text(json.dumps(measured, indent=2) + "\n")
    (folder / "bench.md").write_text(bench_tables.document(measured))
    bench_pictures.roofline(measured, folder / "roofline.svg")
    bench_pictures.roofline(measured, folder / "roofline.png")
    bench_pictures.step(measured, folder / "step.svg")
    print(f"Wrote {folder}/bench.json, bench.md, roofline.svg, roofline.png and step.svg")


def main():
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__.splitlines()[0])
    only = "only benchmarks whose name matches this regular expression, as ^kernel/c3; prints tables and writes nothing"
    compare = (
        f"compare each kernel's share of the peak with the last commit's {RESULTS}/bench.json: exit status 1 where one "
        f"lost more than {100 * bench_guard.TOLERANCE:.0f} %%; writes nothing"
    )
    parser.add_argument("filter", nargs="?", metavar="FILTER", help=only)
    parser.add_argument("--quick", action="store_true", help="one short run of each instead of the best of seven")
    parser.add_argument("--out", type=pathlib.Path, metavar="DIR", help=f"[{RESULTS}, with --quick build/bench]")
    parser.add_argument("--guard", action="store_true", help=compare)
    parser.add_argument("program", help=argparse.SUPPRESS)
    options = parser.parse_intermixed_args()  # so that the filter may stand before or behind an option
    if options.guard and (options.filter or options.out):
        parser.error("--guard measures all kernels and writes nothing, so it takes neither FILTER nor --out")
    print("Measuring" if options.quick else "Measuring, some minutes at most", file=sys.stderr)
    if options.guard:
        return guard(options.program, options.quick)
    measured = measure(options.program, options.filter or ".", options.quick)
    if not any(measured[family] for family in FAMILIES):
        parser.error(f"FILTER '{options.filter}' matches no benchmark, expected a part of a name as kernel/c3_forward/batch:512")
    print(bench_tables.document(measured))
    if not options.filter:
        write(measured, options.out or ROOT / ("build/bench" if options.quick else RESULTS))
    return 0


if __name__ == "__main__":
    sys.exit(main())
