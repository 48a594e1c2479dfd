"""The draft that the exact engine picks for positions as one sample has them, or as all have them on average.

Read next: ``resting.py``, then ``asking.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from ..analysis.formulas import FORMULAS
from ..analysis.numbered import link_trees
from ..exact.planner import answer
from ..exact.problem import Choices, Problem, Side, in_zone
from ..exact.questions import Best, Chosen, Exists, Found
from ..exact.trees import Literal, Tree, every, some
from ..exact.watch import Watch
from ..talks import Talks
from .belief import Belief
from .rows import Line
from .worth import Packages, Reals

FINE = 10**6
"""A draft is picked with scores rounded to so many parts of a party's scale."""

HELD = Fraction(1, 2)
"""From this confidence on, drafts are held to a red line, as long as some draft meets all such lines."""


@dataclass(frozen=True)
class Ground:
    """What every draft stands on: the links of the talks, red lines of the parties, and their beliefs.

    Which lines: see `ground`.
    """

    sizes: tuple[int, ...]
    must: tuple[Tree, ...]
    beliefs: tuple[Belief, ...]

    def admits(self, draft: Choices) -> bool:
        """Whether a draft meets the links and breaks no red line that drafts are held to."""
        return in_zone(Problem(self.sizes, (), self.must), draft)

    def gains(self, drafts: Packages) -> list[Reals]:
        """For each party the gain of every draft in every sample: (drafts, samples), shares of its scale.

        Measured from the walk-away where the party's own answers say something of it, else from the worst package.
        """
        return [_gains(belief, drafts) for belief in self.beliefs]


def ground(talks: Talks, beliefs: Sequence[Belief], held: Fraction = HELD, but: Sequence[Choices] = ()) -> Ground:
    """What every draft of these talks stands on.

    ``held``: the least confidence of a red line that drafts meet; ``but``: drafts that may not be one.
    """
    links, _, sizes = link_trees(talks)
    lines = [line.tree for belief in beliefs for line in belief.evidence.lines if line.confidence >= held]
    return Ground(sizes, (*links, *lines, *(_another(draft, sizes) for draft in but)), tuple(beliefs))


def _another(draft: Choices, sizes: tuple[int, ...]) -> Tree:
    """Any draft but this one."""
    pairs = enumerate(zip(draft, sizes, strict=True))
    return some([Literal(issue, frozenset(range(size)) - {taken}) for issue, (taken, size) in pairs if size > 1])


def refused(beliefs: Sequence[Belief]) -> list[Choices]:
    """Drafts to which somebody's last answer was no, each once."""
    last = [dict(belief.evidence.verdicts) for belief in beliefs]
    return list(dict.fromkeys(draft for of_one in last for draft, yes in of_one.items() if not yes))


def first_draft(talks: Talks, beliefs: Sequence[Belief], watch: Watch) -> tuple[Ground, Choices | None]:
    """The draft picked for the mean positions, and what it stands on.

    Drafts are held to every red line of confidence `HELD` or more, and are none that somebody refused; where there is
    no such draft, held to the sure lines alone; then to these though it was refused. None where no draft meets the
    links and the sure lines.
    """
    no = refused(beliefs)
    tried: tuple[tuple[Fraction, list[Choices]], ...] = ((HELD, no), (Fraction(1), no), (HELD, []), (Fraction(1), []))
    grounds = {base.must: base for held, but in tried for base in [ground(talks, beliefs, held, but)]}
    for base in grounds.values():
        if (found := picked(base, means(base), watch)) is not None:
            break
    return base, found


def blocking(talks: Talks, beliefs: Sequence[Belief], watch: Watch) -> tuple[tuple[str, str], ...]:
    """Sure red lines, as party and id, that leave no draft beside the links, while any of them less would leave one.

    None where the links alone leave no draft. Cost: for each sure line, whether there is a draft without it.
    """
    links, _, sizes = link_trees(talks)
    kept = [(belief.party, line) for belief in beliefs for line in belief.evidence.lines if line.confidence == 1]
    for line in tuple(kept):
        fewer = [one for one in kept if one is not line]
        if not _stands(sizes, (*links, *(of.tree for _, of in fewer)), watch):
            kept = fewer
    return tuple((party, _id(line)) for party, line in kept)


def _stands(sizes: tuple[int, ...], must: tuple[Tree, ...], watch: Watch) -> bool:
    """Whether some draft meets all of these; so it is taken where that is not proved."""
    found = answer(Problem(sizes, (), must), [Exists()], watch=watch)[Exists()][0]
    assert isinstance(found, Found)
    return found.package is not None or not found.proved


def _id(line: Line) -> str:
    return line.source.id.removeprefix("red_line:")


def means(ground: Ground) -> list[Reals]:
    """For each party its mean position."""
    return [belief.samples.mean for belief in ground.beliefs if belief.samples is not None]


def picked(ground: Ground, positions: Sequence[Reals], watch: Watch) -> Choices | None:
    """The draft with the greatest product of gains; where no draft serves everybody, that with the greatest least gain.

    ``positions``: for each party the value of every coordinate of its worth. None where no draft meets the links and
    the red lines it is held to. Among equals as the formulas have it.
    """
    sides = tuple(_side(belief, values) for belief, values in zip(ground.beliefs, positions, strict=True))
    problem = Problem(ground.sizes, sides, ground.must, needs=len(sides))
    for given, formula in ((problem, "nash"), (replace(problem, needs=0), "maximin")):
        objective = FORMULAS[formula].objective
        assert objective is not None
        question = Best(objective)
        found = answer(given, [question], watch=watch)[question][0]
        assert isinstance(found, Chosen)
        if found.package is not None:
            return found.package
    return None


def _side(belief: Belief, values: Reals) -> Side:
    """One party as a side, if its position were this one."""
    worth = belief.evidence.worth
    units = np.floor(values * FINE + 0.5).astype(int).tolist()
    options = tuple(tuple(units[first:end]) for first, end in zip(worth.first, worth.first[1:], strict=False))
    bonuses: list[tuple[Tree, int]] = []
    for pair, (one, other) in enumerate(worth.joined):
        for a in range(worth.sizes[one]):
            for b in range(worth.sizes[other]):
                if added := units[worth.joint(pair, a, b)]:
                    bonuses.append((every([Literal(one, frozenset({a})), Literal(other, frozenset({b}))]), added))
    bonuses += [(tree, units[worth.bonus(number)]) for number, tree in enumerate(worth.occasions)]
    # a draft that just reaches the walk-away may round below it
    floor = units[worth.walk_away] - len(worth.sizes) if belief.evidence.knows_walk_away else None
    return Side(options, tuple(bonuses), floor=floor)


def _gains(belief: Belief, drafts: Packages) -> Reals:
    samples = belief.samples
    assert samples is not None  # beliefs that leave no position never come so far
    scores = samples.scores(drafts)
    return scores - samples.walk_aways if belief.evidence.knows_walk_away else scores


def share(value: float) -> Fraction:
    """A number worked out from samples, rounded to a thousandth: more would be no information."""
    return Fraction(round(value * 1000), 1000)
