import unittest

import bench_guard
from measurements_for_tests import measured


def sentences(before, after):
    return bench_guard.report(measured(before), measured(after))[1]


class Guard(unittest.TestCase):
    def test_a_drop_of_20_percent_is_told(self):
        told = sentences([("conv", 512, 0.5)], [("conv", 512, 0.4)])
        self.assertEqual(told, ["conv, batch 512: 40 % of the peak, 50 % expected"])
        self.assertEqual(bench_guard.dropped(measured([("c", 1, 0.5)]), measured([("c", 1, 0.4)])), [("c", 1)])

    def test_a_drop_of_10_percent_and_a_gain_are_not(self):
        self.assertEqual(sentences([("a", 512, 0.5), ("b", 32, 0.5)], [("a", 512, 0.45), ("b", 32, 0.9)]), [])

    def test_kernels_that_came_and_went_are_told_but_have_not_dropped(self):
        before, after = [("old", 512, 0.5)], [("new", 512, 0.1)]
        told = sentences(before, after)
        self.assertEqual(len(told), 2)
        self.assertIn("new, batch 512: new", told[0])
        self.assertIn("old, batch 512: in the committed measurements, but no longer there", told[1])
        self.assertEqual(bench_guard.dropped(measured(before), measured(after)), [])

    def test_batches_are_kernels_of_their_own(self):
        self.assertEqual(sentences([("c", 128, 0.5), ("c", 32, 0.2)], [("c", 128, 0.5), ("c", 32, 0.2)]), [])

    def test_what_multiplies_nothing_is_not_compared(self):
        self.assertEqual(sentences([("adam", 128, None)], [("adam", 128, None)]), [])

    def test_the_table_has_a_row_a_kernel(self):
        table, _ = bench_guard.report(measured([("c", 512, 0.5)]), measured([("c", 512, 0.6)]))
        self.assertIn("| c, batch 512 | 50 % | 60 % | +20 % |", table)

    def test_a_second_measurement_counts_where_it_is_better(self):
        both = bench_guard.merged(measured([("a", 1, 0.4), ("b", 1, 0.4)]), measured([("a", 1, 0.5), ("b", 1, 0.3)]))
        self.assertEqual(bench_guard.shares(both), {("a", 1): 0.5, ("b", 1): 0.4})

    def test_another_machine_or_target_is_refused_in_a_sentence(self):
        here = measured([])
        self.assertIsNone(bench_guard.refusal(here, here))
        self.assertIn("'Another one'", bench_guard.refusal(measured([], cpu="Another one"), here))
        self.assertIn("'arm-64-linux'", bench_guard.refusal(here, measured([], target="arm-64-linux")))


if __name__ == "__main__":
    unittest.main()
