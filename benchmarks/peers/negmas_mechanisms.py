"""NegMAS's two single-text mechanisms, in an environment of its own: talks come in, what it leaves goes out.

A line on the standard input is a JSON object: ``space`` (sizes, scores, floors, bonuses over two issues),
``mechanism``, ``steps``, ``seed``, ``times`` (so many runs, with the seeds that follow), ``mistaken`` (the share of
comparisons that are answered wrongly). The line that goes out has for each run the draft it calls the agreement, or
null, and the number of steps it took, and the processor's seconds of all runs, the parties' scores not built in them.

A party's score is a table an issue and a table a pair of issues. Mistakes are the party's own: NegMAS asks its
comparing negotiator, and that one turns the answer round at the rate asked for. Nothing is made better or worse than it
is: an agreement below a walk-away stays one, and where it is wrapped in one tuple too many it is unwrapped.
"""

from __future__ import annotations

import json
import random
import sys
import time
from typing import Any

import numpy as np
from negmas.negotiators.simple import BinaryComparatorNegotiator
from negmas.outcomes import make_issue
from negmas.preferences.crisp_ufun import UtilityFunction
from negmas.st import HillClimbingSTMechanism, VetoSTMechanism

MECHANISMS = {found.__name__: found for found in (VetoSTMechanism, HillClimbingSTMechanism)}


class Tabled(UtilityFunction):
    """Scores looked up: one table an issue, one table a pair of issues."""

    def __init__(
        self, rows: list[dict[str, float]], pairs: list[tuple[int, int, dict[tuple[str, str], float]]], **more: Any
    ):
        super().__init__(**more)
        self.rows, self.pairs = rows, pairs

    def eval(self, offer: Any) -> float:
        total = 0.0
        for row, option in zip(self.rows, offer, strict=True):
            total += row[option]
        for one, other, table in self.pairs:
            total += table.get((offer[one], offer[other]), 0.0)
        return total


class Mistaken(BinaryComparatorNegotiator):
    """Compares two drafts, wrongly at a rate."""

    def __init__(self, rate: float, draws: random.Random, **more: Any):
        super().__init__(**more)
        self.rate, self.draws = rate, draws

    def is_better(self, first: Any, second: Any, epsilon: float = 1e-10) -> bool | None:
        found = super().is_better(first, second, epsilon)
        return not found if self.draws.random() < self.rate else found


def sides_of(space: dict[str, Any], issues: list[Any]) -> list[Tabled]:
    """Each party's scores, with its walk-away as the reserved value."""
    sides = []
    for number, (scores, floor) in enumerate(zip(space["scores"], space["floors"], strict=True)):
        rows = [{f"o{k}": float(units) for k, units in enumerate(row)} for row in scores]
        pairs: dict[tuple[int, int], dict[tuple[str, str], float]] = {}
        for bonus in space["bonuses"]:
            if bonus["side"] == number:
                (one, (a,)), (other, (b,)) = bonus["when"]
                table = pairs.setdefault((one, other), {})
                table[f"o{a}", f"o{b}"] = table.get((f"o{a}", f"o{b}"), 0.0) + bonus["points"]
        listed = [(one, other, table) for (one, other), table in pairs.items()]
        sides.append(Tabled(rows, listed, issues=issues, reserved_value=float(floor)))
    return sides


def run(asked: dict[str, Any], issues: list[Any], sides: list[Tabled], seed: int) -> tuple[Any, int]:
    """One run: what is called the agreement, and the steps."""
    random.seed(seed)
    np.random.seed(seed % 2**32)
    mechanism = MECHANISMS[asked["mechanism"]](issues=issues, n_steps=asked["steps"])
    for number, side in enumerate(sides):
        one = (
            Mistaken(asked["mistaken"], random.Random(f"{seed} {number}"))
            if asked["mistaken"]
            else BinaryComparatorNegotiator()
        )
        mechanism.add(one, preferences=side)
    mechanism.run()
    return mechanism.agreement, mechanism.state.step


def plain(agreement: Any) -> list[int] | None:
    """The option numbers of an agreement; a draft wrapped in one tuple too many is unwrapped."""
    if agreement is not None and len(agreement) == 1 and isinstance(agreement[0], tuple):
        (agreement,) = agreement
    return None if agreement is None else [int(option[1:]) for option in agreement]


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """What the runs left, and how long they took."""
    space = asked["space"]
    issues = [make_issue([f"o{k}" for k in range(size)], f"i{number}") for number, size in enumerate(space["sizes"])]
    sides = sides_of(space, issues)
    begun = time.process_time()
    left = [run(asked, issues, sides, asked["seed"] + number) for number in range(asked["times"])]
    seconds = time.process_time() - begun
    return {"runs": [{"draft": plain(found), "steps": steps} for found, steps in left], "seconds": seconds}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
