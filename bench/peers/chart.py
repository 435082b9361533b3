"""The bar chart, by gnuplot, in the colours of halenet's reports (runtime/report/palette.h)."""
import subprocess

from summary import number

INK, MUTED, LINE, BLUE, GREY = "#1b1f24", "#59636e", "#d5dae0", "#0072b2", "#a9b4bf"
WIDTH, TITLE, BAR = 860, 70, 26  # pixels: of the chart, of a panel beside its bars, of a bar and what is around it
TERMINALS = {
    "svg": (1, "svg size %d,%d background '#ffffff'"),
    "png": (2, "pngcairo size %d,%d fontscale 2 linewidth 2"),
}


def quoted(text):
    """A string of gnuplot's and a cell of its data."""
    return '"' + text.replace("\\", "\\\\").replace('"', "'") + '"'


def bars(contest):
    """Lines of place, title, median, quartiles, label and colour; 0 stands for a contestant that failed."""
    lines = []
    for place, result in enumerate(contest["results"]):
        summary = result.get(contest["judged_by"])
        values = [summary[part] for part in ("median", "lower_quartile", "upper_quartile")] if summary else [0, 0, 0]
        label = number(summary["median"]) if summary else "failed"
        colour = int((BLUE if result["id"] == "halenet" else GREY)[1:], 16)
        lines.append(f"{place} {quoted(result['title'])} {' '.join(map(repr, values))} {quoted(label)} {colour}")
    return "\n".join(lines)


def panel(index, contest, top, height, whole):
    """One contest: bars to the median with the quartiles as a line, and the median in figures beside them."""
    count = len(contest["results"])
    most = max([each[contest["judged_by"]]["upper_quartile"] for each in contest["results"] if "error" not in each],
               default=1)
    screen = [1 - (top + TITLE - 30) / whole, 1 - (top + height - 30) / whole]
    better = "more" if contest["measurement"] == "throughput" else "less"
    return f"""$data{index} << END
{bars(contest)}
END
set tmargin at screen {screen[0]:.5f}
set bmargin at screen {screen[1]:.5f}
set title {quoted(f"{contest['title']} ({better} is better)")} textcolor rgb '{INK}' offset 0,-0.4
set xrange [0:{1.15 * most}]
set yrange [{count - 0.5}:-0.5]
plot $data{index} using (0):1:(0):3:($1-0.36):($1+0.36):7:ytic(2) with boxxyerror linecolor rgb variable, \\
  '' using 3:1:4:5 with xerrorbars pointtype -1 linewidth 1 linecolor rgb '{MUTED}', \\
  '' using 5:1:6 with labels left offset 1,0 textcolor rgb '{INK}'
"""


def script(contests, form):
    scale, terminal = TERMINALS[form]
    heights = [TITLE + BAR * len(contest["results"]) for contest in contests]
    whole = sum(heights)
    panels = [panel(index, contest, sum(heights[:index]), heights[index], whole)
              for index, contest in enumerate(contests)]
    return f"""set encoding utf8
set terminal {terminal % (scale * WIDTH, scale * whole)} noenhanced font 'sans-serif,13'
set output 'chart.{form}'
set multiplot
set lmargin at screen 0.25
set rmargin at screen 0.96
set border 1 linecolor rgb '{LINE}'
set tics nomirror out scale 0 textcolor rgb '{MUTED}'
set grid xtics linecolor rgb '{LINE}' linewidth 1 linetype 1
set style fill solid noborder
set format x '%g'
unset key
{''.join(panels)}unset multiplot
set output
"""


def draw(contests, folder):
    """Writes chart.svg and chart.png into `folder`; the reason where gnuplot cannot, else None."""
    for form in TERMINALS:
        try:
            process = subprocess.run(["gnuplot", "--default-settings"], input=script(contests, form), cwd=folder,
                                     capture_output=True, text=True, check=False)
        except OSError as error:
            return f"gnuplot cannot be run: {error.strerror}"
        if process.returncode != 0:
            return f"gnuplot failed: {' '.join(process.stderr.split())}"
    return None
