"""Small measurements, made up."""


def measured(kernels, cpu="A processor", target="x86-64-linux"):
    """`kernels` are (name, batch, part of the peak); the peak is 100 GFLOP/s."""
    return {
        "date": "2026-01-02",
        "cpu": cpu,
        "cpus": 2,
        "target": target,
        "vectors": "AVX2 with FMA",
        "data": "MNIST",
        "versions": {"halenet": "0.1.0", "halide": "21.0.0"},
        "peak_gflops": 100.0,
        "bandwidth": {"L2": 200.0},
        "kernels": [kernel(*arguments) for arguments in kernels],
        "epochs": [],
        "train_step": [],
        "predict": [],
    }


def kernel(name, batch, of_peak):
    entry = {"name": name, "batch": batch, "us_image": 1.0, "multiply_adds": 0, "bytes_image": 1000.0}
    if of_peak is not None:
        gflops = 100 * of_peak
        entry |= {"multiply_adds": 50_000, "us_image": 100 / gflops, "gflops": gflops, "of_peak": of_peak}
    return entry
