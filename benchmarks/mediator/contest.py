"""One talks and all contestants: as many questions for each, one row each, in the form that a simulation's rows have.

A question is one reply of every party; the last, the signature, is not counted. NegMAS's parties are asked to compare
as often as ours: a step is a question. What NegMAS calls an agreement is taken as it stands and held against the true
walk-aways.

Read next: ``keeping.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from goodoffices.simulate.cases import drawn
from goodoffices.simulate.proceedings import proceeding
from goodoffices.simulate.run import Row, Stage, is_false, run, stage
from goodoffices.simulate.yardsticks import product_of

from .climb import taking_part
from .kinds import FAR, GIVEN, KINDS, NEGMAS, QUICK, WIDE, Kind, spec
from .negmas import Left, peer


@dataclass(frozen=True)
class Job:
    """One talks of one kind, for all contestants."""

    kind: int
    seed: int
    quick: bool = False

    @property
    def of(self) -> Kind:
        return (QUICK if self.quick else KINDS)[self.kind]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of its rows."""
        return tuple(self._number(place) for place, _, _ in self.of.entries(not self.quick))

    def rows(self) -> tuple[Row, ...]:
        """All its rows: made anew from the seeds alone."""
        return tuple(self._rows())

    def _rows(self) -> Iterator[Row]:
        kind = self.of
        on = stage(drawn(kind.draw, self.seed), GIVEN)
        with taking_part():
            for place, name, questions in kind.entries(not self.quick):
                number, called = self._number(place), spec(name, questions)
                if name not in NEGMAS:
                    yield run(on, proceeding(called), kind.how, self.seed, number)
                else:
                    mechanism = name.removeprefix("NegMAS ")
                    (left,), _ = peer().left(mechanism, on.case.problem, questions, self.seed, kind.how)
                    yield _row(on, called, kind, self.seed, number, left)

    def _number(self, place: int) -> int:
        return self.kind * FAR + self.seed * WIDE + place


def _row(on: Stage, called: str, kind: Kind, seed: int, number: int, left: Left) -> Row:
    """What NegMAS left, measured as everybody's."""
    problem, draft, best = on.case.problem, left.draft, on.yardsticks.product
    share = Fraction(0 if draft is None else product_of(problem, draft), best) if best else None
    everybody = frozenset(range(len(problem.sides)))
    return Row(
        number=number,
        talks=on.case.name,
        talks_seed=on.case.seed,
        procedure=called,
        behaviour=str(kind.how),
        seed=seed,
        parties=len(problem.sides),
        issues=len(problem.sizes),
        packages=str(problem.packages),
        zone=on.yardsticks.zone,
        signed=draft is not None,
        draft=None if draft is None else "-".join(map(str, draft)),
        nash_share=None if share is None else float(share),
        still_to_win=None,
        least_served=None,
        questions=left.steps,
        rounds=left.steps,
        false_agreement=draft is not None and is_false(problem, draft, everybody),
        gains="",
        gain=None,
    )
