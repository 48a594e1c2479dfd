"""Links that contradict one another: an error in the file, since no package is left.

A file is checked without a solver, by a search that may give up; an analysis settles it whatever it takes.

Read next: ``analyse.py``.
"""

from __future__ import annotations

from ..errors import BadTalks, Flaw
from ..exact.problem import Problem
from ..exact.questions import Exists, Found
from ..exact.solver.satisfy import Undecided, contradiction
from ..exact.trees import Tree
from ..exact.watch import QUIET, Watch
from ..talks import Talks
from .asking import ask, found
from .numbered import link_trees


def contradictory_links(talks: Talks) -> tuple[int, ...]:
    """The places of a minimal set of links that no package meets together; empty where some package meets all links.

    Cost: a depth-first search with a budget of steps; where that runs out nothing is claimed, and the set is empty.
    """
    trees, _, sizes = link_trees(talks)
    try:
        return contradiction(trees, sizes)
    except Undecided:
        return ()


def check_links(talks: Talks, *, method: str | None = None, watch: Watch = QUIET) -> None:
    """Raise `BadTalks`, naming a minimal set of links, where no package meets them all.

    Cost: that of the search; where it gives up, a question to the planner, and one more for each link if there is none.
    """
    trees, _, sizes = link_trees(talks)
    try:
        places = contradiction(trees, sizes)
    except Undecided:
        places = _settled(trees, sizes, method, watch)
    if places:
        named = " and ".join(f"links.{place}" for place in places)
        verb = "can never hold" if len(places) == 1 else "cannot hold together"
        raise BadTalks([Flaw(f"{named} {verb}: no package is left; drop or loosen one of them", f"links.{places[0]}")])


def _settled(trees: tuple[Tree, ...], sizes: tuple[int, ...], method: str | None, watch: Watch) -> tuple[int, ...]:
    """A minimal contradictory set, by asking for packages; empty where one meets all links or time ran out."""

    def contradict(places: list[int]) -> bool:
        problem = Problem(sizes, (), tuple(trees[place] for place in places))
        answer: Found = found(ask(problem, [Exists()], method, watch), Exists())
        return answer.proved and answer.package is None

    kept = list(range(len(trees)))
    if not contradict(kept):
        return ()
    for place in range(len(trees)):
        if contradict(fewer := [other for other in kept if other != place]):
            kept = fewer
    return tuple(kept)
