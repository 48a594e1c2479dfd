"""Where a walk starts: a position that meets every hard row, as far from all of them as can be.

A frame's own start meets what the frame keeps. Where there are hard rows besides (weights, an order of issues), a
linear program finds a point that meets them with room to spare, and it is put into the form of the frame. Issues whose
options nobody has ordered do not quite fit into a linear program; from there a walk that may break hard rows at first,
and then fewer and fewer of them, goes on until it breaks none.

That no start is found proves nothing: there may be none, or none that this way finds.

Read next: ``contradictions.py``, for when there is no such position.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import numpy.typing as npt

from .evidence import Evidence
from .frame import Frame
from .proving import Program, box
from .rows import Row, terms
from .samples import Rows, Samples, drawn
from .walking import LEAST
from .worth import Reals

ROUNDS, SWEEPS = 40, 25
"""How often a walk towards the hard rows is looked at, and how many sweeps lie between two looks."""

ROOM = 1e-9
"""By so much, as a share of the whole, a strict row is more than 0 at a start."""

HARDLY = Fraction(1, 10_000)
"""The chance that such a walk gives a hard row."""


def start(frame: Frame, evidence: Evidence, rows: Rows, *, seed: int, sure: bool) -> Samples | None:
    """Where a walk starts that meets the hard rows, and with ``sure`` the soft ones too; None where none is found.

    Cost: nothing where there are no such rows; else a linear program, and where that is not enough up to a thousand
    sweeps of a walk.
    """
    hard = np.concatenate((rows.hard, rows.soft)) if sure else rows.hard
    strict = np.array([row.strict for row in evidence.in_walks if sure or not row.soft], np.bool_)
    here = Samples(frame, np.zeros((0, frame.worth.coordinates)), frame.state, frame.mass)
    if _meets(hard, strict, here):
        return here
    reached, here = _from_program(frame, evidence, sure, here)
    if reached < ROOM or _meets(hard, strict, here):
        return None if reached < ROOM else here
    for attempt in range(ROUNDS):
        towards = Rows(hard[:0], hard)
        here = drawn(frame, towards, seed=seed + attempt, mistaken=HARDLY, after=here, kept=1, thin=SWEEPS, warm=0)
        if _meets(hard, strict, here):
            return here
    return None


def _meets(hard: Reals, strict: npt.NDArray[np.bool_], here: Samples) -> bool:
    """Whether every hard row holds, the strict ones with a little room: a walk cannot live on an edge."""
    return bool((hard @ here.state >= np.where(strict, ROOM * here.mass[-1], 0.0)).all())


def _from_program(frame: Frame, evidence: Evidence, sure: bool, here: Samples) -> tuple[float, Samples]:
    """A point with as much slack as can be in every row that matters, put into the form of the frame; and that slack.

    What walks take more roughly than proofs (weights, say) is taken as walks do. Where no point is found, that is
    ``here``, with all the slack there may be.
    """
    worth = frame.worth
    roughly = {row.source for row in evidence.rows if row.in_walks and not row.in_proofs}
    rows = [row for row in evidence.rows if row.source not in roughly and (sure or not row.soft)]
    apart = [row for row in evidence.in_walks if sure or not row.soft]
    apart += [Row(terms((worth.swing(j), 1))) for j in range(len(worth.sizes)) if frame.block_of[worth.swing(j)] >= 0]
    limits, _ = box(worth, evidence.points)
    program = Program(worth, limits, [*rows, *apart], [*(row.strict for row in rows), *(True for _ in apart)])
    reached = program.most_slack(1.0)
    if reached is None:
        return 1.0, here
    return reached, _as_state(frame, evidence, np.array(program.point()))


def _as_state(frame: Frame, evidence: Evidence, point: Reals) -> Samples:
    """A point of the proofs' coordinates as the state of a walk."""
    worth, points = frame.worth, evidence.points
    state, factor, lost = point[: worth.coordinates].copy(), point[worth.factor], 0.0
    for issue, first in enumerate(worth.first[:-1]):
        options, swing = state[first : first + worth.sizes[issue]], state[worth.swing(issue)]
        if issue in points.issues:
            picked = points.picked(issue)
            moved = point[worth.base(issue)] - factor * float(min(picked))
            options += moved
            lost += moved
            best, worst = (picked.index(end(picked)) for end in (max, min))
            state[worth.swing(issue)] = options[best] - options[worst]  # as the frame has it
        else:
            _within_issue(options, swing, evidence.orders.get(issue))
    state[worth.walk_away] += lost
    state[frame.block_of < 0] = 0
    mass = np.zeros(len(frame.shape) + 1)
    for issue in range(len(worth.sizes)):
        if frame.block_of[worth.swing(issue)] >= 0:  # what is in points weighs as much as the points picked
            own = factor * float(points.swing(issue)) if issue in points.issues else state[worth.swing(issue)]
            mass[frame.block_of[worth.swing(issue)]] += own
    mass = np.maximum(mass, LEAST)
    mass[-1] = mass[:-1].sum()
    if points.walk_away is None:
        low, high = _limits_of(frame, worth.walk_away) * mass[-1]
        state[worth.walk_away] = min(max(state[worth.walk_away], low), high)
    larger = frame.shape.sum() / mass[-1]  # walks keep to about this mass
    return Samples(frame, np.zeros((0, worth.coordinates)), state * larger, mass * larger)


def _limits_of(frame: Frame, coordinate: int) -> Reals:
    """The limits of the handle that moves a coordinate alone."""
    handle = int(np.searchsorted(frame.starts, np.flatnonzero(frame.at == coordinate)[0], side="right")) - 1
    return np.asarray(frame.limits[handle])


def _within_issue(options: Reals, swing: float, groups: tuple[tuple[int, ...], ...] | None) -> None:
    """Put an issue's options right where the program was off: in order, its ends worth nothing and all of the swing."""
    if groups is None:
        worst, best = int(options.argmin()), int(options.argmax())
        best = best if best != worst else (worst + 1) % len(options)
        options[:] = np.clip(options, 0, swing)
        options[worst], options[best] = 0.0, swing
        return
    above = swing
    for place, group in enumerate(groups):
        above = swing if place == 0 else 0.0 if place == len(groups) - 1 else min(above, max(0.0, options[group[0]]))
        options[list(group)] = above
