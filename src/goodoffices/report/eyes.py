"""Whose eyes an answer is for: one door that the terminal, the JSON and the page go through.

What a party may see is decided before, by ``confidence.view``. This file makes sure that the answer is one of such a
view, and that it says *not released* where talks that were cut down know no more than *nothing recorded*.

Read next: ``answer_words.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..analysis.answers import Analysis, Frontier, Pick
from ..confidence import view
from ..errors import BadQuestion
from .words import say_list, who


def reader(analysis: Analysis, for_party: str | None) -> str | None:
    """The party an answer is for; None for the mediator, whether named or not.

    Raises `BadQuestion` where there is no such party, and where the answer is of talks that hold more than it may see.
    """
    talks = analysis.talks
    if for_party is None or talks.party(for_party).role == "mediator":
        return None
    if view(talks, for_party) != talks:
        raise BadQuestion(
            f"this answer rests on more than '{for_party}' may see; analyse view(talks, '{for_party}') and print that"
        )
    return for_party


def for_eyes(analysis: Analysis, for_party: str | None) -> Analysis:
    """The answer with what it says of the record put as its reader may put it; the mediator's stays as it is.

    A party is told nothing about what is or is not recorded of another: of that it saw only what was released. Raises
    what `reader` raises.
    """
    party = reader(analysis, for_party)
    if party is None:
        return analysis
    others = tuple(f"{p.name}: " for p in analysis.talks.parties if p.id != party)
    return replace(
        analysis,
        warnings=tuple(warning for warning in analysis.warnings if not warning.startswith(others)),
        formulas=analysis.formulas and _formulas(analysis, analysis.formulas, party),
        frontier=analysis.frontier and _frontier(analysis.frontier),
    )


def silent(analysis: Analysis, for_party: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The signatories of whom nothing is recorded, and those of whom nothing was released to the reader."""
    missing = analysis.zone.nothing_recorded if analysis.zone else ()
    if for_party is None:
        return missing, ()
    return tuple(p for p in missing if p == for_party), tuple(p for p in missing if p != for_party)


def _formulas(analysis: Analysis, picks: Mapping[str, Pick], party: str) -> Mapping[str, Pick]:
    """The picks; where one could not be made for want of scores, it says whose were not released."""
    talks = analysis.talks
    without = [p for p in analysis.coalition or talks.signatories if not talks.position(p).has_scores]
    names = [who(talks, p) for p in without if p != party]
    if not names:
        return picks
    why = f"No scores were released by {say_list(names)}."
    if party in without:
        why = f"No scores are recorded for {who(talks, party)}, and none were released by {say_list(names)}."
    return {name: pick if pick.package is not None else replace(pick, why=why) for name, pick in picks.items()}


def _frontier(frontier: Frontier) -> Frontier:
    if frontier.points or frontier.why is None:
        return frontier
    return replace(frontier, why="No scores are recorded or released, so there is nothing to compare packages by.")
