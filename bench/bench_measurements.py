"""From Google Benchmark's JSON, with its repetitions, to what bench/results/bench.json says."""
import json
import subprocess
import tempfile

UNITS = {
    "us_image": "microseconds an image",
    "multiply_adds": "a layer's multiplications with an addition, an image, zeros and closed windows included",
    "gflops": "10^9 operations a second, 2 for each of multiply_adds; more than was computed where a kernel skips",
    "of_peak": "gflops as a part of peak_gflops",
    "bytes_image": "tensors that a kernel reads and writes, each once a call, an image",
    "peak_gflops": "float32 multiply-adds of one core, 2 operations each",
    "bandwidth": "10^9 bytes a second that one core reads",
}


def measure(program, pattern, quick):
    """The peak and all benchmarks whose name matches, repeated in a random order so that a disturbance hits none alone."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        command = [program, f"--benchmark_filter=^peak$|{pattern}", f"--benchmark_out={file.name}"]
        command += ["--benchmark_out_format=json", "--benchmark_enable_random_interleaving=true"]
        command += [f"--benchmark_min_time={0.02 if quick else 0.1}", f"--benchmark_repetitions={1 if quick else 7}"]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit((done.stderr.splitlines() or [f"halenet-bench ended with {done.returncode}"])[-1])
        return measurements_of(json.load(file))


def parts_of(name):
    """kernel/c1_forward/batch:512 as (["kernel", "c1_forward"], {"batch": 512})."""
    words, numbers = [], {}
    for part in name.split("/"):
        key, colon, value = part.partition(":")
        if not colon:
            words.append(part)
        elif value.isdigit():
            numbers[key] = int(value)
    return words, numbers


def best_repetitions(benchmarks):
    """By name, in the order that they were added in, the fastest repetition: nothing makes code faster than it is, and
    much makes it slower."""
    best = {}
    for entry in sorted(benchmarks, key=lambda entry: (entry["family_index"], entry["per_family_instance_index"])):
        if entry["run_type"] != "iteration":
            continue
        if entry.get("error_occurred"):
            raise SystemExit(f"halenet: {entry['name']}: {entry['error_message']}")
        known = best.get(entry["run_name"])
        if known is None or cost(entry) < cost(known):
            best[entry["run_name"]] = entry
    return best


def cost(entry):
    return entry["image"] if "image" in entry else -entry.get("flops", entry.get("bytes_per_second", 0))


def kernel_of(name, batch, entry, peak):
    kernel = {"name": name, "batch": batch, "us_image": us_image(entry)}
    kernel["multiply_adds"] = round(entry["multiply_adds"])
    kernel["bytes_image"] = entry["bytes_image"]
    if kernel["multiply_adds"] > 0:
        kernel["gflops"] = gflops(kernel["multiply_adds"], kernel["us_image"])
        kernel["of_peak"] = kernel["gflops"] / peak
    return kernel


def us_image(entry):
    return 1e6 * entry["image"]


def gflops(multiply_adds, us):
    return 2e-3 * multiply_adds / us


def epoch_of(batch, entry):
    """Slowest kernel first."""
    times = {key.removeprefix("kernel:"): 1e6 * entry[key] for key in entry if key.startswith("kernel:")}
    kernels = [{"name": name, "us_image": us} for name, us in sorted(times.items(), key=lambda item: -item[1])]
    split = {"batch": batch, "us_image": us_image(entry), "kernels": kernels}
    return split | {key: 1e6 * entry[key] for key in ("rest", "clock")}


def measurements_of(google):
    """The content of bench.json; families that were not run are empty."""
    context = google["context"]
    best = best_repetitions(google["benchmarks"])
    peak = best["peak"]["flops"] / 1e9
    result = {
        "format": "halenet-benchmarks",
        "version": 1,
        "date": context["date"][:10],
        "cpu": context["cpu"],
        "cpus": context["num_cpus"],
        "target": context["target"],
        "vectors": context["vectors"],
        "data": context["data"],
        "versions": {key: context[key] for key in ("halenet", "halide", "core_compiler")},
        "units": UNITS,
        "peak_gflops": peak,
        "bandwidth": {},
        "kernels": [],
        "epochs": [],
        "train_step": [],
        "predict": [],
    }
    for name, entry in best.items():
        words, numbers = parts_of(name)
        family, batch = words[0], numbers.get("batch")
        if family == "read":
            result["bandwidth"][words[1]] = entry["bytes_per_second"] / 1e9
        elif family == "kernel":
            result["kernels"].append(kernel_of(words[1], batch, entry, peak))
        elif family == "epoch":
            result["epochs"].append(epoch_of(batch, entry))
        elif family == "train_step":
            step = {"batch": batch, "threads": numbers["threads"], "us_image": us_image(entry)}
            result["train_step"].append(step)
        elif family == "predict":
            result["predict"].append({"batch": batch, "us_image": us_image(entry)})
    return result
