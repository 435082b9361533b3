"""Tests of bench/peers: who plays when, what is told of the rounds, and what happens to a contestant that fails."""
import gzip
import os
import pathlib
import struct
import sys
import tempfile
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench/peers"))

import chart
import halenet
import idx
import player
import roster
import rounds
import summary

EPOCH = roster.Contest("epoch", 128, 2)
THROUGHPUT = roster.Contest("throughput", 64, 1)


def contestant(name):
    return roster.Contestant(name, name.upper(), "", "", True, True, f"settings of {name}")


def entry(name, samples, number="seconds", error=None):
    made = rounds.Entry(contestant(name))
    made.rounds = [{number: sample} for sample in samples]
    made.quality = {"loss": 0.1, "accuracy": 0.97}
    made.error = error
    return made


class Pretender:
    """Plays at once, and fails where it is told to."""

    def __init__(self, name, calls, fails_at="", loss=0.1):
        self.name, self.calls, self.fails_at, self.loss = name, calls, fails_at, loss
        self.closed = False

    def measure(self):
        self.calls.append(self.name)
        if self.fails_at == "measure":
            raise player.PlayerError("fell over")
        return {"seconds": 1.0}

    def verify(self):
        return {"loss": self.loss, "accuracy": 0.99}

    def close(self):
        self.closed = True


class RoundsTest(unittest.TestCase):
    def play(self, count, **players):
        def start(who):
            if isinstance(players[who.id], player.PlayerError):
                raise players[who.id]
            return players[who.id]

        return rounds.play(EPOCH, [contestant(name) for name in players], count, start, tell=lambda text: None)

    def test_each_round_has_everybody_and_begins_with_another(self):
        calls = []
        self.play(3, **{name: Pretender(name, calls) for name in "abc"})
        self.assertEqual("".join(calls), "abc" "bca" "cab")

    def test_one_that_fails_is_reported_and_the_others_go_on(self):
        calls = []
        players = {
            "absent": player.PlayerError("is not installed"),
            "falls": Pretender("falls", calls, fails_at="measure"),
            "idles": Pretender("idles", calls, loss=2.3),
            "good": Pretender("good", calls),
        }
        entries = {each.contestant.id: each for each in self.play(2, **players)}
        self.assertEqual(entries["absent"].error, "is not installed")
        self.assertEqual(entries["falls"].error, "fell over")
        self.assertIn("2.300", entries["idles"].error)
        self.assertIsNone(entries["good"].error)
        self.assertEqual(calls.count("falls"), 1)
        self.assertEqual(len(entries["good"].rounds), 2)
        self.assertTrue(all(each.closed for each in players.values() if isinstance(each, Pretender)))

    def test_players_are_closed_when_the_run_is_interrupted(self):
        quitter = Pretender("quitter", [])
        quitter.measure = mock.Mock(side_effect=KeyboardInterrupt)
        with self.assertRaises(KeyboardInterrupt):
            self.play(1, quitter=quitter)
        self.assertTrue(quitter.closed)

    def test_a_loss_that_is_no_number_does_not_count(self):
        self.assertIsNotNone(rounds.objection("epoch", {"loss": float("nan"), "accuracy": 0.1}))

    def test_classifiers_are_judged_by_their_accuracy(self):
        self.assertIsNone(rounds.objection("latency", {"loss": 0.7, "accuracy": 0.96}))
        self.assertIn("94.0%", rounds.objection("latency", {"loss": 0.1, "accuracy": 0.94}))


class SummaryTest(unittest.TestCase):
    def test_quartiles_are_linear_between_neighbours(self):
        told = summary.summary_of([4.0, 1.0, 2.0, 3.0])
        self.assertEqual([told[part] for part in ("least", "lower_quartile", "median", "upper_quartile", "greatest")],
                         [1, 1.75, 2.5, 3.25, 4])
        self.assertEqual(told["samples"], [4, 1, 2, 3])

    def test_one_sample_is_its_own_quartiles(self):
        told = summary.summary_of([7.0])
        self.assertEqual({told[part] for part in told if part != "samples"}, {7})

    def test_twice_as_slow_is_two_for_times_and_for_rates(self):
        seconds = summary.contest_result(EPOCH, [entry("halenet", [1.0]), entry("other", [2.0])])
        rates = summary.contest_result(
            THROUGHPUT, [entry("halenet", [100.0], "images_per_second"), entry("other", [50.0], "images_per_second")])
        for result in (seconds, rates):
            self.assertEqual(summary.times_halenet(result, result["results"][1]), 2)

    def test_without_halenet_there_is_no_ratio(self):
        for others in ([], [entry("halenet", [], error="fell over")]):
            result = summary.contest_result(EPOCH, [*others, entry("other", [2.0])])
            self.assertIsNone(summary.times_halenet(result, result["results"][-1]))

    def test_the_table_gives_the_reason_of_a_failure(self):
        result = summary.contest_result(EPOCH, [entry("halenet", [1.0]), entry("other", [], error="no a|b")])
        lines = summary.table(result).splitlines()
        self.assertIn("failed: no a/b", lines[-1])
        self.assertEqual({line.count("|") for line in lines}, {9})

    def test_numbers_have_three_digits_or_all_of_a_larger_one(self):
        self.assertEqual([summary.number(each) for each in (0.6, 13.24, 99.96, 139253.8)],
                         ["0.600", "13.2", "100", "139,254"])


class ChartTest(unittest.TestCase):
    def test_gnuplot_draws_contestants_that_failed_too(self):
        odd = entry('a "quoted\\ name', [2.0, 3.0])
        contests = [
            summary.contest_result(EPOCH, [entry("halenet", [1.0]), odd, entry("broken", [], error="x")]),
            summary.contest_result(THROUGHPUT, [entry("broken", [], error="x")]),
        ]
        with tempfile.TemporaryDirectory() as folder:
            self.assertIsNone(chart.draw(contests, folder))
            drawn = (pathlib.Path(folder) / "chart.svg").read_text()
            self.assertIn("BROKEN", drawn)
            self.assertIn("failed", drawn)
            self.assertTrue((pathlib.Path(folder) / "chart.png").read_bytes().startswith(b"\x89PNG"))


class HalenetTest(unittest.TestCase):
    def test_numbers_are_named_as_a_peer_names_them(self):
        self.assertEqual(halenet.numbers_of("epoch", {"seconds": {"median": 0.7}}), {"seconds": 0.7})
        self.assertEqual(halenet.numbers_of("latency", {"microseconds": {"median": 9, "p99": 12}}),
                         {"microseconds": 9, "microseconds_p99": 12})
        self.assertEqual(halenet.numbers_of("throughput", {"images_per_second": {"median": 5}}),
                         {"images_per_second": 5})

    def test_a_program_that_fails_is_quoted(self):
        with self.assertRaisesRegex(player.PlayerError, "halenet bench: exit status 1"):
            halenet.report_of("false", "bench")


class IdxTest(unittest.TestCase):
    def test_a_part_is_made_of_the_first_images(self):
        with tempfile.TemporaryDirectory() as temporary:
            source = pathlib.Path(temporary) / "source"
            source.mkdir()
            for name in idx.COUNTS:
                images = struct.pack(">4B3I", 0, 0, 8, 3, 3, 28, 28) + bytes([1] * 784 + [2] * 784 + [3] * 784)
                (source / f"{name}-images-idx3-ubyte.gz").write_bytes(gzip.compress(images))
                (source / f"{name}-labels-idx1-ubyte").write_bytes(struct.pack(">4BI", 0, 0, 8, 1, 3) + b"\7\x08\x09")
            with mock.patch.dict(idx.COUNTS, {"train": 2, "t10k": 1}):
                part = idx.write_part(source, pathlib.Path(temporary) / "part")
            images = (part / "train-images-idx3-ubyte").read_bytes()
            self.assertEqual(images, struct.pack(">4B3I", 0, 0, 8, 3, 2, 28, 28) + bytes([1] * 784 + [2] * 784))
            self.assertEqual((part / "t10k-labels-idx1-ubyte").read_bytes(), struct.pack(">4BI", 0, 0, 8, 1, 1) + b"\7")


class PeerTest(unittest.TestCase):
    """With workers that only pretend."""

    def peer(self, script):
        file = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory())) / "worker.py"
        file.write_text("import json, os, sys\njob = json.loads(sys.argv[1])\n" + script)
        self.enterContext(mock.patch.object(player, "WORKER", file))
        log = self.enterContext(open(os.devnull, "w"))
        made = player.Peer(contestant("pretender"), EPOCH, {"data": "d", "weights": "w"}, log)
        self.addCleanup(made.close)
        return made

    def test_the_job_goes_in_and_answers_come_out(self):
        peer = self.peer("print('{}', flush=True)\n"
                         "for line in sys.stdin: print(json.dumps([line.strip(), job['batch'],"
                         " os.environ['OMP_NUM_THREADS']]), flush=True)\n")
        self.assertEqual(peer.measure(), ["measure", 128, "2"])
        self.assertEqual(peer.verify(), ["verify", 128, "2"])

    def test_an_error_is_told_in_one_line(self):
        with self.assertRaisesRegex(player.PlayerError, "ModuleNotFoundError: no torch"):
            self.peer("print(json.dumps({'error': 'ModuleNotFoundError:\\n no torch'}), flush=True)\n")

    def test_a_process_that_ends_is_told_with_its_status(self):
        with self.assertRaisesRegex(player.PlayerError, "ended with status 3"):
            self.peer("sys.exit(3)\n")
        peer = self.peer("print('{}', flush=True)\nsys.stdin.readline()\nsys.exit(4)\n")
        with self.assertRaisesRegex(player.PlayerError, "ended with status 4"):
            peer.measure()


if __name__ == "__main__":
    unittest.main()
