"""A peer's process as the runner sees it: started once, asked for one measurement at a time, stopped in between."""
import json
import os
import pathlib
import select
import signal
import subprocess
import sys

PATIENCE = 900  # seconds for one answer; compiling takes tens of seconds
WORKER = pathlib.Path(__file__).with_name("worker.py")


class PlayerError(Exception):
    """Why a contestant cannot go on, in one line."""


class Peer:
    def __init__(self, contestant, contest, files, log):
        """Comes back when the peer is warm. `files` has the paths `data` and `weights`; `log` is open for writing."""
        job = {"module": contestant.module, "variant": contestant.variant, **contest._asdict(), **files}
        environment = {
            **os.environ,
            "OMP_NUM_THREADS": str(contest.threads),
            "CUDA_VISIBLE_DEVICES": "",
            "KERAS_BACKEND": "tensorflow",
            "TF_CPP_MIN_LOG_LEVEL": "2",
        }
        self._process = subprocess.Popen(
            [sys.executable, WORKER, json.dumps(job)], env=environment, text=True, bufsize=1,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
        )
        try:
            self._answer()
        except BaseException:
            self.close()
            raise

    def measure(self):
        """One round's numbers by name; the names tell the units."""
        return self._ask("measure")

    def verify(self):
        """Loss and accuracy on the test images."""
        return self._ask("verify")

    def close(self):
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()

    def _ask(self, question):
        self._process.send_signal(signal.SIGCONT)
        try:
            self._process.stdin.write(question + "\n")
        except BrokenPipeError:
            pass  # the process has ended, as the missing answer will tell
        return self._answer()

    def _answer(self):
        if not select.select([self._process.stdout], [], [], PATIENCE)[0]:
            raise PlayerError(f"gave no answer in {PATIENCE} s")
        line = self._process.stdout.readline()
        if not line:
            raise PlayerError(f"its process ended with status {self._process.wait()}; build/peers.log may tell why")
        answer = json.loads(line)
        if "error" in answer:
            raise PlayerError(" ".join(answer["error"].split())[:300])
        self._process.send_signal(signal.SIGSTOP)  # so that no thread of its pools spins while others are timed
        return answer
