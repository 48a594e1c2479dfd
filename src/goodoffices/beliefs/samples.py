"""Samples: positions that are compatible with what is recorded, drawn as a walk passes through them.

Every sample counts the same. How often a sample is somewhere is how likely that is under the prior and the error rate,
up to the sampling error; how many answers may be mistaken is not decided beforehand. The same seed gives the same
samples everywhere. A walk that has gone through some answers goes on from where it stands when one more is added.

Read next: ``bounds.py``, which says what holds for sure.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from ..exact.arrays import truths
from ..exact.chance import start_of
from ..exact.kernels import load
from .frame import Frame, Whole
from .walking import walk
from .worth import Packages, Reals, Worth

KEPT, THIN, WARM, MOVES = 300, 2, 40, 2
"""How many samples are kept, how many sweeps lie between two, how many pass before the first, and how often each block
is taken in a sweep."""

MISTAKEN = Fraction(1, 20)
"""The share of answers held to be mistaken where nobody says: one in twenty."""


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of numbers over coordinates, (rows, coordinates), that are 0 or more: always (hard), or if true (soft)."""

    hard: Reals
    soft: Reals

    @classmethod
    def none(cls, worth: Worth) -> Rows:
        """No rows."""
        return cls(np.zeros((0, worth.coordinates)), np.zeros((0, worth.coordinates)))

    def also(self, soft: Reals) -> Rows:
        """These and further soft rows."""
        return Rows(self.hard, np.concatenate((self.soft, soft)))


@dataclass(frozen=True, eq=False)
class Samples:
    """Positions drawn: ``values`` (samples, coordinates), and where the walk stands (``state``, ``mass``)."""

    frame: Frame
    values: Reals
    state: Reals
    mass: Reals

    def __len__(self) -> int:
        return len(self.values)

    @property
    def walk_aways(self) -> Reals:
        """The walk-away in every sample: (samples,)."""
        return np.asarray(self.values[:, self.frame.worth.walk_away])

    @cached_property
    def _by_coordinate(self) -> Reals:
        return np.ascontiguousarray(self.values.T)

    def scores(self, packages: Packages) -> Reals:
        """The score of every package in every sample: (packages, samples), shares of the scale.

        Added up term by term, so that it is the same to the last bit on every machine; a product of matrices is not.
        """
        worth, by_coordinate = self.frame.worth, self._by_coordinate
        found = np.zeros((len(packages), len(self)))
        for cell in worth.cells(packages):
            found += by_coordinate[cell]
        for number, tree in enumerate(worth.occasions):
            found += truths(tree, packages)[:, None] * by_coordinate[worth.bonus(number)]
        return found

    @property
    def mean(self) -> Reals:
        """The mean of every coordinate: (coordinates,); mean scores are ``features @ mean``."""
        return np.asarray(self.values.mean(axis=0))


def compared(worth: Worth, better: Packages, worse: Packages) -> Reals:
    """Soft rows of "the one rather than the other": (answers, coordinates), for simulation without `Talks`."""
    return worth.features(better) - worth.features(worse)


def judged(worth: Worth, packages: Packages, yes: Packages) -> Reals:
    """Soft rows of verdicts on packages, ``yes`` (answers,) nonzero for a yes: (answers, coordinates)."""
    rows = worth.features(packages)
    rows[:, worth.walk_away] -= 1
    return np.asarray(np.where(np.asarray(yes)[:, None] != 0, rows, -rows))


def drawn(
    frame: Frame,
    rows: Rows,
    *,
    seed: int,
    mistaken: Fraction = MISTAKEN,
    after: Samples | None = None,
    kept: int = KEPT,
    thin: int = THIN,
    warm: int = WARM,
) -> Samples:
    """Draw samples of a frame under rows.

    ``mistaken``: the chance that a soft row is, from 0 up to a half. ``after``: samples whose walk goes on. The start
    must meet the hard rows, and with ``mistaken`` 0 the soft ones are hard too: see `starting.start`.
    Cost: (``warm`` + ``kept`` times ``thin``) times handles times rows; 5 to 10 milliseconds for 10 issues of 5 options
    and 40 rows.
    """
    if not 0 <= mistaken < Fraction(1, 2):
        raise ValueError("the share of mistaken answers lies from 0 up to a half")
    start = Samples(frame, np.zeros((0, frame.worth.coordinates)), frame.state, frame.mass) if after is None else after
    hard, soft = (rows.hard, rows.soft) if mistaken else (np.concatenate((rows.hard, rows.soft)), rows.soft[:0])
    state, mass = start.state.copy(), start.mass.copy()
    chance = np.array([start_of(seed, "samples"), 0], np.uint64).view(np.int64)
    odds = float(mistaken / (1 - mistaken))
    values = np.zeros((kept, frame.worth.coordinates))
    if warm:
        _walk(frame, hard, soft, odds, state, mass, chance, np.zeros((1, frame.worth.coordinates)), warm)
    _walk(frame, hard, soft, odds, state, mass, chance, values, thin)
    return Samples(frame, _in_shares(frame, values), state, mass)


def _in_shares(frame: Frame, values: Reals) -> Reals:
    """Where points are known only as ranges: every worst option worth 0 and all swings together 1, sample by sample."""
    worth = frame.worth
    for issue in frame.rough:
        options = values[:, worth.first[issue] : worth.first[issue + 1]]
        lost = options.min(axis=1)
        options -= lost[:, None]
        values[:, worth.walk_away] -= lost
        values[:, worth.swing(issue)] = options.max(axis=1)
    swings = values[:, worth.swing(0) : worth.walk_away].sum(axis=1)
    return values / swings[:, None] if frame.rough else values


def _walk(
    frame: Frame, hard: Reals, soft: Reals, odds: float, state: Reals, mass: Reals, chance: Whole, out: Reals, thin: int
) -> None:
    """Walk with the kernel where it was built, else with its twin."""
    columns = np.ascontiguousarray(np.concatenate((hard, soft)).T)
    moved = np.zeros((0, columns.shape[1]))
    if frame.handles:
        moved = np.add.reduceat(frame.by[:, None] * columns[frame.at], frame.starts[:-1], axis=0)
    kernel = load("polytope")
    if kernel is None:
        walk(frame, columns, moved, len(hard), odds, state, mass, chance, out, thin, MOVES)
        return
    first_row, touched = touched_rows(moved)
    scratch = np.zeros((len(frame.shape) + 3) * columns.shape[1])
    kernel.walk(
        columns, moved, first_row, touched, frame.block_of, frame.shape, frame.starts, frame.at, frame.by,
        frame.around, frame.limits, frame.loose, np.array([odds]), state, mass, chance, out, scratch,
        len(hard), thin, MOVES,
    )  # fmt: skip


def touched_rows(moved: Reals) -> tuple[Whole, Whole]:
    """Which rows each handle changes, one handle after another: where those of each begin, and their numbers.

    >>> [part.tolist() for part in touched_rows(np.array([[0.0, 2.0], [0.0, 0.0], [1.0, 1.0]]))]
    [[0, 1, 1, 3], [1, 0, 1]]
    """
    handles, rows = np.nonzero(moved)
    return np.searchsorted(handles, np.arange(len(moved) + 1)).astype(np.int64), rows.astype(np.int64)
