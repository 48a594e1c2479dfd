"""How many runs of a one-text a core makes in a second, here and in NegMAS, on the same talks, with as many steps.

Both keep one text that changes only where every party says that the change is better, and both run in one process on
one core; the two take turns, and medians of processor time are compared. Measured is all that a run needs, from the
procedure's beginning to the signature; making the talks is not. NegMAS draws a whole draft in each step, ours changes
one issue; where ours ends early, since no change is left to try, another run is begun, so that steps are the same.

Read next: ``klein.py``.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence

from goodoffices.procedures.lots import Lots
from goodoffices.procedures.one_text import one_text
from goodoffices.simulate.behaviours import behaviour, replies
from goodoffices.simulate.cases import drawing, drawn
from goodoffices.simulate.run import Stage, driven, stage

from .keeping import Asked, say
from .kinds import HILL, VETO
from .negmas import peer
from .sections import Section

STEPS = 40
TURNS, RUNS = 15, 20
"""Turns that each takes, and runs in a turn."""
WANTED = 20


def speed(asked: Asked) -> list[Section]:
    """Ours and NegMAS's, turn by turn."""
    on = stage(drawn(drawing("parties=2,issues=3,options=3" if asked.quick else "parties=2,issues=10,options=5"), 0))
    others: dict[str, list[float]] = {} if asked.quick else {VETO: [], HILL: []}
    ours = list[float]()
    for turn in range(3 if asked.quick else TURNS):
        ours.append(_ours(on, turn * RUNS))
        for name, found in others.items():
            runs, seconds = peer().left(name.removeprefix("NegMAS "), on.case.problem, STEPS, turn, times=RUNS)
            found.append(seconds / sum(max(1, one.steps) for one in runs))
        say(f"  one-text: turn {turn + 1}")
    mine = statistics.median(ours)
    table = [_line("one-text, here", mine, mine)]
    table += [_line(name, statistics.median(found), mine) for name, found in others.items()]
    said = []
    if others:
        ratio = statistics.median(others[VETO]) / mine
        said.append((f"runs per core-second: {ratio:.1f} times those of {VETO}, {WANTED} wanted", ratio >= WANTED))
    notes = [f"Processor time, median of {len(ours)} turns of {RUNS} runs of {STEPS} steps, turn about."]
    head = ("one-text", "runs of 40 steps in a core-second", "microseconds a step", "times ours")
    return [Section("Runs per core-second", head, table, notes, said, {"ours": ours, **others})]


def _ours(on: Stage, seed: int) -> float:
    """Processor seconds for each step of so many runs."""
    how, steps, runs = behaviour("truthful"), 0, 0
    begun = time.process_time()
    while steps < RUNS * STEPS:
        asked = [replies(how, own, k, Lots(seed + runs, f"party {k}")) for k, own in enumerate(on.own)]
        left = min(STEPS, RUNS * STEPS - steps)
        steps += max(1, driven(one_text(on.table, Lots(seed + runs, "one-text"), rounds=left), asked).rounds)
        runs += 1
    return (time.process_time() - begun) / steps


def _line(name: str, seconds: float, ours: float) -> Sequence[str]:
    return [name, f"{1 / (STEPS * seconds):,.0f}", f"{seconds * 1e6:.1f}", f"{seconds / ours:.1f}"]
