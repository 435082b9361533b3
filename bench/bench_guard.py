"""Has a kernel become slower than the committed measurements say?"""
from bench_tables import percent, table

TOLERANCE = 0.15  # of the share of the peak; two quiet runs on one machine differ by a few per cent


def refusal(committed, now):
    """Why the two cannot be compared, as a sentence; None where they can."""
    for key, name in (("cpu", "CPU"), ("target", "target")):
        if committed[key] != now[key]:
            return (
                f"the committed measurements are of the {name} '{committed[key]}', and this is '{now[key]}'; "
                "expected the same one, because shares of the peak differ between machines"
            )
    return None


def shares(measured):
    """(kernel, batch) to share of the peak, of those kernels that multiply."""
    return {(k["name"], k["batch"]): k["of_peak"] for k in measured["kernels"] if "of_peak" in k}


def merged(first, second):
    """The first measurements, with each kernel's better share of the two."""
    better = shares(second)
    kernels = []
    for kernel in first["kernels"]:
        key = (kernel["name"], kernel["batch"])
        if "of_peak" in kernel and key in better:
            kernel = kernel | {"of_peak": max(kernel["of_peak"], better[key])}
        kernels.append(kernel)
    return first | {"kernels": kernels}


def dropped(committed, now):
    """The kernels that lost more than the tolerance."""
    before, after = shares(committed), shares(now)
    return [key for key in before if key in after and after[key] < (1 - TOLERANCE) * before[key]]


def name_of(key):
    return f"{key[0]}, batch {key[1]}"


def report(committed, now):
    """The table, and a sentence for each kernel that dropped, came or went."""
    before, after = shares(committed), shares(now)
    rows = []
    for key in before | after:
        old, new = before.get(key), after.get(key)
        change = f"{100 * (new / old - 1):+.0f} %" if old and new else ""
        rows.append([name_of(key), percent(old) if old else "-", percent(new) if new else "-", change])
    sentences = [
        f"{name_of(key)}: {percent(after[key])} of the peak, {percent(before[key])} expected"
        for key in dropped(committed, now)
    ]
    sentences += [f"{name_of(key)}: new, nothing to compare with" for key in after if key not in before]
    sentences += [f"{name_of(key)}: in the committed measurements, but no longer there" for key in before if key not in after]
    return table(["kernel", "committed", "now", "change"], rows), sentences
