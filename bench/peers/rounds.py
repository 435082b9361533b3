"""The contest itself: everybody warm, then round robin, so that what slows the machine down hits all alike."""
from player import PlayerError

MOST_LOSS = 0.5  # nats, on the test images after training: nobody is timed doing nothing
LEAST_ACCURACY = 0.95  # of the weights that all classifiers share


def in_turn(players, number):
    """The players in the order of round `number`: each round begins with another one."""
    first = number % len(players)
    return players[first:] + players[:first]


def objection(measurement, quality):
    """Why a contestant's times do not count, or None."""
    if measurement == "epoch" and not quality["loss"] < MOST_LOSS:
        return f"trained to a loss of {quality['loss']:.3f} on the test images, below {MOST_LOSS} was expected"
    if measurement != "epoch" and not quality["accuracy"] > LEAST_ACCURACY:
        return f"{quality['accuracy']:.1%} of the test images are right, above {LEAST_ACCURACY:.0%} was expected"
    return None


class Entry:
    """A contestant in one contest: its rounds' numbers, or the error that took it out."""

    def __init__(self, contestant):
        self.contestant = contestant
        self.player = None
        self.rounds = []
        self.quality = {}
        self.error = None

    def attempt(self, action):
        """Does `action` unless the contestant is out; what it throws as PlayerError takes the contestant out."""
        if self.error is None:
            try:
                action(self)
            except PlayerError as error:
                self.error = str(error)


def play(contest, contestants, rounds, start, tell):
    """`start(contestant)` gives a warm player; `tell(text)` shows who is at work. An entry for each contestant."""
    entries = [Entry(contestant) for contestant in contestants]

    def join(entry):
        entry.player = start(entry.contestant)

    def measure(entry):
        entry.rounds.append(entry.player.measure())

    def verify(entry):
        entry.quality = entry.player.verify()
        entry.error = objection(contest.measurement, entry.quality)

    def each(title, order, action):
        tell(f"\n  {title}:")
        for entry in order:
            tell(f" {entry.contestant.title};")
            entry.attempt(action)

    try:
        each("warming up", entries, join)
        for number in range(rounds):
            each(f"round {number + 1} of {rounds}", in_turn(entries, number), measure)
        each("checking what they learnt", entries, verify)
    finally:
        for entry in entries:
            if entry.player:
                entry.player.close()
    tell("\n")
    return entries
