"""The measurements as pictures, drawn by gnuplot as a child process, in the colours of runtime/report/palette.h."""
import math
import subprocess

from bench_labels import around, place_labels

INK, MUTED, LINE, BLUE, ORANGE = "#1b1f24", "#59636e", "#d5dae0", "#0072b2", "#d55e00"
WIDTH, HEIGHT = 900, 560  # pixels of the roofline
LEFT, RIGHT, BOTTOM, TOP = 0.085, 0.97, 0.115, 0.965  # its plot, as parts of the picture


def draw(script, path, width, height):
    """One picture; the name's end decides svg or png. A png has twice the pixels, for screens that have them."""
    if path.suffix == ".svg":
        terminal = f"svg size {width},{height} background '#ffffff'"
    else:
        terminal = f"pngcairo size {2 * width},{2 * height} fontscale 2 linewidth 2 pointscale 2"
    start = f"set encoding utf8\nset terminal {terminal} noenhanced font 'sans-serif,12'\nset output '{path}'\n"
    style = f"""set border 3 back linecolor rgb '{LINE}' linewidth 1
set tics nomirror out scale 0.6 textcolor rgb '{INK}'
set grid linecolor rgb '{LINE}' linewidth 1 linetype 1
set xlabel textcolor rgb '{INK}'
set ylabel textcolor rgb '{INK}'
"""
    command = ["gnuplot", "--default-settings", "-"]
    subprocess.run(command, input=start + style + script + "set output\n", text=True, check=True)


def roof_points(measured):
    """(name, FLOP a byte, GFLOP/s) of each kernel that multiplies, at the largest batch that it was measured at."""
    best = {}
    for kernel in sorted(measured["kernels"], key=lambda kernel: kernel["batch"]):
        if kernel["multiply_adds"] > 0:
            intensity = 2 * kernel["multiply_adds"] / kernel["bytes_image"]
            best[kernel["name"]] = (kernel["name"], intensity, kernel["gflops"])
    return sorted(best.values(), key=lambda point: -point[2])


def label_at(text, x, y):
    return f"set label '{text}' at screen {x:.5f},{y:.5f} center font ',10' textcolor rgb '{INK}' front\n"


def tics(low, high):
    """1, 2 and 5 times the powers of ten."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    return ", ".join(f"{digit * 10.0**power:g}" for power in powers for digit in (1, 2, 5))


def roofline(measured, path):
    """Each kernel under the roof that one core's arithmetic and its way to the data make."""
    points = roof_points(measured)
    peak, bandwidth = measured["peak_gflops"], measured["bandwidth"]
    low_x = min([p[1] for p in points] + [peak / speed for speed in bandwidth.values()]) / 2
    high_x = max(p[1] for p in points) * 4
    low_y, high_y = min(p[2] for p in points) / 2, max(peak, points[0][2]) * 1.4

    def pixel(x, y):
        across = math.log(x / low_x) / math.log(high_x / low_x)
        up = math.log(y / low_y) / math.log(high_y / low_y)
        return WIDTH * (LEFT + across * (RIGHT - LEFT)), HEIGHT * (BOTTOM + up * (TOP - BOTTOM))

    lines = [(f"peak {peak:.0f} GFLOP/s", f"{peak}", BLUE, 1)]
    lines += [
        (f"{level} {speed:.0f} GB/s", f"x*{speed}<={peak} ? x*{speed} : 1/0", ORANGE, dash)
        for (level, speed), dash in zip(bandwidth.items(), (1, 2))
    ]
    frame = (WIDTH * LEFT, HEIGHT * BOTTOM, WIDTH * RIGHT, HEIGHT * TOP)
    peak_line = (frame[0], pixel(low_x, peak)[1] - 3, frame[2], pixel(low_x, peak)[1] + 3)
    slopes = [
        around(*pixel(x, speed * x), 4)
        for speed in bandwidth.values()
        for x in (low_x * (high_x / low_x) ** (part / 300) for part in range(300))
        if low_y < speed * x < peak
    ]
    key = (frame[2] - 190, frame[1], frame[2], frame[1] + 20 * len(lines) + 12)
    spots = [(name, *pixel(intensity, speed)) for name, intensity, speed in points]
    script = f"""set lmargin at screen {LEFT}
set rmargin at screen {RIGHT}
set bmargin at screen {BOTTOM}
set tmargin at screen {TOP}
set logscale xy
set samples 2000
set xrange [{low_x}:{high_x}]
set yrange [{low_y}:{high_y}]
set format '%g'
set xtics ({tics(low_x, high_x)})
set ytics ({tics(low_y, high_y)})
set xlabel 'dense-equivalent FLOP for each byte that the kernel reads or writes'
set ylabel 'GFLOP/s, dense-equivalent, one core'
set key bottom right textcolor rgb '{INK}' samplen 3 opaque
"""
    for (name, x, y), box in zip(spots, place_labels(spots, [key, peak_line] + slopes, frame)):
        left, bottom, right, top = box
        script += label_at(name, (left + right) / 2 / WIDTH, (bottom + top) / 2 / HEIGHT)
        near = min(max(x, left), right), min(max(y, bottom), top)
        if math.dist(near, (x, y)) > 12:
            script += (
                f"set arrow from screen {x / WIDTH:.5f},{y / HEIGHT:.5f} to screen {near[0] / WIDTH:.5f},"
                f"{near[1] / HEIGHT:.5f} nohead linecolor rgb '{MUTED}' linewidth 0.7\n"
            )
    plots = [f"{f} with lines linewidth 2 dashtype {dash} linecolor rgb '{c}' title '{t}'" for t, f, c, dash in lines]
    plots.append(f"'-' using 1:2 with points pointtype 7 pointsize 0.8 linecolor rgb '{BLUE}' notitle")
    data = "".join(f"{intensity} {speed}\n" for _, intensity, speed in points)
    draw(script + "plot " + ", ".join(plots) + f"\n{data}e\n", path, WIDTH, HEIGHT)


def step(measured, path):
    """A bar a kernel: where the time of a training step goes, at the first batch that was split."""
    split = measured["epochs"][0]
    work = {kernel["name"] for kernel in measured["kernels"] if kernel["multiply_adds"] > 0}
    bars = [(k["name"], k["us_image"], k["name"] in work) for k in split["kernels"]]
    bars.append(("gathering images, buffers", split["rest"], False))
    script = f"""set title 'A training step, batch {split["batch"]}, 1 thread: {split["us_image"]:.2f} us an image' textcolor rgb '{INK}'
set yrange [{len(bars) - 0.4}:-0.6]
set xrange [0:{1.22 * bars[0][1]}]
set xlabel 'microseconds an image'
set noytics
set grid xtics noytics
unset key
set style fill solid noborder
set ytics scale 0 textcolor rgb '{INK}' ({", ".join(f"'{name}' {row}" for row, (name, _, _) in enumerate(bars))})
"""
    for row, (_, us, _) in enumerate(bars):
        share = 100 * us / split["us_image"]
        script += f"set label '{us:.2f}, {share:.1f} %' at {us},{row} left offset 0.6,0 font ',11' textcolor rgb '{INK}'\n"
    box = "'-' using ($1/2):2:($1/2):(0.36) with boxxyerror linecolor rgb"
    data = ["".join(f"{us} {row}\n" for row, (_, us, m) in enumerate(bars) if m is kind) for kind in (True, False)]
    script += f"plot {box} '{BLUE}', {box} '{MUTED}'\n{data[0]}e\n{data[1]}e\n"
    draw(script, path, WIDTH, 90 + 20 * len(bars))
