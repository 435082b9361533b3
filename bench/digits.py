#!/usr/bin/env python3
"""Accuracy on digits that were never MNIST: drawn in the fonts of bench/digit_fonts.py, plain and as if photographed.

usage: bench/digits.py [--weights FILE] [--details] [--out FOLDER] PROGRAM        (./dev digits runs it)

Draws the pictures with fixed seeds, classifies them with `halenet classify --json` and prints the README's table. The
same fonts and the same Pillow give the same pictures; the digest under the table tells whether they are the same.
"""
import argparse
import collections
import hashlib
import json
import math
import pathlib
import subprocess
import sys
import tempfile

from digit_fonts import FONTS, font_file
from digit_pictures import PHOTOGRAPHS, PLAIN, draw_all

AT_ONCE = 200  # pictures of one run of the program


def classify(program, weights, model, paths):
    """The program's answer to each picture, or None where it refused."""
    answers = []
    for first in range(0, len(paths), AT_ONCE):
        part = [str(path) for path in paths[first : first + AT_ONCE]]
        command = [program, "classify", "--weights", weights, "--json", *(["--model", model] if model else []), *part]
        process = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        if process.returncode not in (0, 1) or not process.stdout:
            sys.exit(f"{program} classify: exit status {process.returncode}")
        answers += [picture.get("answer") for picture in json.loads(process.stdout)["pictures"]]
    return answers


def share(pairs):
    """Right answers, pictures, and the accuracy in percent with its standard error, as one cell of the table."""
    right, count = sum(digit == answer for digit, answer in pairs), len(pairs)
    likely = (right + 1) / (count + 2)  # Laplace's rule, so that no mistakes do not look like certainty
    error = math.sqrt(likely * (1 - likely) / count)
    return f"{100 * right / count:.1f} % ± {100 * error:.1f} ({right:,} of {count:,})"


def print_table(results):
    """One line a style of fonts, one column a set."""
    styles = list(dict.fromkeys(font.style for font in FONTS))
    sets = list(results)
    print("| fonts | " + " | ".join(sets) + " |")
    print("|---|" + "---|" * len(sets))
    for style in [*styles, "all"]:
        fonts = [font.name for font in FONTS if style in (font.style, "all")]
        cells = [share([pair for font in fonts for pair in results[name][font]]) for name in sets]
        print(f"| {style} ({len(fonts)}) | " + " | ".join(cells) + " |")


def print_details(results):
    """Each font's accuracy, each digit's, and the commonest mistakes."""
    for name, by_font in results.items():
        print(f"\n{name}, by font:")
        for font in FONTS:
            print(f"  {font.name:<24} {share(by_font[font.name])}")
        pairs = [pair for part in by_font.values() for pair in part]
        print(f"{name}, by digit:")
        for digit in range(10):
            wrong = collections.Counter(answer for label, answer in pairs if label == digit and answer != digit)
            taken = ", ".join(f"{'refused' if answer is None else answer} x{n}" for answer, n in wrong.most_common(4))
            print(f"  {digit}  {share([pair for pair in pairs if pair[0] == digit])}  taken for: {taken or 'nothing else'}")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0],
        epilog="The fonts come from Debian packages that cmake/pins.sh lists; ./dev digits installs them and runs this.",
    )
    parser.add_argument("program", help="build/release/halenet")
    parser.add_argument("--weights", default="lenet5.safetensors", help="what halenet train wrote [lenet5.safetensors]")
    parser.add_argument("--model", help="the weights' model [the program's first]")
    parser.add_argument("--out", metavar="FOLDER", help="where the pictures go and stay [a temporary folder]")
    parser.add_argument("--details", action="store_true", help="accuracy of each font and digit, and the mistakes")
    options = parser.parse_args()
    missing = sorted({font.package for font in FONTS if not font_file(font).exists()})
    if missing:
        sys.exit(f"bench/digits.py: fonts are missing; install the packages {' '.join(missing)}, or run ./dev digits")

    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(options.out or temporary)
        digest = hashlib.sha256()
        results = {}
        for kind in (PLAIN, PHOTOGRAPHS):
            pictures = draw_all(kind, folder / kind.folder)
            for picture in pictures:
                digest.update(picture.path.read_bytes())
            answers = classify(options.program, options.weights, options.model, [picture.path for picture in pictures])
            by_font = collections.defaultdict(list)
            for picture, answer in zip(pictures, answers, strict=True):
                by_font[picture.font].append((picture.digit, answer))
            results[kind.title] = by_font
    print_table(results)
    print(f"\nPictures: SHA-256 {digest.hexdigest()[:16]}")
    if options.details:
        print_details(results)


if __name__ == "__main__":
    main()
