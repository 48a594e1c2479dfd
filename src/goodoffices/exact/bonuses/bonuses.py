"""The search among terms without rivals: which of them, together, reach one of some corners. Depth first, with bounds.

A corner is a score vector; a set of terms *reaches* it when every side earns at least as much. At each node of the
search some terms are taken and some are *candidates*: no rivals of those taken. What candidates can earn together is
bounded in two ways. By issues: a term's units are shared out among the issues of its box, and on each issue one option
is taken, which brings the shares of the terms that have it. And by a cover: groups of mutual rivals, of which at most
one is earned, each with a part of its terms' units. Candidates that a bound shows to earn too little are kept aside,
and one of the others must be taken: these are branched on. The bounds are for the weighted units first, then for each
side by itself.

The search stands in the arrays of a `Stack` and can be left and gone on with at any node. `search` is compiled where
that was possible; `bonus_twin.search_in_python` is its readable twin and does the same, node by node.

Sources: Babel 1994, Computing 52(1), 31-38 (covers that split weights); Carraghan & Pardalos 1990, Operations Research
Letters 9(6), 375-382 (the branching); Ehrgott & Gandibleux 2007, TOP 15(1), 1-12 (bounds for several sides at once).

Read next: ``bonus_twin.py``.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..kernels import load
from .bit_sets import integer
from .bonus_shares import brought_at_most
from .bonus_stack import Corners, Stack, weighed
from .bonus_terms import Terms
from .bonus_twin import ENDED, FOUND, PAUSED, cover, search_in_python

__all__ = ["ENDED", "FOUND", "NO_GOAL", "PAUSED", "better_by_issues", "search"]

NO_GOAL = -(1 << 62)
"""Any weighted sum will do."""


def search(stack: Stack, corners: Corners, goal: int, nodes: int) -> int:
    """Go on with a search: `FOUND` where the top frame reaches a corner, `PAUSED` after so many nodes, else `ENDED`.

    ``corners``: with weighted sums (`Weighed.corners`). What is found also has weighted units of ``goal`` or more and
    meets every requirement. After `FOUND` go on with corners or a goal that the top frame does not reach; they may
    change as long as less and less is asked for. Where it has ended, no set of terms that was left to look at reaches a
    corner. Cost: for a node, the terms squared in the worst case; nodes grow exponentially in the worst case.
    """
    if (kernel := load("bonuses")) is None:
        return search_in_python(stack, corners, goal, nodes)
    among = stack.among
    sizes = (*among.units.shape, among.boxes.shape[1])
    terms = (among.units, among.boxes, among.terms.options.spans, among.slots, among.issue, among.shares)
    return int(kernel.search(*sizes, *terms, among.rivals, among.musts, corners, stack.frames, stack.at, goal, nodes))


def better_by_issues(terms: Terms, weights: Sequence[int]) -> bool:
    """Whether it is worth while to form bounds by issues too: it doubles the cost of a node.

    That is so where for all terms that bound is lower than the one by a cover, and issues have points of their own, or
    it is lower by a twentieth.
    """
    among = weighed(terms, weights, by_issues=True)
    total = among.units[:, -1].tolist()
    covered, _ = cover(dict(enumerate(total)), [integer(row) for row in among.rivals], sum(total) + 1)
    bound = brought_at_most(among.units, among.boxes, terms.options.spans, among.slots, among.issue, among.shares)
    scored = any(len(set(row)) > 1 for side in terms.problem.sides for row in side.scores)
    return bound < covered if scored else bound < covered - covered // 20
