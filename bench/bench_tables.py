"""The measurements as Markdown."""
from bench_measurements import gflops


def table(head, rows):
    """The first column is text, the others are numbers."""
    lines = ["| " + " | ".join(head) + " |", "|---|" + "--:|" * (len(head) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def time(us):
    if us >= 0.1:
        return f"{us:.2f}"
    return f"{us:.3f}" if us >= 0.0005 else "< 0.001"


def percent(part):
    return f"{100 * part:.0f} %" if part >= 0.0995 else f"{100 * part:.1f} %"


def speed_of(multiply_adds, us_image, peak):
    """GFLOP/s and share of the peak; empty where nothing is multiplied."""
    if multiply_adds == 0:
        return ["", ""]
    speed = gflops(multiply_adds, us_image)
    return [f"{speed:.1f}", percent(speed / peak)]


def machine(measured):
    versions = ", ".join(f"{name.replace('_', ' ')} {version}" for name, version in measured["versions"].items())
    lines = [
        f"{measured['date']}, {measured['cpu']}, {measured['cpus']} CPUs, {measured['data']}; {versions}.",
        f"Target `{measured['target']}`.",
        f"Peak of one core: {measured['peak_gflops']:.1f} GFLOP/s float32 ({measured['vectors']}).",
    ]
    for level, speed in measured["bandwidth"].items():
        lines.append(f"One core reads {speed:.1f} GB/s from {level}.")
    return "\n".join(lines)


def epoch(measured, split):
    """One training epoch by kernel, slowest first."""
    work = {kernel["name"]: kernel["multiply_adds"] for kernel in measured["kernels"]}
    total = split["us_image"]
    rows = []
    for kernel in split["kernels"]:
        us = kernel["us_image"]
        speed = speed_of(work.get(kernel["name"], 0), us, measured["peak_gflops"])
        rows.append([f"`{kernel['name']}`", time(us), percent(us / total)] + speed)
    for name, key in (("gathering images, building buffers", "rest"), ("the clock itself", "clock")):
        rows.append([name, time(split[key]), percent(split[key] / total), "", ""])
    rows.append(["**all**", time(total), "", "", ""])
    return table(["kernel", "us an image", "share", "GFLOP/s", "of peak"], rows)


def kernels(measured):
    rows = []
    for kernel in measured["kernels"]:
        work, moved = kernel["multiply_adds"], kernel["bytes_image"]
        row = [f"`{kernel['name']}`", str(kernel["batch"]), time(kernel["us_image"])]
        row += speed_of(work, kernel["us_image"], measured["peak_gflops"])
        rows.append(row + [f"{work:,}" if work else "", f"{moved:,.0f}", f"{2 * work / moved:.1f}" if work else ""])
    head = ["kernel", "batch", "us an image", "GFLOP/s", "of peak", "multiply-adds", "bytes", "FLOP a byte"]
    return table(head, rows)


def steps(measured):
    """A row a batch, a column a number of threads, and what the most threads gain over one."""
    times = {(step["batch"], step["threads"]): step["us_image"] for step in measured["train_step"]}
    batches = sorted({batch for batch, _ in times})
    threads = sorted({threads for _, threads in times})
    rows = []
    for batch in batches:
        row = [str(batch)] + [time(times[batch, count]) for count in threads]
        rows.append(row + [f"{times[batch, threads[0]] / times[batch, threads[-1]]:.2f}"])
    return table(["batch"] + [f"{count} threads" if count > 1 else "1 thread" for count in threads] + ["gain"], rows)


def predictions(measured):
    rows = [[str(entry["batch"]), time(entry["us_image"])] for entry in measured["predict"]]
    return table(["images at once", "us an image"], rows)


def document(measured):
    """bench.md; a filtered run has only some of the sections."""
    sections = ["# Measurements\n\nWritten by `./dev bench`; `docs/performance.md` says how to read it.", machine(measured)]
    for split in measured["epochs"]:
        sections += [f"## A training step by kernel, batch {split['batch']}, 1 thread", epoch(measured, split)]
    for title, key, make in (
        ("Each kernel alone", "kernels", kernels),
        ("Training steps, us an image", "train_step", steps),
        ("Predictions, 1 thread", "predict", predictions),
    ):
        if measured[key]:
            sections += [f"## {title}", make(measured)]
    return "\n\n".join(sections) + "\n"
