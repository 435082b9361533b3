#!/usr/bin/env python3
"""Prints what the tests of this folder have found out about each target as a table in Markdown.

Run it after `./dev test --all`. Each target's library is generated once more, alone and without a cache, for its size and
the time that takes.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TARGETS = [f"x86-64-v{level}" for level in (1, 2, 3, 4)] + [
    "arm-64", "riscv-64", "riscv-64-rvv-128", "riscv-64-rvv-256", "wasm", "wasm-simd"
]
NOTES = ["self-test", "golden", "test-set", "strict-steps", "strict-epoch", "run"]
HEADINGS = ["target", "archive", "generated in", "self-test", "PyTorch's tensors: outputs and gradients differ by",
            "test images as the naive network", "strict, 100 steps", "strict, an epoch", "run"]
HASH_DIGITS = 64


def generated(build, target):
    """The archive's bytes, and the seconds that its generation took."""
    with tempfile.TemporaryDirectory() as folder:
        command = [build / "halenet-generate", "--model", ROOT / "generated/lenet5/model.json", "--name", "lenet5",
                   "--target", target, "--out", folder]
        start = time.monotonic()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return (pathlib.Path(folder) / "lib/liblenet5.a").stat().st_size, time.monotonic() - start


def note(build, target, name):
    file = build / "tests/targets/notes" / target / name
    return file.read_text().strip() if file.exists() else "–"


def row(build, target):
    size, seconds = generated(build, target)
    notes = [note(build, target, name) for name in NOTES]
    shown = [f"`{text[:8]}`" if len(text) == HASH_DIGITS else text for text in notes]
    return [target, f"{size / 1000:.0f} KB", f"{seconds:.1f} s"] + shown


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/release", help="build folder")
    build = parser.parse_args().build
    if not (build / "tests/targets/notes").is_dir():
        sys.exit(f"table.py: {build}/tests/targets/notes is not there; ./dev test --all writes it")
    for cells in [HEADINGS, ["---"] * len(HEADINGS)] + [row(build, target) for target in TARGETS]:
        print("| " + " | ".join(cells) + " |", flush=True)
    for name, training in [("strict-steps", "100 steps"), ("strict-epoch", "an epoch")]:
        hashes = {note(build, target, name) for target in TARGETS} - {"–"}
        print(f"\nSHA-256 of the weights after {training} of strict training: {', '.join(sorted(hashes))}")


if __name__ == "__main__":
    main()
