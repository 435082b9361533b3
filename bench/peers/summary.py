"""What is told of the rounds: a summary of each number, as JSON and as Markdown tables."""
import statistics

from roster import JUDGED_BY


def summary_of(samples):
    """Quartiles are linear between neighbours, as `halenet bench` has them."""
    several = samples if len(samples) > 1 else samples * 2  # the quartiles of one sample are that sample
    lower, median, upper = statistics.quantiles(several, n=4, method="inclusive")
    return {
        "median": median,
        "least": min(samples),
        "greatest": max(samples),
        "lower_quartile": lower,
        "upper_quartile": upper,
        "samples": samples,
    }


def result_of(entry):
    """One contestant in one contest; an error stands in the place of numbers."""
    told = {"id": entry.contestant.id, "title": entry.contestant.title, "settings": entry.contestant.settings}
    if entry.error:
        return {**told, "error": entry.error}
    numbers = {name: summary_of([each[name] for each in entry.rounds]) for name in entry.rounds[0]}
    return {**told, **numbers, **entry.quality}


def contest_result(contest, entries):
    return {
        "title": contest.title(),
        **contest._asdict(),
        "judged_by": JUDGED_BY[contest.measurement],
        "results": [result_of(entry) for entry in entries],
    }


def number(value):
    """Three digits, or all of a larger number's."""
    return f"{value:,.0f}" if value >= 99.95 else f"{value:#.3g}"


def times_halenet(contest, result):
    """How many times halenet's time a contestant takes, by the medians; None where halenet has none."""
    name = contest["judged_by"]
    halenet = next((each for each in contest["results"] if each["id"] == "halenet" and name in each), None)
    if halenet is None:
        return None
    ratio = result[name]["median"] / halenet[name]["median"]
    return 1 / ratio if contest["measurement"] == "throughput" else ratio


def row(contest, result):
    if "error" in result:
        return [result["title"], f"failed: {result['error'].replace('|', '/')}", *[""] * 6]
    name = contest["judged_by"]
    summary = result[name]
    ratio = times_halenet(contest, result)
    cells = [number(summary[part]) for part in ("median", "least", "lower_quartile", "upper_quartile")]
    if contest["measurement"] == "latency":
        cells.append(number(result["microseconds_p99"]["median"]))
    else:
        cells.append(number(summary["greatest"]))
    return [result["title"], *cells, f"{ratio:.2f}" if ratio else "", f"{100 * result['accuracy']:.2f} %"]


def table(contest):
    last = "p99" if contest["measurement"] == "latency" else "greatest"
    heading = ["contestant", "median", "least", "lower quartile", "upper quartile", last, "times halenet", "accuracy"]
    lines = [heading, ["---"] * len(heading), *(row(contest, result) for result in contest["results"])]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def markdown(report):
    """The page results.md."""
    versions = ", ".join(f"{name} {version}" for name, version in report["versions"].items())
    machine = report["machine"]
    parts = [
        "# halenet and its peers",
        f"{report['date'][:10]}, {machine['cpu']}, {machine['cpus']} CPUs; {versions}. Medians and quartiles of "
        f"{report['rounds']} rounds; a round of latency is the median, and p99 the 99th percentile, of a call for each "
        "test image. Times halenet: how many times as long as halenet, by the medians. Accuracy is that on the test "
        "images, after training or of the weights that all classifiers share. bench/peers/README.md tells how it is "
        "measured.",
    ]
    if report["quick"]:
        parts.append("**A quick run on a part of the data, to see that everything works: not for comparison.**")
    for contest in report["contests"]:
        parts += [f"## {contest['title']}", table(contest)]
    parts.append("## Settings")
    settings = {each["title"]: each["settings"] for contest in report["contests"] for each in contest["results"]}
    parts.append("\n".join(f"- {title}: {words}" for title, words in settings.items()))
    return "\n\n".join(parts) + "\n"
