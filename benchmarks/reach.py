"""Tight walk-aways: a little below (or above) what all parties can have at once, as far as a plain search finds.

The search is a hill climb over single and paired changes of option from many starts, in plain numpy: it proves
nothing, and only sets the scene. The same seed gives the same walk-aways.

Read next: ``readings.py``.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from .generated import Space

PAIRS = 400
"""Paired changes are tried where issues times options are no more than this."""


def tight(given: Space, slack: int) -> Space:
    """The same space with every walk-away ``slack`` points below a least score that everybody can have at once.

    With ``slack`` below 0 the walk-aways ask for more than the search could find, so mostly there is no zone.
    Red lines are respected; bonuses are not looked at.
    """
    level = least_score(given)
    return replace(given, floors=(level - slack,) * len(given.scores))


def least_score(given: Space, starts: int = 30) -> int:
    """The greatest least score that the search finds over packages that cross no red line."""
    table = np.array(given.scores).transpose(1, 2, 0).astype(np.float64)  # (issues, options, sides)
    for line in given.lines:
        refused = [option for option in range(table.shape[1]) if option not in line.options]
        table[line.issue, refused] = -np.inf
    rng = np.random.default_rng(0)
    return max(int(_climb(table, rng).min()) for _ in range(starts))


def _worth(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """What the climb follows: the least score, and a little of the others."""
    least: NDArray[np.float64] = scores.min(-1, keepdims=True)
    worth: NDArray[np.float64] = least[..., 0] + 1e-2 * np.minimum(scores, least + 5).mean(-1)
    return worth


def _climb(table: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """The scores of a package that no single or paired change betters, from a start steered by random weights."""
    issues, options, sides = table.shape
    package = (table @ rng.dirichlet(np.full(sides, 3.0))).argmax(1)
    everyone = np.arange(issues)
    while True:
        scores: NDArray[np.float64] = table[everyone, package].sum(0)
        changes = (table - table[everyone, package][:, None]).reshape(-1, sides)
        here = _worth(scores)
        single = _worth(scores + changes)
        best = int(single.argmax())
        if single[best] > here + 1e-9:
            package[best // options] = best % options
            continue
        if issues * options > PAIRS:
            return scores
        pair = _best_pair(scores, changes, options)
        if pair is None or pair[2] <= here + 1e-9:
            return scores
        for change in pair[:2]:
            package[change // options] = change % options


def _best_pair(
    scores: NDArray[np.float64], changes: NDArray[np.float64], options: int
) -> tuple[int, int, float] | None:
    """The two changes, on different issues, that together are worth most."""
    worth = _worth(scores + changes[:, None] + changes[None])
    issue = np.arange(len(changes)) // options
    worth[issue[:, None] == issue[None]] = -np.inf
    first, second = divmod(int(worth.argmax()), len(changes))
    return first, second, float(worth[first, second])
