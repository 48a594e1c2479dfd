"""The rows of the contest: which talks, how parties answer, how many questions, who takes part, what is to be reached.

Read next: ``climb.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from goodoffices.simulate.behaviours import Behaviour, behaviour
from goodoffices.simulate.cases import Drawing, drawing

from .climb import NAME as CLIMB

LEARNER, ANNEALER = "learning one-text", "annealing one-text"
VETO, HILL = "NegMAS VetoSTMechanism", "NegMAS HillClimbingSTMechanism"

CONTESTANTS = {LEARNER: "questions", CLIMB: "rounds", ANNEALER: "rounds", VETO: "steps", HILL: "steps"}
"""Who takes part, the learner first, with the name of the setting that takes the number of questions."""
NEGMAS = (VETO, HILL)

GIVEN = frozenset({"orders", "walk-aways"})
"""What is told beforehand to every procedure that has a setting for it: the learner and the climb."""

FAR, WIDE, COLUMN = 10**8, 10**3, 10**2
"""Numbers of rows: kinds are so far apart, talks of a kind so wide, contestants on one talks too."""


@dataclass(frozen=True)
class Kind:
    """A row of the contest. ``reach``: the mean share of the best product that the learner has to reach with the last
    number of questions; None where it is held against the climb instead.
    """

    name: str
    says: str
    draw: Drawing
    how: Behaviour
    questions: tuple[int, ...]
    reach: float | None
    seconds: float
    """About how long one talks takes with all contestants, on one core of the machine this was written on."""

    def tried(self, name: str) -> tuple[int, ...]:
        """With how many questions a contestant takes part: the climb, which is quick, with more too, so that it can be
        said whether the learner needs half as many."""
        longer = len(self.questions) > 1 and name == CLIMB
        return self.questions + ((3 * self.questions[-1] // 2, 2 * self.questions[-1]) if longer else ())

    def entries(self, with_negmas: bool) -> Iterator[tuple[int, str, int]]:
        """Place, contestant and questions of each run on one talks."""
        for column, name in enumerate(CONTESTANTS):
            for line, asked in enumerate(self.tried(name)):
                if with_negmas or name not in NEGMAS:
                    yield column * COLUMN + line, name, asked


def spec(name: str, questions: int) -> str:
    """What a contestant is called in a row.

    >>> spec("learning one-text", 20)
    'learning one-text:questions=20'
    """
    return f"{name}:{CONTESTANTS[name]}={questions}"


def _kind(
    name: str, says: str, draw: str, questions: tuple[int, ...], reach: float | None, seconds: float, how: str = ""
) -> Kind:
    return Kind(name, says, drawing(draw), behaviour(how or "truthful"), questions, reach, seconds)


STEPS = (5, 10, 20, 40, 60, 100, 200)
SIZE = "issues=10,options=5"
KINDS = (
    _kind("additive 2", "additive, 2 parties", f"parties=2,{SIZE}", (20,), 0.93, 0.6),
    _kind("additive 4", "additive, 4 parties", f"parties=4,{SIZE}", (40,), 0.95, 1.5),
    _kind(
        "mistaken", "additive, 2 parties, one answer in twenty mistaken", f"parties=2,{SIZE}", (40,), 0.88, 0.8,
        "mistaken:1/20@all",
    ),
    _kind("bonuses 2", "12 two-issue bonuses, 2 parties", f"parties=2,{SIZE},bonuses=12", STEPS, None, 16),
    _kind("bonuses 4", "12 two-issue bonuses, 4 parties", f"parties=4,{SIZE},bonuses=12", STEPS, None, 30),
)  # fmt: skip
"""Every row; walk-aways lie a quarter of the way from each party's worst to its best package."""

QUICK = (
    _kind("additive 2", "additive, 2 parties, tiny", "parties=2,issues=3,options=3", (4,), None, 0.1),
    _kind("bonuses 2", "2 two-issue bonuses, 2 parties, tiny", "parties=2,issues=3,options=3,bonuses=2", (3, 6), None,
          0.2),
)  # fmt: skip
"""What a quick run takes instead."""

TO_REACH = 0.75
"""The questions are counted that a contestant needs to reach this share on average."""
