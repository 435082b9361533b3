import unittest

import bench_labels
import bench_tables
from bench_measurements import measurements_of
from measurements_for_tests import measured


def entry(name, repetition, family, **counters):
    return {
        "name": name,
        "run_name": name,
        "run_type": "iteration",
        "family_index": family,
        "per_family_instance_index": 0,
        "repetition_index": repetition,
    } | counters


def google(*benchmarks):
    context = {"date": "2026-01-02T03:04:05+00:00", "num_cpus": 2}
    context |= {key: key for key in ("cpu", "target", "vectors", "data", "halenet", "halide", "core_compiler")}
    return {"context": context, "benchmarks": [entry("peak", 0, 0, flops=100e9), entry("peak", 1, 0, flops=90e9), *benchmarks]}


class Measurements(unittest.TestCase):
    def test_the_fastest_repetition_counts(self):
        run = {"multiply_adds": 50_000, "bytes_image": 1000.0}
        name = "kernel/conv/batch:512"
        result = measurements_of(google(entry(name, 0, 1, image=4e-6, **run), entry(name, 1, 1, image=2e-6, **run)))
        self.assertEqual(result["peak_gflops"], 100)
        (kernel,) = result["kernels"]
        self.assertEqual((kernel["name"], kernel["batch"]), ("conv", 512))
        self.assertAlmostEqual(kernel["us_image"], 2)
        self.assertAlmostEqual(kernel["gflops"], 50)
        self.assertAlmostEqual(kernel["of_peak"], 0.5)

    def test_an_epoch_is_split_by_kernel_slowest_first(self):
        counters = {"image": 5e-6, "clock": 0.5e-6, "rest": 0.5e-6, "kernel:a": 1e-6, "kernel:b": 3e-6}
        (epoch,) = measurements_of(google(entry("epoch/batch:32/iterations:1/manual_time", 0, 1, **counters)))["epochs"]
        self.assertEqual(epoch["batch"], 32)
        self.assertEqual([kernel["name"] for kernel in epoch["kernels"]], ["b", "a"])
        self.assertAlmostEqual(epoch["us_image"], 5)

    def test_a_benchmark_that_failed_ends_with_its_sentence(self):
        failed = entry("kernel/x/batch:1", 0, 1, error_occurred=True, error_message="no pass calls it")
        with self.assertRaisesRegex(SystemExit, "kernel/x/batch:1: no pass calls it"):
            measurements_of(google(failed))


class Tables(unittest.TestCase):
    def test_a_kernel_has_its_row(self):
        row = "| `conv` | 512 | 2.00 | 50.0 | 50 % | 50,000 | 1,000 | 100.0 |"
        self.assertIn(row, bench_tables.kernels(measured([("conv", 512, 0.5)])))

    def test_where_nothing_is_multiplied_the_cells_are_empty(self):
        self.assertIn("| `adam` | 32 | 1.00 |  |  |  | 1,000 |  |", bench_tables.kernels(measured([("adam", 32, None)])))

    def test_the_rows_of_an_epoch_are_its_kernels_and_the_rest(self):
        split = {"batch": 32, "us_image": 4.0, "clock": 0.25, "rest": 0.75, "kernels": [{"name": "conv", "us_image": 2.0}]}
        table = bench_tables.epoch(measured([("conv", 512, 0.5)]), split).splitlines()
        self.assertEqual(table[2], "| `conv` | 2.00 | 50 % | 50.0 | 50 % |")
        self.assertEqual(table[3], "| gathering images, building buffers | 0.75 | 19 % |  |  |")

    def test_steps_have_a_column_a_number_of_threads(self):
        steps = [{"batch": 32, "threads": 1, "us_image": 20.0}, {"batch": 32, "threads": 2, "us_image": 12.5}]
        table = bench_tables.steps(measured([]) | {"train_step": steps}).splitlines()
        self.assertEqual(table[0], "| batch | 1 thread | 2 threads | gain |")
        self.assertEqual(table[2], "| 32 | 20.00 | 12.50 | 1.60 |")

    def test_a_filtered_run_has_only_what_was_measured(self):
        document = bench_tables.document(measured([("conv", 512, 0.5)]))
        self.assertIn("## Each kernel alone", document)
        self.assertNotIn("## Training steps", document)


class Labels(unittest.TestCase):
    def test_no_label_lies_on_another_or_on_a_point(self):
        points = [(f"kernel_{k}", 300 + 3 * k, 200) for k in range(6)]
        boxes = bench_labels.place_labels(points, [], (0, 0, 900, 500))
        spots = [bench_labels.around(x, y, 5) for _, x, y in points]
        for k, box in enumerate(boxes):
            self.assertTrue(bench_labels.within(box, (0, 0, 900, 500)))
            self.assertFalse(any(bench_labels.overlap(box, other) for other in boxes[:k] + spots))


if __name__ == "__main__":
    unittest.main()
