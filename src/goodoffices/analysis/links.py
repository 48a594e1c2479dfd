"""Links that contradict one another: an error in the file, since no package is left. Needs no solver.

Read next: ``analyse.py``.
"""

from __future__ import annotations

from ..errors import BadTalks, Flaw
from ..exact.satisfy import contradiction
from ..talks import Talks
from .numbers import link_trees


def contradictory_links(talks: Talks) -> tuple[int, ...]:
    """The places of a minimal set of links that no package meets together; empty where some package meets all links.

    Cost: a depth-first search with a budget of steps; where that runs out nothing is claimed, and the set is empty.
    """
    trees, _, sizes = link_trees(talks)
    return contradiction(trees, sizes)


def check_links(talks: Talks) -> None:
    """Raise `BadTalks`, naming the links, where no package meets them all."""
    if places := contradictory_links(talks):
        named = " and ".join(f"links.{place}" for place in places)
        verb = "can never hold" if len(places) == 1 else "cannot hold together"
        raise BadTalks([Flaw(f"{named} {verb}: no package is left; drop or loosen one of them", f"links.{places[0]}")])
