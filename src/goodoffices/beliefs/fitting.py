"""Samples that meet every row beyond doubt: positions that fit all that is recorded, each a proof of what can be.

A walk lets answers be mistaken, so not every sample fits. One that does shows that nothing contradicts itself; two that
disagree which of two packages is better show that no proof says so. Neither needs a linear program. A row is a sum
without a constant, so that the total of a sample's swings, 1 but for rounding, does not matter.

Read next: ``contradictions.py``.
"""

from __future__ import annotations

import numpy as np

from .evidence import Evidence, dense
from .proving import JOINT_MOST
from .rows import Row
from .samples import Samples
from .worth import Reals

DOUBT = 1e-9
"""A sum of floating-point numbers that is so far from 0 has the sign it seems to have."""


def fitting(evidence: Evidence, samples: Samples | None) -> Reals:
    """The samples that meet every row of the proofs beyond doubt, and their limits: (samples, coordinates).

    None where something is scored in points: the factor of points is no coordinate of a sample. Cost: rows times
    samples times coordinates.
    """
    worth = evidence.worth
    if samples is None or evidence.points.issues or evidence.points.bonuses:
        return np.zeros((0, worth.coordinates))
    values = samples.values
    rows = [row for row in evidence.rows if row.in_proofs]
    least = np.array([0.0 if _compares(row) else DOUBT for row in rows])
    strict = np.array([row.strict for row in rows], np.bool_)
    sums = dense(worth, rows) @ values.T
    meets = np.where(strict[:, None], sums > least[:, None], sums >= least[:, None]).all(axis=0)
    joint = np.abs(values[:, worth.tables[0] : worth.tables[-1]]).max(axis=1, initial=0.0)
    away = values[:, worth.walk_away]
    meets &= (away >= 0) & (away <= 1 - DOUBT) & (joint <= float(JOINT_MOST) - DOUBT)
    return np.asarray(values[meets])


def _compares(row: Row) -> bool:
    """Whether a row compares two numbers, or one with 0: then no rounding can change its sign."""
    return len(row.terms) <= 2 and all(abs(times) == 1 for _, times in row.terms)
