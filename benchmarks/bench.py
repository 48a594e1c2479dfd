"""One run of the benchmark: how many seeds, how large, how long; and how a row asks several programs at once.

A row is a function that yields trials, registered where it is written:

    @row("frontier-3", "frontier, 3 parties", [Faster("NegMAS", 1000)])
    def frontier_three(bench): ...

Read next: ``rows/__init__.py``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias, TypeVar

from .checks import differs
from .generated import Space
from .goals import Goal
from .readings import Case, Reading, Trial
from .running import FAILED, Program, read

OURS = Program("ours", "ours")
PEERS: Mapping[str, tuple[Program, Mapping[str, Any]]] = {
    "NegMAS": (Program("NegMAS", "negmas_frontier.py", "negmas"), {}),
    "moocore, listing": (Program("moocore", "moocore_frontier.py", "moocore"), {"by": "list"}),
    "moocore, merging": (Program("moocore", "moocore_frontier.py", "moocore"), {"by": "merge"}),
    "HiGHS": (Program("HiGHS", "highs_nash.py", "scipy"), {}),
    "CP-SAT": (Program("CP-SAT", "cpsat_nash.py"), {}),
    "CP-SAT, point by point": (Program("CP-SAT", "cpsat_frontier.py"), {}),
    "CP-SAT, smallest": (Program("CP-SAT", "cpsat_conflict.py"), {"by": "smallest"}),
    "CP-SAT, any minimal": (Program("CP-SAT", "cpsat_conflict.py"), {"by": "deletion"}),
    "CP-SAT, check": (Program("CP-SAT", "cpsat_conflict.py"), {"by": "check"}),
    "numpy in blocks": (Program("numpy", "plain_blocks.py"), {}),
    "numpy, listing": (Program("numpy", "plain_listing.py"), {}),
    "numpy, table": (Program("numpy", "plain_table.py"), {}),
    "numpy, counting": (Program("numpy", "plain_count.py"), {}),
}
"""Every program we are measured against, by the name it has in the table, and what it is told besides the case."""

JUDGE = "numpy, listing"
"""Who is asked in place of the others where a run is quick: it needs nothing but numpy."""

LEFT_OUT = "left out"
"""Why a space is not measured that was not asked for."""

T = TypeVar("T")


@dataclass(frozen=True)
class Patience:
    """How long others may take: ``times`` our time, but no less than ``least`` seconds and no more than ``most``."""

    times: float = 20.0
    least: float = 5.0
    most: float = 60.0

    def after(self, ours: Reading) -> float:
        return min(self.most, max(self.least, self.times * ours.seconds))


@dataclass
class Bench:
    """What a run was asked for.

    ``limit``: the most seconds we are given in any row; ``quick``: tiny spaces only; ``only``: spaces whose title has
    this text; ``processor``: compare processor time, which a busy machine does not stretch (two workers count twice).
    """

    seeds: int = 3
    quick: bool = False
    limit: float = 60.0
    only: str = ""
    processor: bool = False
    _known: dict[str, Reading] = field(default_factory=dict)

    def pick(self, full: T, tiny: T) -> T:
        """What a row measures in earnest, or in a quick run."""
        return tiny if self.quick else full

    def wants(self, title: str) -> bool:
        """Whether a space of that title was asked for."""
        return self.only in title

    def first(self, least: int = 1) -> range:
        """The seeds to measure; in earnest at least so many."""
        return range(self.seeds) if self.quick else range(max(self.seeds, least))

    def ours(self, question: str, space: Space, limit: float, more: Mapping[str, Any] | None = None) -> Reading:
        """Our own reading."""
        return self.read(OURS, Case(question, space, min(limit, self.limit), more or {}))

    def read(self, program: Program, case: Case) -> Reading:
        """A reading, by the clock that this run goes by."""
        found = read(program, case)
        return replace(found, seconds=found.processor) if self.processor and found.processor else found

    def peer(self, name: str, case: Case) -> Reading:
        """Another program's reading; the same case is measured once a run."""
        program, told = PEERS[name]
        case = replace(case, more={**told, **case.more})
        key = json.dumps([name, case.plain()])
        if key not in self._known:
            self._known[key] = self.read(program, case)
        return self._known[key]

    def trial(
        self,
        question: str,
        space: Space,
        peers: Sequence[str],
        *,
        limit: float = 60.0,
        patience: Patience = Patience(),
        checked_by: Sequence[str] = (),
        elsewhere: Mapping[str, Space] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> Trial:
        """We, then the others, on one space.

        ``checked_by``: programs whose answer is compared and whose time is not shown. ``elsewhere``: programs measured
        on a space of their own, so that only their time counts.
        """
        if not self.wants(space.title):
            return Trial(space.title, Reading(0.0, False, {}), skipped=LEFT_OUT)
        if self.quick:
            peers, checked_by, elsewhere = [JUDGE], [], None
        ours = self.ours(question, space, limit, more)
        readings = {name: self.peer(name, Case(question, space, patience.after(ours))) for name in peers}
        judges = dict(readings)
        for name in checked_by:
            judges[name] = self.peer(name, Case(question, space, patience.most, _told(name, ours)))
        for name, another in (elsewhere or {}).items():
            readings[name] = self.peer(name, Case(question, another, patience.most))
        return judged(question, space.title, ours, readings, judges)


def _told(name: str, ours: Reading) -> dict[str, Any]:
    """The check of a conflict has to know it."""
    return {"conflict": ours.answer.get("conflict")} if name == "CP-SAT, check" else {}


def judged(
    question: str, what: str, ours: Reading, readings: Mapping[str, Reading], judges: Mapping[str, Reading]
) -> Trial:
    """A trial whose answers are compared."""
    compared = {name: differs(question, ours, other, name) for name, other in judges.items()}
    said = [text for text in compared.values() if text]
    if ours.why.startswith(FAILED):
        said.append(f"our own side {ours.why}")
    if ours.answer.get("wrong"):
        said.append(f"{ours.answer['wrong']} packages have not the scores shown")
    found = tuple(name for name, text in compared.items() if text is not None)
    return Trial(what, ours, readings, found, "; ".join(said))


Measure: TypeAlias = Callable[[Bench], Iterator[Trial]]


@dataclass(frozen=True)
class Row:
    """One line of the table. ``why``: what keeps it from what it is to reach, as far as it is known."""

    name: str
    says: str
    goals: Sequence[Goal]
    measure: Measure
    why: str = ""


ROWS: dict[str, Row] = {}
"""Every row by name, in the order of the table."""


def row(name: str, says: str, goals: Sequence[Goal], why: str = "") -> Callable[[Measure], Measure]:
    """Register a row under a name."""

    def register(measure: Measure) -> Measure:
        ROWS[name] = Row(name, says, goals, measure, why)
        return measure

    return register
