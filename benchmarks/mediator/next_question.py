"""How long the next question takes: advice on talks of 5 parties, 30 issues and 5 options, at several stages.

Nothing is recorded; then everybody has answered the basic questions; then the order of the options within every issue;
then each has compared ten pairs of drafts; then each has said yes or no to three. All replies are made up from a drawn
position that the advice does not see. Run as a program it measures in a process of its own, on one core, with one
thread for linear algebra, and prints JSON.

Read next: ``__main__.py``.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import goodoffices as go
from goodoffices.beliefs.advice import advice
from goodoffices.beliefs.answering import answered
from goodoffices.beliefs.proposing import Proposed
from goodoffices.procedures.lots import Lots
from goodoffices.talks import Settled, Talks

from ..generated import space
from ..running import ROOT
from ..written import talks as written
from .keeping import Asked
from .sections import Section

PARTIES, ISSUES, OPTIONS = 5, 30, 5
REPEATED, PAIRS, VOTES = 5, 10, 3
WANTED = 1.0


def stages(hidden: Talks, seed: int = 0) -> Iterator[tuple[str, Talks]]:
    """The talks as they are recorded, more and more of them."""
    talks, lots = replace(hidden, positions=()), Lots(seed, "drafts")
    yield "nothing recorded", talks
    for party in talks.signatories:
        scores = {entry.issue: entry.points for entry in hidden.position(party).scores}
        weighed = sorted(scores, key=lambda issue: min(scores[issue]) - max(scores[issue]))
        talks = answered(answered(talks, Proposed(party, "red_lines"), []), Proposed(party, "importance"), weighed)
    yield "basic questions answered", talks
    for party in talks.signatories:
        for entry in hidden.position(party).scores:
            options = talks.issue(entry.issue).option_ids
            levels = sorted(set(entry.points), reverse=True)
            best_first = [[id for id, points in zip(options, entry.points, strict=True) if points == level]
                          for level in levels]  # fmt: skip
            talks = answered(talks, Proposed(party, "order", entry.issue), best_first)
    yield "orders of all options", talks
    for party in talks.signatories:
        talks = answered(talks, Proposed(party, "together"), [])
        for _ in range(PAIRS):
            one, other = _drafts(talks, lots, 2)
            scores_of = [go.score(hidden, party, dict(draft)) for draft in (one, other)]
            better = "alike" if scores_of[0] == scores_of[1] else scores_of[0] > scores_of[1]
            talks = answered(talks, Proposed(party, "rather", drafts=(one, other)), better)
    yield f"{PAIRS} comparisons each", talks
    for party in talks.signatories:
        for draft in _drafts(talks, lots, VOTES):
            said = go.accepts(hidden, party, dict(draft))
            talks = answered(talks, Proposed(party, "draft", drafts=(draft,)), said)
    yield f"{VOTES} drafts voted on", talks


def measured(parties: int, issues: int, options: int) -> dict[str, list[float]]:
    """Seconds of each call of advice, by stage, by the clock on the wall."""
    found = {}
    for name, talks in stages(written(space(parties, issues, options, seed=0, share=0.3))):
        seconds = []
        for seed in range(REPEATED):
            begun = time.perf_counter()
            advice(talks, seed=seed)
            seconds.append(time.perf_counter() - begun)
        found[name] = seconds
    return found


def question(asked: Asked) -> list[Section]:
    """The measures of a process of its own, as a table."""
    size = (2, 3, 3) if asked.quick else (PARTIES, ISSUES, OPTIONS)
    command = [sys.executable, "-m", "benchmarks.mediator.next_question", *map(str, size)]
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    done = subprocess.run(command, cwd=ROOT, env=os.environ | threads, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, list[float]] = json.loads(done.stdout)
    rows = [[name, f"{statistics.median(s):.2f}", f"{max(s):.2f}"] for name, s in found.items()]
    slowest = max(statistics.median(seconds) for seconds in found.values())
    notes = [f"Median and slowest of {REPEATED} calls of `goodoffices.beliefs.advice.advice`, one core, one thread."]
    said = [(f"the slowest stage: {slowest:.2f} s, under {WANTED:g} s wanted",
             None if asked.quick else slowest < WANTED)]  # fmt: skip
    title = f"Time to the next question, {size[0]} parties, {size[1]} issues, {size[2]} options"
    return [Section(title, ("stage", "seconds", "slowest"), rows, notes, said, found)]


def _drafts(talks: Talks, lots: Lots, many: int) -> list[Settled]:
    """So many different drafts, drawn by even chance."""
    found = dict[Settled, None]()
    while len(found) < many:
        found[tuple((issue.id, lots.pick(issue.option_ids)) for issue in talks.issues)] = None
    return list(found)


def _on_one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _print(arguments: list[str]) -> None:
    found: dict[str, Any] = measured(*map(int, arguments))
    print(json.dumps(found))


if __name__ == "__main__":
    _on_one_core()
    _print(sys.argv[1:])
