"""One party as a procedure that learns sees it: what it replied, and the positions that are compatible with that.

Whether issues hang together is asked before it is assumed that they do not. One question tells which issues hang
together with any other; where some do, and there are questions enough, each of these is asked about in turn. Until that
is known, any two of them may hang together, though most pairs are held not to.

Read next: ``learning.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

import numpy as np

from ..beliefs import Rows, Samples, Worth, compared, drawn, frame
from ..beliefs.frame import DEFAULT, PRIORS, Frame, Groups
from ..beliefs.worth import Packages, Reals
from .steps import Better, Draft, Question, Reply, Together

Pair = tuple[int, int]

KEPT, FEWEST, NUMBERS, WARM = 200, 100, 40_000, 20
"""Samples kept in each round, fewer where that would be more numbers, down to a least; and sweeps before the first. A
walk goes on from where it stood the round before."""

MOVES = 8_000
"""About so many moves of one sample lie between two that are kept, if it has that many coordinates to move."""

POSSIBLE = Fraction(1, 4)
"""How large joint terms of a pair are that only may hang together, to those of a pair that does."""

AFFORDABLE = 4
"""Each question about pairs must leave so many questions of other kinds."""


@dataclass(eq=False)
class Believed:
    """What is believed of one party.

    ``sizes``: options of each issue; ``orders``: of issues where the order is known; ``walk_away``: as a share of its
    scale. ``involved``: issues that hang together with some other, None while that was not asked.
    """

    sizes: tuple[int, ...]
    orders: dict[int, Groups]
    walk_away: Fraction
    mistaken: Fraction
    told: list[tuple[Draft, Draft]] = field(default_factory=list)
    involved: tuple[int, ...] | None = None
    pairs: set[Pair] = field(default_factory=set)
    asked_about: set[int] = field(default_factory=set)
    frame: Frame = field(init=False)
    rows: Rows = field(init=False)
    samples: Samples = field(init=False)
    _last: Samples | None = field(init=False)

    def __post_init__(self) -> None:
        self._begin_anew()

    @property
    def knows_pairs(self) -> bool:
        """Whether it is known of every pair of issues whether it hangs together."""
        return self.involved is not None and (len(self._open) < 2 or len(self.involved) == 2)

    @property
    def _open(self) -> list[int]:
        """Issues that hang together with some other and were not asked about."""
        return [issue for issue in self.involved or () if issue not in self.asked_about]

    def about_pairs(self, left: int) -> Together | None:
        """The next question about which issues hang together; None where that is known, or ``left`` are too few."""
        if self.involved is None:
            return Together(None, tuple(issue for issue, size in enumerate(self.sizes) if size > 1))
        if self.knows_pairs or left < AFFORDABLE * (len(self._open) - 1):
            return None
        first, *rest = self._open
        return Together(first, tuple(rest))

    def hear(self, question: Question, reply: Reply) -> None:
        """Take a reply; none leaves things as they are, but for issues: then any two of them may hang together."""
        match question:
            case Better(draft, than) if reply is not None:
                self.told.append((draft, than) if reply is True else (than, draft))
                self.rows = self.rows.also(_compared(self.frame.worth, self.told[-1:]))
            case Together(None, among):
                self.involved = tuple(sorted(reply)) if isinstance(reply, frozenset) else among
                self.pairs = set(combinations(self.involved, 2))
                self._begin_anew()
            case Together(int(issue), among):
                hanging = reply if isinstance(reply, frozenset) else frozenset(among)
                self.asked_about.add(issue)
                self.pairs -= {_pair(issue, other) for other in among if other not in hanging}
                self._begin_anew()
            case _:
                return

    def walk(self, seed: int) -> None:
        """Draw samples by all replies so far, from where the last walk stands."""
        coordinates = self.frame.worth.coordinates
        kept, thin = min(KEPT, max(FEWEST, NUMBERS // coordinates)), max(1, min(4, MOVES // (100 * coordinates)))
        self.samples = drawn(
            self.frame, self.rows, seed=seed, mistaken=self.mistaken, after=self._last, kept=kept, thin=thin, warm=WARM
        )
        self._last = self.samples

    def gains(self, drafts: Packages) -> Reals:
        """The gain of every draft in every sample: (drafts, samples)."""
        return self.samples.scores(drafts) - float(self.walk_away)

    def _begin_anew(self) -> None:
        """The frame for the pairs as far as they are known, and the rows of all comparisons in it."""
        worth = Worth(self.sizes, tuple(sorted(self.pairs)))
        joint = PRIORS[DEFAULT].joint * (1 if self.knows_pairs else POSSIBLE)
        self.frame = frame(worth, self.orders, walk_away=self.walk_away, joint=joint)
        self.rows = Rows.none(worth).also(_compared(worth, self.told))
        self._last = None


def _compared(worth: Worth, told: list[tuple[Draft, Draft]]) -> Reals:
    if not told:
        return np.zeros((0, worth.coordinates))
    better, worse = (np.array([pair[k] for pair in told], np.intp) for k in (0, 1))
    return compared(worth, better, worse)


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)
