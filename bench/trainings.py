"""halenet train as a process of its own, for the scripts beside this one."""
import json
import subprocess


def train(program, options, seed, data, folder):
    """One training with a list of options; its JSON report. Weights and report lie in the folder until the next one."""
    report = folder / "report.json"
    command = [program, "train", *options, "--seed", str(seed)]
    command += ["--out", str(folder / "weights.safetensors"), "--json", str(report)]
    command += ["--data", data] if data else []
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return json.loads(report.read_text())
