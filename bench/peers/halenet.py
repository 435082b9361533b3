"""halenet's own program: trains the weights that all classifiers share, and takes part as a child a round."""
import json
import pathlib
import subprocess
import tempfile

from player import PlayerError


def report_of(program, *arguments):
    """What a command writes to its --json file."""
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder) / "report.json"
        process = subprocess.run([program, *arguments, "--json", str(report)], stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
        if process.returncode != 0:
            reason = (process.stderr.strip() or "no reason given").splitlines()[0]
            raise PlayerError(f"halenet {arguments[0]}: exit status {process.returncode}: {reason}")
        return json.loads(report.read_text())


def train(program, out, *options):
    """Trains LeNet-5 and writes its weights to `out`; the report of the run."""
    return report_of(program, "train", "--model", "lenet5", "--out", str(out), *options)


def numbers_of(measurement, report):
    """A round's numbers, named as a peer's."""
    if measurement == "latency":
        return {"microseconds": report["microseconds"]["median"], "microseconds_p99": report["microseconds"]["p99"]}
    name = {"epoch": "seconds", "throughput": "images_per_second"}[measurement]
    return {name: report[name]["median"]}


def quality_of(report):
    return {name: report["test"][name] for name in ("loss", "accuracy")}


class Halenet:
    """Answers as player.Peer does. Each call of `measure` is a process of its own, which warms up by itself."""

    def __init__(self, program, contest, files):
        self._program = program
        self._contest = contest
        self._files = files

    def measure(self):
        contest = self._contest
        batch = ["--batch", str(contest.batch)] if contest.measurement != "latency" else []
        report = report_of(self._program, "bench", contest.measurement, *batch, "--threads", str(contest.threads),
                           "--data", str(self._files["data"]), "--repetitions", "1")
        return numbers_of(contest.measurement, report)

    def verify(self):
        """Of two epochs trained as `bench epoch` trains, or of the weights that all classifiers share."""
        if self._contest.measurement == "epoch":
            with tempfile.TemporaryDirectory() as folder:
                report = train(self._program, pathlib.Path(folder) / "weights.safetensors",
                               "--data", str(self._files["data"]), "--epochs", "2", "--batch", str(self._contest.batch),
                               "--learning-rate", "0.001", "--lr-schedule", "constant", "--validation", "0",
                               "--threads", str(self._contest.threads))
            return quality_of(report)
        report = report_of(self._program, "eval", "--weights", self._files["weights"],
                           "--data", str(self._files["data"]))
        return quality_of(report)

    def close(self):
        """There is no process between rounds."""
